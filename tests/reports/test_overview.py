"""The overview of a board: every number and reason, nobody's name, readable on a telephone and on paper."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.board.rows import Row
from scheduler.reports.overview import COLUMNS, OUTCOMES, board_csv, board_page, total_of
from scheduler.round import COST_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

COSTS = {key: Bounded(0, 0) for key in COST_KEYS}


def row(path: str = "noord", **changed: object) -> Row:
    usual: dict[str, object] = {
        "school": "De Noord", "round_name": "Februarigesprekken 2027", "status": "optimal", "meetings": 20,
        "placed": 20, "objective": COSTS | {"teacher_windows": Bounded(12, 12)}, "seconds": 2.5,
    }
    return Row(path, **usual | changed)  # type: ignore[arg-type]


UNPROVEN = row("zuid", school="De Zuid", status="feasible", placed=18, objective=COSTS | {
    "unplaced_mandatory": Bounded(1, 0), "unplaced_optional": Bounded(1, 1), "wishes_missed": Bounded(7, 5),
    "teacher_windows": Bounded(9, None)})
FAILED = row("west", school="De <West>", round_name="", status="failed", meetings=0, placed=0, objective={},
             seconds=0.0, reason="Er moet één ding worden verbeterd, in pupils.csv, regel 22.")


class Text(HTMLParser):
    """The cells of the table, and the links of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._inside = True
            self.rows[-1].append("")
        if tag == "a":
            self.links.append(dict(attributes)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data}".strip()


def page(*rows: Row, language: str = "nl", twice: Mapping[tuple[str, str], int] | None = None) -> str:
    return board_page("Stichting Nieuwe Maan", rows, twice or {}, language)


def test_every_school_has_its_numbers_and_what_is_not_proven_its_bound() -> None:
    table = [[re.sub(r"\s+", " ", cell) for cell in cells] for cells in Text(page(row(), UNPROVEN, FAILED)).rows]
    assert table == [
        ["School", "Uitkomst", "gesprekken", "zonder plek", "niet aansluitend", "krijgen een wijziging",
         "gemiste wensen", "leraren wachten (min.)", "middagen van leraren", "ouders wachten (min.)", "seconden"],
        ["De Noord Februarigesprekken 2027 noord", "bewezen het beste", "20", "0", "0", "0", "0", "0", "12", "0",
         "2,5"],
        ["De Zuid Februarigesprekken 2027 zuid", "bruikbaar", "20", "2 ≥ 1", "0", "0", "7 ≥ 5", "0", "9 ≥ 0", "0",
         "2,5"],
        ["De <West> west", "mislukt", "Er moet één ding worden verbeterd, in pupils.csv, regel 22."],
        ["Alles samen", "", "40", "2", "0", "0", "7", "0", "21", "0", "5,0"],
    ]


def test_what_needs_attention_comes_first_with_its_reason() -> None:
    found = page(row(), UNPROVEN, FAILED, language="en")
    attention = found[found.index('id="attention"'):found.index('id="schools"')]
    assert "2 of 3 rounds need attention." in found
    assert "2 of 20 conversations have no place." in attention
    assert "Er moet één ding worden verbeterd, in pupils.csv, regel 22." in attention
    assert "De Noord" not in attention


def test_a_board_where_all_is_well_says_so() -> None:
    found = page(row(), language="en")
    assert "At every school everybody has a place." in found
    assert 'id="attention"' not in found


def test_people_booked_twice_are_counted_by_school() -> None:
    found = page(row(), row("oost", school="De Oost"), twice={("noord", "oost"): 2}, language="en")
    assert ("2 people have appointments at once at De Noord and De Oost. Plan the board again once both have a "
            "timetable.") in found
    assert "Some people have appointments at two schools at once." in found


def test_reports_are_linked_where_there_is_one() -> None:
    links = Text(page(row("."), row("noord/50% é#1"), FAILED)).links
    assert [link for link in links if not link.startswith("#")] == [
        "report.html", "noord/50%25%20%C3%A9%231/report.html"]


@pytest.mark.parametrize("status", OUTCOMES)
def test_every_outcome_has_a_word_in_either_language(status: str) -> None:
    for language in ("nl", "en"):
        assert f'class="outcome {status}' in page(row(status=status), language=language)


def test_many_that_need_attention_are_folded() -> None:
    rows = [row(f"s{n}", placed=19) for n in range(21)]
    assert "<details>" in page(*rows)
    assert "<details>" not in page(*rows[:20])


def test_the_page_needs_nothing_from_elsewhere() -> None:
    found = page(row(), UNPROVEN, FAILED)
    assert not re.search(r'<script|<link|<img|@import|url\(|(?:src|href)="(?:https?:)?//', found)


def test_the_table_holds_every_cost_and_bound() -> None:
    rows = list(csv.DictReader(io.StringIO(board_csv([row(), UNPROVEN, FAILED]))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["path"] == "noord"
    assert [rows[1][key] for key in ("status", "meetings", "placed", "unplaced_mandatory", "unplaced_mandatory_bound",
                                     "wishes_missed", "wishes_missed_bound", "teacher_windows", "teacher_windows_bound",
                                     "seconds", "reason")] == [
        "feasible", "20", "18", "1", "0", "7", "5", "9", "", "2.5", ""]
    assert {value for key, value in rows[2].items() if key not in ("path", "school", "status", "reason")} == {""}


def test_no_cell_of_the_table_is_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(board_csv([row("-x", school="=1+1", reason="@now")]))))
    assert (rows[0]["path"], rows[0]["school"], rows[0]["reason"]) == ("'-x", "'=1+1", "'@now")


def test_the_sum_counts_only_what_is_planned() -> None:
    total = total_of([row(), UNPROVEN, FAILED])
    assert (total.schools, total.meetings, total.placed, total.attention, total.seconds) == (3, 40, 38, 2, 5.0)
    assert total.costs["teacher_windows"] == 21
