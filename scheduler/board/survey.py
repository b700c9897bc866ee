"""What each round of a board says before it is planned: whose it is, when it is held, and who could be in two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.delivery import read_delivered_round
from scheduler.intake import read_round
from scheduler.jobs import Failure, failure_of
from scheduler.meetings import meetings_of
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.round import Round, Window

HOUSEHOLD = 4
"""More people of one school than this with the same address: it is no family's own, but one filled in for many."""


@dataclass(frozen=True)
class Surveyed:
    """A round of the board; `people` are those who may have appointments, ids by e-mail address in small letters.

    Where the input is broken `failure` says why and `sha256` is ""; the rest is then that of the plan made before,
    which still stands, and empty where there is none.
    """

    path: str
    school: str = ""
    round_name: str = ""
    language: str = ""
    sha256: str = ""
    windows: tuple[Window, ...] = ()
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failure: Failure | None = None

    @property
    def fixed(self) -> bool:
        """Whether it is not planned now: what was planned before, if anything, stays."""
        return self.failure is not None


def surveyed(path: str, folder: Path, output: Path) -> Surveyed:
    """The round in a folder, whose plan is to be in `output`; whatever is wrong with it is its `failure`."""
    try:
        given = read_round(folder)
        return _of(path, given.round, given.sha256, None)
    except Exception as fault:
        failure = failure_of(fault)
    try:
        return _of(path, read_delivered_round(output), "", failure)
    except BadInput:
        return Surveyed(path, failure=failure)


def people_of(round: Round) -> dict[str, tuple[str, ...]]:
    """The adults who are invited and everyone who works here, by e-mail address in small letters."""
    invited = {adult_id for meeting in meetings_of(round) for adult_id in meeting.adult_ids}
    found: dict[str, list[str]] = {}
    for adult in round.adults:
        if adult.adult_id in invited:
            found.setdefault(adult.email.casefold(), []).append(adult.adult_id)
    for teacher in round.teachers:
        found.setdefault(teacher.email.casefold(), []).append(teacher.teacher_id)
    return {address: tuple(ids) for address, ids in found.items() if address and len(ids) <= HOUSEHOLD}


def _of(path: str, round: Round, sha256: str, failure: Failure | None) -> Surveyed:
    return Surveyed(path, round.school.name, round.settings.name, round.school.language, sha256, round.windows,
                    people_of(round), failure)
