"""`tienminuten answers OUTPUT MAILBOX`: who can come, who cannot, and who has not answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from scheduler.answers.read import Judged, Reading
    from scheduler.appointments import Told

ABOUT = marked("Reads the answers to the invites from a mailbox.")

MOST_SHOWN = 20
"""So many mails of each kind are listed, and the others counted."""

DOUBTS = {
    "stale": marked("{place}: {adult} answers an invite for meeting {meeting} that has changed or was cancelled "
                    "since."),
    "not_invited": marked("{place}: somebody who was not invited answers the invite of {adult} for meeting {meeting}. "
                          "That does not count."),
    "other_sender": marked("{place}: an answer of {adult} for meeting {meeting} comes from another address. That does "
                           "not count."),
    "never_sent": marked("{place}: {adult} answers an invite for meeting {meeting} that was never sent. That does not "
                         "count."),
}
"""What to say of an answer that does not count, by the verdict on it."""


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("output", metavar="OUTPUT", type=Path,
                        help=translate("the folder with the plan, such as outputs/2027-february", language))
    parser.add_argument("mailbox", metavar="MAILBOX", type=Path,
                        help=translate("a folder with mails (.eml) or calendar files (.ics), a Maildir, or an mbox "
                                       "file", language))
    parser.add_argument("--replan", metavar="INPUT", type=Path,
                        help=translate("the round's folder: who declined is entered there as unavailable at that time",
                                       language))


def run(given: argparse.Namespace) -> int:
    """Read the mailbox, say what was in it, and bring the report up to date."""
    from scheduler import read_round
    from scheduler.answers.absences import add_absences, check_folder
    from scheduler.answers.read import read_answers
    from scheduler.delivery import read_delivered_round, read_plan
    from scheduler.invites.ledger import told
    from scheduler.progress import progress
    from scheduler.reports.refresh import refresh_report

    language = given.language
    round, plan = read_delivered_round(given.output), read_plan(given.output)
    round_id = round.settings.round_id
    source = read_round(given.replan).round if given.replan else None
    if source:
        check_folder(given.replan, source, round_id)
    with progress(given.quiet) as say:
        say(translate("Reading the mailbox …", language))
        reading = read_answers(given.output, round_id, given.mailbox, looked_at=lambda mails: say(
            translate("Reading the mailbox: {mails} mails so far …", language, mails=mails)))
    replies = refresh_report(given.output, round, plan, told(given.output, round_id), reading.standing)
    print("\n".join(_lines(reading, language)))
    if replies.silent:
        print(translate_count("{count} adult has not answered a mandatory invite: see report.html.",
                              "{count} adults have not answered a mandatory invite: see report.html.",
                              len({adult_id for adult_id, _ in replies.silent}), language))
    if source:
        print("\n".join(_added(add_absences(given.replan, source, reading.declined), given, language)))
    return 0


def _lines(reading: Reading, language: str) -> Iterator[str]:
    yield translate_count("{count} mail read.", "{count} mails read.", reading.mails, language)
    yield translate_count("{count} holds no answer to an invite of this round.",
                          "{count} hold no answer to an invite of this round.", reading.unrelated, language)
    yield translate_count("{count} answer counts, {new} of them new.", "{count} answers count, {new} of them new.",
                          len(reading.of("counts")), language, new=reading.new)
    said = [answer.kind for answer in reading.standing.values()]
    yield translate("All in all {accepted} accepted, {tentative} accepted with a maybe, {declined} declined.", language,
                    accepted=said.count("accepted"), tentative=said.count("tentative"), declined=said.count("declined"))
    for told in reading.declined:
        line = translate("{adult} cannot come for meeting {meeting} on {date} at {start}.", language,
                         adult=told.adult_id, meeting=told.meeting_id, date=date_short(told.date, language),
                         start=clock(told.start_minute))
        comment = reading.standing[told.adult_id, told.meeting_id].comment
        yield f"{line} “{comment}”" if comment else line
    for (adult_id, meeting_id), answer in sorted(reading.standing.items()):
        if answer.comment and answer.kind != "declined":
            yield translate("{adult} writes with the answer for meeting {meeting}: “{comment}”", language,
                            adult=adult_id, meeting=meeting_id, comment=answer.comment)
    yield from _shortened([translate("{place}: {adult} writes without answering the invite. Read this mail.", language,
                                     place=one.place, adult=listed(list(one.adult_ids), language))
                           for one in reading.wrote], language)
    yield from _shortened([translate("{place}: {adult} asks for another time for meeting {meeting}.", language,
                                     place=one.place, adult=one.adult_id, meeting=one.meeting_id)
                           for one in reading.of("counts") if one.asks_another_time], language)
    for doubt, text in DOUBTS.items():
        yield from _shortened([_doubted(one, text, language) for one in reading.judged if one.verdict == doubt],
                              language)
    for places, text in (
        (reading.refused, marked("{place}: this is too large or too complicated to be an answer, and was not read.")),
        (reading.unreadable, marked("{place}: this mail is damaged and cannot be read.")),
        (reading.outlook, marked("{place}: only Outlook reads this form of mail. Save it as .eml or .ics.")),
    ):
        yield from _shortened([translate(text, language, place=place) for place in places], language)


def _doubted(one: Judged, text: str, language: str) -> str:
    return translate(text, language, place=one.place, adult=one.adult_id, meeting=one.meeting_id)


def _shortened(lines: Sequence[str], language: str) -> list[str]:
    if len(lines) <= MOST_SHOWN:
        return list(lines)
    more = translate("… and {more} more like this.", language, more=len(lines) - MOST_SHOWN)
    return [*lines[:MOST_SHOWN], more]


def _added(rows: Sequence[Told], given: argparse.Namespace, language: str) -> Iterator[str]:
    if not rows:
        yield translate("There is nothing to add to availability.csv.", language)
        return
    for told in rows:
        yield translate("Added to availability.csv: {adult} is unavailable on {date} from {start} to {end}.", language,
                        adult=told.adult_id, date=date_short(told.date, language), start=clock(told.start_minute),
                        end=clock(told.end_minute))
    yield translate("Now plan again: tienminuten plan {input} --out {output}", language, input=given.replan,
                    output=given.output)
