"""`tienminuten check INPUT`: whether a round can work, before any planning."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse

ABOUT = marked("Says before any planning whether a round can work, and what would help.")

CAN_WORK, CANNOT = 0, 1


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("input", metavar="INPUT", type=Path,
                        help=translate("the folder with the round, such as inputs/february-2027", language))


def run(given: argparse.Namespace) -> int:
    """Print what cannot work, each with what would help; then conversations and places per teacher.

    Raises:
        BadInput: the input cannot be read.
    """
    from scheduler.checking import check
    from scheduler.intake import read_round

    read = read_round(given.input)
    language = read.round.school.language
    for warning in read.warnings:
        print(warning.text(language), file=sys.stderr)
    checked = check(read.round)
    findings = checked.findings
    if findings:
        print(translate_count("{count} thing cannot work:", "{count} things cannot work:", len(findings), language))
        for finding in findings:
            print(f"- {finding.sentence(read.round, language)}")
    else:
        print(translate("Nothing stands in the way: every conversation can have a time, and nowhere are there more "
                        "conversations than places.", language))
    print()
    print(translate("Conversations and places per teacher:", language))
    for supply in checked.supply:
        print(f"- {supply.line(read.round, language)}")
    return CANNOT if findings else CAN_WORK
