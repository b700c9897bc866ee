"""A whole board: find its rounds, see who shares people, plan what is not yet planned, tell how each went."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from scheduler.answers.entered import answers_in
from scheduler.board.job import Job, Planned, plan_school
from scheduler.board.rounds import rounds_below
from scheduler.board.rows import PLANNED, failed_row, planned_row, row_without_plan, waiting_row
from scheduler.board.survey import surveyed
from scheduler.board.taken import double_bookings, taken_elsewhere
from scheduler.board.ties import order_of
from scheduler.delivery import read_summary
from scheduler.files import CannotWrite, write_all
from scheduler.intake import read_round
from scheduler.invites.ledger import told
from scheduler.jobs import Failure, failure_of, run_jobs
from scheduler.language import marked, translate
from scheduler.problems import BadInput
from scheduler.progress import Say, silent
from scheduler.purged import read_purged
from scheduler.unavailable import UNAVAILABLE, read_unavailable

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping
    from concurrent.futures import Executor
    from pathlib import Path

    from scheduler.board.rows import Row
    from scheduler.board.survey import Surveyed
    from scheduler.round import Availability

DELIVERED = ("plan.csv", "plan.xlsx", "unplaced.csv", "round.json", "report.html")


@dataclass(frozen=True)
class Manner:
    """How every round of the board is planned: `seconds`, `seed` and `memory_bytes` as a `Job` has them.

    `travel_minutes` lie at least between appointments of one person at two schools.
    """

    seconds: float | None = None
    seed: int = 0
    travel_minutes: int = 30
    memory_bytes: int | None = None


@dataclass(frozen=True)
class Board:
    """How a board went: a row for each round, by path, in the language that most of its schools have.

    `double_bookings` are as `taken.double_bookings` gives them.
    """

    rows: tuple[Row, ...]
    double_bookings: Mapping[tuple[str, str], int]
    language: str

    @property
    def well(self) -> bool:
        """Whether everybody at every school has a place, and nobody two at once."""
        return all(row.well for row in self.rows) and not self.double_bookings


def plan_board(
    folder: Path, output: Path, executor: Executor, manner: Manner = Manner(), *, at_once: int | None = None,
    language: str = "en", say: Say = silent, stop: threading.Event | None = None,
) -> Board:
    """Plan every round below a folder into `output`, each in the folder of its own path there.

    A round whose plan was made from the same input in the same manner is not planned again. `at_once` and `stop` are
    as `run_jobs` takes them. `language` is for what is said before the schools' own is known.

    Raises:
        BadInput: there is no round to plan.
        CannotWrite: `output` is no folder that can be written in.
    """
    paths = rounds_below(folder)
    if not paths:
        raise BadInput.one(str(folder), marked("No round is in or below this folder: none of them has a round.toml."))
    _make(output)
    schools: list[Surveyed] = []
    for path in paths:
        say(translate("Reading {done} of {all} rounds …", language, done=len(schools) + 1, all=len(paths)))
        schools.append(surveyed(path, folder / path, output / path))
    run = _Run(folder, output, schools, manner)
    run.plan(executor, say, stop, at_once)
    return Board(run.rows(), double_bookings(schools, run.outputs), run.language)


class _Run:
    """One pass over the board: what was done before, what is done now, what is left."""

    def __init__(self, folder: Path, output: Path, schools: Sequence[Surveyed], manner: Manner) -> None:
        spoken = Counter(school.language for school in schools if school.language)
        self.language = spoken.most_common(1)[0][0] if spoken else "nl"
        self.outputs = {school.path: output / school.path for school in schools}
        self._folder = folder
        self._schools = {school.path: school for school in schools}
        self._manner = manner
        self._order = order_of(schools, manner.travel_minutes)
        self._rows: dict[str, Row] = {
            school.path: failed_row(school, school.failure, self.language)
            for school in schools if school.failure is not None
        }

    def plan(self, executor: Executor, say: Say, stop: threading.Event | None, at_once: int | None) -> None:
        """Wave after wave, until everything is done or `stop` is set."""
        began, planned = time.monotonic(), 0
        for wave in self._order.waves:
            jobs = _Jobs(self._folder, self.outputs, self._manner, self._left_of(wave))
            for index, result in run_jobs(plan_school, jobs, executor, stop=stop, at_once=at_once):
                planned += 1
                self._keep(jobs.schools[index], result)
                say(translate("{done} of {all} schools done, {rate} a minute", self.language,
                              done=len(self._rows), all=len(self._schools),
                              rate=round(planned / (time.monotonic() - began) * 60, 1)))
            if stop is not None and stop.is_set():
                return

    def rows(self) -> tuple[Row, ...]:
        """A row for each school, by path."""
        return tuple(self._rows.get(path) or waiting_row(school, self.language)
                     for path, school in sorted(self._schools.items()))

    def _left_of(self, wave: Sequence[str]) -> list[tuple[Surveyed, tuple[Availability, ...]]]:
        """The schools of the wave that must be planned, with the times that are taken elsewhere."""
        left = []
        for school in (self._schools[path] for path in wave):
            earlier = [self._schools[path] for path in self._order.earlier.get(school.path, ())]
            unavailable = taken_elsewhere(school, earlier, self.outputs, self._manner.travel_minutes)
            before = self._row_from_before(school, unavailable)
            if before is None:
                left.append((school, unavailable))
            else:
                self._rows[school.path] = before
        return left

    def _row_from_before(self, school: Surveyed, unavailable: tuple[Availability, ...]) -> Row | None:
        """The row of the plan made before, where planning again would give the same, or the round is over."""
        output = self.outputs[school.path]
        try:
            if read_purged(output) is not None:
                return replace(planned_row(school, output), purged=True)
            summary = read_summary(output)
            same = (summary["input_sha256"], summary["version"], summary["seed"], read_unavailable(output)) == (
                school.sha256, version("tienminuten"), self._manner.seed, unavailable)
            if same and summary["status"] in PLANNED and all((output / name).is_file() for name in DELIVERED):
                return planned_row(school, output)
        except (BadInput, OSError):
            pass
        return None

    def _keep(self, school: Surveyed, result: Planned | Failure) -> None:
        if isinstance(result, Planned) and result.files:
            try:
                self._write(self.outputs[school.path], result.files)
                self._rows[school.path] = planned_row(school, self.outputs[school.path])
                return
            except (CannotWrite, BadInput) as fault:
                result = failure_of(fault)
        if isinstance(result, Failure):
            self._rows[school.path] = failed_row(school, result, self.language)
        else:
            self._rows[school.path] = row_without_plan(school, result.status, self.language)

    def _write(self, output: Path, files: Mapping[str, bytes]) -> None:
        write_all({output / name: content for name, content in files.items()})
        if UNAVAILABLE not in files:
            try:
                (output / UNAVAILABLE).unlink(missing_ok=True)
            except OSError as error:
                raise CannotWrite(output / UNAVAILABLE, error) from error


class _Jobs(Sequence[Job]):
    """The jobs of a wave, each read from its folder when its turn comes."""

    def __init__(
        self, folder: Path, outputs: Mapping[str, Path], manner: Manner,
        left: Sequence[tuple[Surveyed, tuple[Availability, ...]]],
    ) -> None:
        self.schools = [school for school, _ in left]
        self._unavailable = [unavailable for _, unavailable in left]
        self._folder = folder
        self._outputs = outputs
        self._manner = manner

    def __len__(self) -> int:
        return len(self.schools)

    def __getitem__(self, index: int) -> Job:  # type: ignore[override]
        path, manner = self.schools[index].path, self._manner
        given, output = read_round(self._folder / path), self._outputs[path]
        published = told(output, given.round.settings.round_id)
        answers = answers_in(output, given.round.settings.round_id) if published else None
        return Job(given, published, self._unavailable[index], answers, manner.seconds, manner.seed,
                   manner.memory_bytes)


def _make(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(output, error) from error
