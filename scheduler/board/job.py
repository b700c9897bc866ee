"""The planning of one round of a board: everything it needs goes in, the files to write come out.

It reads and writes no folder, so that it runs alike in a process on this machine and on a machine far away.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.appointments import Answer, Published, Status
    from scheduler.intake import Given
    from scheduler.round import Availability

SEARCHES = 1
"""How many searches run at once within one round: there are rounds enough to keep every processor busy."""

NEEDED = ("scheduler.solver", "scheduler.reports.report", "scheduler.reports.workbook")
"""What is loaded before the memory is limited: it is the round that should fit, whatever loading took."""


@dataclass(frozen=True)
class Job:
    """A round to plan; `published`, `unavailable` and `answers` as `plan_given` takes them.

    The search ends after `seconds` with the best plan so far (None: when it is done). The process may use
    `memory_bytes` of address space, where the system can limit it (None: as much as there is).
    """

    given: Given
    published: Published = ()
    unavailable: tuple[Availability, ...] = ()
    answers: Mapping[tuple[str, str], Answer] | None = None
    seconds: float | None = None
    seed: int = 0
    memory_bytes: int | None = None


@dataclass(frozen=True)
class Planned:
    """How planning a round ended; `files` by name, none where no plan was found."""

    status: Status
    files: Mapping[str, bytes]


def plan_school(job: Job) -> Planned:
    """Plan the round, within the limits of this process.

    Raises:
        Disagreement: the plan found does not pass the checks.
        MemoryError: the round does not fit.
    """
    from scheduler.planning import plan_given

    for name in NEEDED:
        importlib.import_module(name)
    if job.memory_bytes is not None:
        _limit_memory(job.memory_bytes)
    outcome, files = plan_given(job.given, job.published, job.unavailable, answers=job.answers, seconds=job.seconds,
                                workers=SEARCHES, seed=job.seed)
    return Planned(outcome.status, files)


def _limit_memory(limit: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))
