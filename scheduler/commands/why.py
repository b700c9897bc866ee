"""`tienminuten why INPUT OUTPUT PUPIL`: why a pupil's conversations are as they are, and what it would take."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import marked, translate

if TYPE_CHECKING:
    import argparse

ABOUT = marked("Explains why a pupil has no place or not the best one, and what it would take.")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("input", type=Path, metavar="INPUT", help=translate("the folder of the round", language))
    parser.add_argument("output", type=Path, metavar="OUTPUT", help=translate("the folder of its plan", language))
    parser.add_argument("pupil", metavar="PUPIL", help=translate("the pupil: id or whole name", language))


def run(given: argparse.Namespace) -> int:
    """Print everything there is to say about this pupil's conversations in the plan.

    Raises:
        BadInput: input or plan cannot be read, do not belong together, or there is no such pupil.
    """
    from scheduler.appointments import Bounded
    from scheduler.delivery import read_pins, read_plan, read_summary
    from scheduler.explanations.case import Case
    from scheduler.explanations.story import story_of
    from scheduler.explanations.uninvited import why_no_meeting
    from scheduler.intake import read_round
    from scheduler.invites.ledger import told
    from scheduler.pinning import pupil_of
    from scheduler.problems import BadInput
    from scheduler.unavailable import read_unavailable

    read = read_round(given.input)
    plan, summary = read_plan(given.output), read_summary(given.output)
    round = dataclasses.replace(
        read.round, availability=(*read.round.availability, *read_unavailable(given.output)))
    language = round.school.language
    if summary["input_sha256"] != read.sha256:
        print(translate("The lists have changed since this plan was made: the reasons are those of the lists as they "
                        "are now. Plan again for a plan that fits them.", language), file=sys.stderr)
    objective = {key: Bounded(each["cost"], each["bound"]) for key, each in summary["objective"].items()}
    case = Case(round, plan, told(given.output, round.settings.round_id), objective,
                read_pins(given.output))
    if set(case.meetings) != {row.meeting_id for row in plan.rows}:
        raise BadInput.one("plan.csv", marked("This plan has other conversations than the round. Plan the round again: "
                                              "tienminuten plan INPUT."))
    pupil_id = pupil_of(round, given.pupil)
    lines = story_of(case, pupil_id, language)
    print("\n".join(lines or [why_no_meeting(round, pupil_id, language)]))
    return 0
