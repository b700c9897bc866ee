"""`plan.xlsx`: the plan as one overview and a sheet per teacher, ready to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from scheduler.language import date_words, listed, marked, translate
from scheduler.reports.spreadsheet import book_bytes, print_on_a4, sheet_title, write_header, write_text, write_title
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from scheduler.appointments import Appointment, Plan
    from scheduler.meetings import Meeting
    from scheduler.round import Round

WHO = (marked("Pupil"), marked("Group"), marked("Adults"), marked("Place"))


def plan_workbook(round: Round, meetings: Sequence[Meeting], plan: Plan) -> bytes:
    """The workbook in the school's language; the same plan gives the same bytes.

    Only who is invited stands in it. Teachers without appointments have no sheet.
    """
    writer = _Writer(round, {meeting.meeting_id: meeting for meeting in meetings})
    book = Workbook()
    taken: set[str] = set()
    writer.overview(_named(book.active, writer.say_overview(), taken), plan)
    for teacher in sorted(round.teachers, key=lambda teacher: (teacher.name.casefold(), teacher.teacher_id)):
        appointments = plan.of_teacher.get(teacher.teacher_id, ())
        if appointments:
            writer.teacher(_named(book.create_sheet(), teacher.name, taken), teacher.name, appointments)
    if plan.unplaced:
        writer.unplaced(_named(book.create_sheet(), writer.say_unplaced(), taken), plan)
    return book_bytes(book)


class _Writer:
    def __init__(self, round: Round, meetings: Mapping[str, Meeting]) -> None:
        self._round = round
        self._meetings = meetings
        self._language = round.school.language

    def say_overview(self) -> str:
        return translate("Overview", self._language)

    def say_unplaced(self) -> str:
        return translate("Without a place", self._language)

    def overview(self, sheet: Worksheet, plan: Plan) -> None:
        """All appointments in order of time, to filter by any column."""
        names = [self._say_date(), self._say_time(), self._say_teacher(), *self._say_who()]
        self._start(sheet, self._round.settings.name, names, [26, 13, 26, 26, 10, 36, 16], landscape=True)
        for row, appointment in enumerate(plan.appointments, 3):
            teachers = [self._round.teacher[teacher_id].name for teacher_id in appointment.teacher_ids]
            self._fill(sheet, row, [date_words(appointment.date, self._language), _span(appointment),
                                    listed(teachers, self._language), *self._who(appointment)])
        sheet.auto_filter.ref = f"A2:G{max(2, len(plan.appointments) + 2)}"

    def teacher(self, sheet: Worksheet, name: str, appointments: Sequence[Appointment]) -> None:
        """One teacher's appointments; a date is written where it begins, with a line free before it."""
        names = [self._say_date(), self._say_time(), *self._say_who()]
        self._start(sheet, name, names, [26, 13, 26, 10, 36, 16], landscape=False)
        row, last = 3, None
        for appointment in appointments:
            new = appointment.date != last
            row += new and last is not None
            last = appointment.date
            date = date_words(appointment.date, self._language) if new else ""
            self._fill(sheet, row, [date, _span(appointment), *self._who(appointment)])
            row += 1

    def unplaced(self, sheet: Worksheet, plan: Plan) -> None:
        """The meetings without a place, each with its reason."""
        names = [*self._say_who()[:3], translate("Reason", self._language)]
        self._start(sheet, self.say_unplaced(), names, [26, 10, 36, 70], landscape=True)
        for row, one in enumerate(plan.unplaced, 3):
            pupil = self._round.pupil[one.pupil_id]
            self._fill(sheet, row, [pupil.name, pupil.group, self._adults(one.adult_ids), one.reason])

    def _start(self, sheet: Worksheet, title: str, names: list[str], widths: list[int], *, landscape: bool) -> None:
        write_title(sheet, title)
        write_header(sheet, 2, names, widths)
        print_on_a4(sheet, landscape=landscape)

    def _fill(self, sheet: Worksheet, row: int, texts: list[str]) -> None:
        for column, text in enumerate(texts, 1):
            write_text(sheet, row, column, text)

    def _who(self, appointment: Appointment) -> list[str]:
        pupil = self._round.pupil[appointment.pupil_id]
        meeting = self._meetings.get(appointment.meeting_id)
        adults = self._adults(appointment.adult_ids, with_phone=appointment.modality == "phone")
        if meeting is not None and meeting.pupil_attends:
            adults = translate("{adults}, with {pupil}", self._language, adults=adults, pupil=pupil.first_name)
        places = {"phone": translate("by telephone", self._language), "video": translate("by video", self._language)}
        return [pupil.name, pupil.group, adults, places.get(appointment.modality, appointment.room)]

    def _adults(self, adult_ids: Sequence[str], *, with_phone: bool = False) -> str:
        adults = [self._round.adult[adult_id] for adult_id in adult_ids]
        names = [f"{adult.name} ({adult.phone})" if with_phone and adult.phone else adult.name for adult in adults]
        return listed(names, self._language)

    def _say_who(self) -> list[str]:
        return [translate(text, self._language) for text in WHO]

    def _say_date(self) -> str:
        return translate("Date", self._language)

    def _say_time(self) -> str:
        return translate("Time", self._language)

    def _say_teacher(self) -> str:
        return translate("Teacher", self._language)


def _named(sheet: Worksheet, name: str, taken: set[str]) -> Worksheet:
    sheet.title = sheet_title(name, taken)
    return sheet


def _span(appointment: Appointment) -> str:
    return f"{clock(appointment.start_minute)}–{clock(appointment.end_minute)}"
