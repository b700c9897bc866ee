"""`tienminuten plan INPUT`: read the round, find the best plan, write it with its report."""

from __future__ import annotations

import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.commands.arguments import positive, positive_number, whole
from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from scheduler.appointments import Outcome
    from scheduler.solver.clock import Clock

ABOUT = marked("Plans a round: reads its folder, finds the best plan, writes it with a report.")

DONE, NOT_ALL_PLACED, NO_PLAN = 0, 1, 3


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("input", metavar="INPUT", type=Path,
                        help=translate("the folder with the round, such as inputs/february-2027", language))
    parser.add_argument("--out", metavar="OUTPUT", type=Path,
                        help=translate("where to write the plan (default: outputs/ and the id of the round)", language))
    parser.add_argument("--seconds", metavar="S", type=positive_number,
                        help=translate("search no longer than this, and keep the best plan so far", language))
    parser.add_argument("--workers", metavar="N", type=positive, default=2,
                        help=translate("how many searches run at once; the plan stays the same", language))
    parser.add_argument("--seed", metavar="K", type=whole, default=0,
                        help=translate("another number may give another, equally good plan", language))
    parser.add_argument("--fresh", action="store_true",
                        help=translate("forget what was published before", language))
    parser.add_argument("--keep", metavar="PUPIL", action="append", default=[],
                        help=translate("leave this pupil's published appointments as they are (may be repeated)",
                                       language))
    parser.add_argument("--move", metavar="PUPIL", action="append", default=[],
                        help=translate("give this pupil's published appointments another time or other teachers "
                                       "(may be repeated)", language))


def run(given: argparse.Namespace) -> int:
    """Plan, write, and tell in a few lines what came of it."""
    from scheduler import plan
    from scheduler.planning import Disagreement
    from scheduler.progress import progress

    # What cost no plan is told after the live line is gone.
    told: list[str] = []
    try:
        with progress(given.quiet) as say:
            say(translate("Reading {folder} …", given.language, folder=given.input))
            from scheduler.solver.clock import Clock

            clock = Clock(given.seconds)
            with _interruptible(clock):
                read, outcome, output = plan(
                    given.input, given.out, workers=given.workers, seed=given.seed, fresh=given.fresh, keep=given.keep,
                    move=given.move, apart=True, say=say, tell=told.append, clock=clock)
    except Disagreement as fault:
        if fault.file is not None:
            print(translate("No plan was written: the plan found did not pass the checks. {file} holds the round "
                            "without names to report this with.", given.language, file=fault.file), file=sys.stderr)
        raise
    language = read.round.school.language
    for line in (*(warning.text(language) for warning in read.warnings), *told):
        print(line, file=sys.stderr)
    if outcome.plan is None:
        if not told:
            print(translate("No plan was found in this time. Give it more: --seconds.", language), file=sys.stderr)
        return NO_PLAN
    print("\n".join(_told(outcome, output, language)))
    return NOT_ALL_PLACED if outcome.plan.unplaced else DONE


def _told(outcome: Outcome, output: Path, language: str) -> list[str]:
    assert outcome.plan is not None
    placed, unplaced = len(outcome.plan.appointments), len(outcome.plan.unplaced)
    lines = [translate_count("{count} of {meetings} meetings has a place.",
                             "{count} of {meetings} meetings have a place.", placed, language,
                             meetings=placed + unplaced)]
    if unplaced:
        lines.append(translate_count("{count} meeting has none: see unplaced.csv.",
                                     "{count} meetings have none: see unplaced.csv.", unplaced, language))
    if outcome.status == "optimal":
        lines.append(translate("This plan is proven best: no other has lower costs.", language))
    else:
        lines.append(translate("A better plan may exist: not every cost is proven least.", language))
    lines.append(translate("Look at {report}, then publish it: tienminuten publish {folder}", language,
                           report=output / "report.html", folder=output))
    return lines


@contextlib.contextmanager
def _interruptible(clock: Clock) -> Iterator[None]:
    """Ctrl-C ends the search and keeps the best plan; a second one ends the program."""

    def stop(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        clock.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
