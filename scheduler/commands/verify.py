"""`tienminuten verify`: delivered files judged against the input, where no solver need be installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse

ABOUT = marked("Checks delivered files (plan and invites) against the input.")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """The options of the command."""
    parser.add_argument("input", type=Path, metavar="INPUT", help=translate("the folder of the round", language))
    parser.add_argument("output", type=Path, metavar="OUTPUT", help=translate("the folder of its plan", language))


def run(given: argparse.Namespace) -> int:
    """Print each finding as a sentence; the exit code is 1 where there is any.

    Raises:
        BadInput: the input cannot be read, or there is no such output.
    """
    from scheduler import verify

    verdict = verify(given.input, given.output)
    for line in verdict.lines(given.language):
        print(line)
    count = len(verdict.lines(given.language))
    if count:
        print(translate_count("{count} finding.", "{count} findings.", count, given.language))
        return 1
    print(translate("Everything is in order: {placed} appointments, {unplaced} without a place, every rule kept.",
                    given.language, placed=len(verdict.plan.appointments), unplaced=len(verdict.plan.unplaced)))
    return 0
