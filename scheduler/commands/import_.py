"""`tienminuten import`: exports of other systems become the input folder of a round."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import marked, translate

if TYPE_CHECKING:
    import argparse

    from scheduler.imports.extracts import MappingNeeded

ABOUT = marked("Turns exports of other systems into an input folder.")


DONE, BAD_INPUT = 0, 2


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """The sources and the folder."""
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE",
                        help=translate("an export: EDEXML, a list as CSV or Excel, a folder or zip", language))
    parser.add_argument("--out", required=True, type=Path, metavar="INPUT",
                        help=translate("the round's folder, new or with an earlier import", language))


def run(given: argparse.Namespace) -> int:
    """Import, and tell what was understood, left out and is still missing."""
    from scheduler.imports.extracts import MappingNeeded
    from scheduler.imports.folder import import_into
    from scheduler.imports.to_do import TO_DO_FILE
    from scheduler.progress import progress

    with progress(given.quiet) as say:
        say(translate("Reading the exports …", given.language))
        try:
            report = import_into(given.sources, given.out, given.language)
        except MappingNeeded as needed:
            return _ask_for_mapping(needed, given.language)
    for preview in report.previews:
        print(preview + "\n")
    print(report.text)
    if report.open_questions:
        print(translate("Questions that wait for your answer in decisions.toml: {count}. Answer them and import again.",
                        given.language, count=report.open_questions))
    print(translate("The folder is {folder}; what is left to do stands in {file}.", given.language, folder=given.out,
                    file=given.out / TO_DO_FILE))
    return DONE


def _ask_for_mapping(needed: MappingNeeded, language: str) -> int:
    for shown in needed.previews:
        print(shown + "\n")
    for problem in needed.problems:
        print(problem.text(language), file=sys.stderr)
    return BAD_INPUT
