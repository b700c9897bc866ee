"""`tienminuten template`: a workbook to fill in, which can stand wherever a round's folder can."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import languages, marked, translate

if TYPE_CHECKING:
    import argparse

ABOUT = marked("Writes a workbook to fill in, which can stand wherever an input folder can.")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Where to, with what in it, and in which language."""
    parser.add_argument("--out", type=Path, default=Path("round.xlsx"), metavar="WORKBOOK",
                        help=translate("the workbook to write (round.xlsx)", language))
    parser.add_argument("--from", type=Path, dest="folder", metavar="INPUT",
                        help=translate("a round's folder, to fill in further in Excel what stands there", language))
    parser.add_argument("--language", choices=languages(), default=language, dest="text_language",
                        help=translate("the language of its explanations", language))


def run(given: argparse.Namespace) -> int:
    """Write it; a workbook that is there already is left alone, as it may be filled in."""
    from scheduler.files import write_whole
    from scheduler.imports.held import held_in
    from scheduler.imports.template import template_workbook
    from scheduler.problems import BadInput

    if given.out.exists():
        raise BadInput.one(str(given.out), marked("This file exists already and may be filled in: choose another name "
                                                  "with --out."))
    held = held_in(given.folder, given.text_language) if given.folder else None
    write_whole(given.out, template_workbook(given.text_language, held))
    print(translate("{file} is ready to be filled in; then: tienminuten plan {file}", given.language, file=given.out))
    if given.folder:
        print(translate("Or bring it back into the folder: tienminuten import {file} --out {folder}", given.language,
                        file=given.out, folder=given.folder))
    return 0
