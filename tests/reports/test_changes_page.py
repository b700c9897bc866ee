"""Before and after on the page: side by side, with what differs in bold, on a telephone too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Answer
from scheduler.meetings import meetings_of
from scheduler.reports.report import report_page
from scheduler.round import Availability
from tests.benchmarks.portal import book
from tests.reports.reading import of_class, parsed, text
from tests.reports.school import TUESDAY, outcome_of, school_plan, school_round
from tests.reports.test_browser import browse, chromium
from tests.reports.test_changes import published
from tests.rounds import group, teacher, tiny_round

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from scheduler.appointments import Published
    from scheduler.round import Round

__all__ = ["chromium"]
MEASURE = """<!DOCTYPE html><title>measuring</title><body>
<iframe width="390" height="800" src="report.html"></iframe>
<script>onload = () => {
  const page = document.querySelector("iframe").contentDocument;
  document.title = [page.documentElement, page.querySelector(".changes").parentElement]
    .map(part => part.scrollWidth - part.clientWidth).join(" ") }</script>"""


def bold(round: Round, was: Published) -> tuple[list[str], list[str]]:
    """What is bold before and after."""
    plan = book(round)
    page = parsed(report_page(round, meetings_of(round), outcome_of(round, plan), published=was))
    table = next(of_class(page, "changes"))
    before, after = (next(of_class(table, name)) for name in ("before", "after"))
    return _bold(before), _bold(after)


def _bold(cell: Element) -> list[str]:
    return [text(each) for each in cell.iter("b")]


def test_what_differs_is_bold() -> None:
    round = tiny_round(groups=[group("5A", "t1")], teachers=[teacher("t1", room="7"), teacher("t2")])
    was = published(book(round))
    same_day = tuple(replace(told, start_minute=told.start_minute + 20, end_minute=told.end_minute + 20)
                     for told in was)
    assert bold(round, same_day) == ([], ["14:30–14:40"])
    other_place = tuple(replace(told, room="8", teacher_ids=("t2",)) for told in was)
    assert bold(round, other_place) == ([], ["Juf t1", "7"])
    other_day = tuple(replace(told, date=told.date.replace(day=9)) for told in was)
    assert bold(round, other_day) == ([], ["di 2 feb,"])
    assert bold(round, was[:1]) == ([], ["di 2 feb,", "14:30–14:40"]), "all of it is new to the other parent"


def test_it_all_fits_on_a_telephone(chromium: str, tmp_path: Path) -> None:  # a fixture of the other file
    before = school_round()
    was = published(school_plan(before))
    ill = Availability("fatma", "unavailable", date=TUESDAY)
    now = replace(before, availability=(*before.availability, ill))
    plan = book(now, prefer="earliest", seed=5)
    answers = {(told.adult_id, told.meeting_id): Answer("declined", "Ik kan niet. " * 20) for told in was[::2]}
    page = report_page(now, meetings_of(now), outcome_of(now, plan, published=was), published=was, answers=answers)
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    (tmp_path / "measure.html").write_text(MEASURE)
    dom = browse(chromium, tmp_path, tmp_path / "measure.html", "--virtual-time-budget=5000", "--dump-dom")
    title = re.search(r"<title>(.*?)</title>", dom)
    assert title is not None
    assert title[1] == "0 0"
