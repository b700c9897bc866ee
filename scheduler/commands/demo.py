"""`tienminuten demo`: a fictional school of any size, to try before trusting the program with children's names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.commands.arguments import whole
from scheduler.demo.seasons import SEASONS
from scheduler.language import marked, translate
from scheduler.problems import BadInput

if TYPE_CHECKING:
    import argparse

ABOUT = marked("Writes a fictional school, to try the program with.")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """The options of the command."""
    parser.add_argument("--pupils", type=whole, required=True, metavar="N", help=translate("how many pupils", language))
    parser.add_argument("--seed", type=whole, default=0, metavar="K",
                        help=translate("another number gives another school (default {seed})", language, seed=0))
    parser.add_argument("--round", choices=SEASONS, default="february",
                        help=translate("which round of the school year (default {round})", language, round="february"))
    parser.add_argument("--out", type=Path, required=True, metavar="INPUT",
                        help=translate("the folder to write, new or empty", language))


def run(given: argparse.Namespace) -> int:
    """Draw the school and write its round.

    Raises:
        BadInput: the number of pupils cannot be, or the folder holds something.
        CannotWrite: nothing was written.
    """
    from scheduler.demo.folder import write_school
    from scheduler.demo.school import MOST_PUPILS

    if not 1 <= given.pupils <= MOST_PUPILS:
        raise BadInput.one("--pupils", marked("Give a number of pupils from 1 to {most}."), value=given.pupils,
                           most=MOST_PUPILS)
    _must_be_free(given.out)
    population = write_school(given.out, given.pupils, given.seed, round=given.round)
    print(translate("{folder} holds a fictional school: {pupils} pupils in {groups} groups, with {staff} people on "
                    "the staff. Plan its round with: tienminuten plan {folder}", given.language, folder=given.out,
                    pupils=len(population.pupils), groups=len(population.groups), staff=len(population.teachers)))
    return 0


def _must_be_free(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists():
        raise BadInput.one(str(folder), marked("This is in use already; nothing in it is overwritten. Give a new or an "
                                               "empty folder."))
