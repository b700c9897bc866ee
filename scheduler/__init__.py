"""Tienminuten plans a school's ten-minute conversations: every rule kept, the plan proven best, an invite per parent.

Four names do what the commands do, from a folder of lists to invites that are true. Tried on a fictional school:

>>> import tempfile
>>> from pathlib import Path
>>> from scheduler import plan, publish, read_round, verify
>>> from scheduler.demo.folder import write_school

>>> folder = Path(tempfile.mkdtemp())
>>> school, output = folder / "school", folder / "output"
>>> people = write_school(school, pupils=20)

>>> given = read_round(school)
>>> given.round.settings.name, len(given.round.pupils)
('Februarigesprekken 2027', 20)

>>> planned = plan(school, output)
>>> planned.outcome.status, planned.outcome.objective["siblings_apart"].cost
('optimal', 0)

>>> news = publish(output)
>>> len(news.new) > 20, news.cancelled
(True, ())

>>> verify(school, output).sound
True

Where the input cannot be used each raises `scheduler.problems.BadInput`, with everything that is wrong and where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.appointments import Outcome
    from scheduler.intake import Given
    from scheduler.invites.invite import Publication
    from scheduler.invites.publish import Announce
    from scheduler.progress import Say
    from scheduler.solver.clock import Clock
    from scheduler.verification import Verdict

__all__ = ["Planned", "plan", "publish", "read_round", "verify"]

# Each function imports what it needs when it is called, so that `import scheduler` and `--help` are quick. No module
# of this package may be called plan, publish or verify: once imported, it would stand in the function's place.


class Planned(NamedTuple):
    """What `plan` read, what it found, and the folder it wrote; nothing was written where `outcome.plan` is None."""

    given: Given
    outcome: Outcome
    output: Path


def read_round(input: Path) -> Given:
    """Read and check the round in a folder, or in a filled workbook.

    >>> from pathlib import Path
    >>> read_round(Path("no such folder"))
    Traceback (most recent call last):
    scheduler.problems.BadInput: 1 problem in no such folder

    Raises:
        BadInput: with every problem and warning, each with file, line, column, value and what is expected.
    """
    from scheduler import intake

    return intake.read_round(input)


def plan(
    input: Path, output: Path | None = None, *, seconds: float | None = None, workers: int = 2, seed: int = 0,
    fresh: bool = False, keep: Sequence[str] = (), move: Sequence[str] = (), apart: bool = False,
    say: Say | None = None, tell: Say | None = None, clock: Clock | None = None,
) -> Planned:
    """Find the best plan for the round in a folder, and write it with its report.

    `output` None means `outputs/<round id>`. What was published there is kept as far as the rules allow; with `fresh`
    it is forgotten. The published appointments of the pupils in `keep`, by id or whole name, stay whatever they cost;
    those in `move` get another time or other teachers. The search ends after `seconds`, or when `clock` is stopped,
    with the best plan so far; without either, when the plan is proven best or every means is tried. With `apart` it
    has a process of its own, and leaves the best plan so far if it dies: a script then needs the usual
    `if __name__ == "__main__"`. `say` is told of progress, a line at a time, `tell` what went wrong on the way and
    cost no plan.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from scheduler.demo.folder import write_school
    >>> folder = Path(tempfile.mkdtemp())
    >>> people = write_school(folder / "school", pupils=12)
    >>> planned = plan(folder / "school", folder / "output", seed=3)
    >>> [meeting.reason for meeting in planned.outcome.plan.unplaced]
    []
    >>> sorted(path.name for path in planned.output.iterdir() if path.suffix == ".csv")
    ['plan.csv', 'unplaced.csv']

    Raises:
        BadInput: the round cannot be read, or what should be kept or moved cannot be.
        CannotWrite: what was there before is untouched.
    """
    from scheduler.planning import plan_folder
    from scheduler.progress import silent

    return Planned(*plan_folder(input, output, seconds=seconds, workers=workers, seed=seed, fresh=fresh, keep=keep,
                                move=move, apart=apart, say=say or silent, tell=tell or silent, clock=clock))


def publish(
    output: Path, *, dry_run: bool = False, now: dt.datetime | None = None, announce: Announce | None = None
) -> Publication:
    """Write the invites that the plan in an output folder now needs, and enter them in its ledger.

    `dry_run` only looks. `now` is the time of publication, by default the clock's. `announce` is called with what will
    be told, before anything is written.

    >>> from pathlib import Path
    >>> publish(Path("no such folder"))
    Traceback (most recent call last):
    scheduler.problems.BadInput: 1 problem in round.json

    Raises:
        BadInput: there is no plan to publish, or the ledger is another round's, a newer program's, or damaged.
        CannotWrite: what was there before is untouched, or running it again completes the work.
    """
    from scheduler.invites import publish as publishing

    return publishing.publish(output, dry_run=dry_run, now=now, announce=announce)


def verify(input: Path, output: Path) -> Verdict:
    """Judge delivered files against the round they were made for, without the solver.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from scheduler.demo.folder import write_school
    >>> school = Path(tempfile.mkdtemp())
    >>> people = write_school(school, pupils=12)
    >>> verdict = verify(school, school)  # where nothing was delivered
    >>> verdict.sound, verdict.violations[0].rule
    (False, 'audience')

    Raises:
        BadInput: the round cannot be read, or there is no such output.
    """
    from scheduler import verification

    return verification.verify(input, output)
