"""The overview of a board: every school on one page and in one table, with numbers and reasons and nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from scheduler.appointments import Bounded
from scheduler.files import csv_text
from scheduler.language import marked, translate
from scheduler.reports.page import render
from scheduler.reports.words import cost_name
from scheduler.round import COST_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.board.rows import Row

COLUMNS = ("path", "school", "round", "status", "meetings", "placed",
           *(column for key in COST_KEYS for column in (key, f"{key}_bound")), "seconds", "reason")

SHOWN_COSTS = {
    "siblings_apart": marked("not adjoining"),
    "moved": marked("told of a change"),
    "wishes_missed": marked("wishes missed"),
    "teacher_idle_minutes": marked("teachers wait (min.)"),
    "teacher_windows": marked("teachers' afternoons"),
    "parent_wait_minutes": marked("parents wait (min.)"),
}
"""The costs that have a column on the page, by key; those without a place have columns of their own."""

OUTCOMES = {
    "optimal": marked("proven best"),
    "feasible": marked("usable"),
    "infeasible": marked("impossible"),
    "no_answer": marked("none in time"),
    "failed": marked("failed"),
    "waiting": marked("not planned yet"),
}
"""How a round went, in a word or two."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Total:
    """What all schools together come to; `costs` by key, over the schools that have a plan."""

    schools: int
    meetings: int
    placed: int
    attention: int
    costs: Mapping[str, int]
    seconds: float


def board_page(
    title: str, rows: Sequence[Row], double_bookings: Mapping[tuple[str, str], int], language: str
) -> str:
    """The overview as one HTML page that needs nothing else; `title` is what the board is called.

    `double_bookings` count the people who have appointments at once at two schools, by the paths of these.
    """
    of_path = {row.path: row for row in rows}
    return render(
        "board.html.j2", language,
        title=title,
        rows=rows,
        attention=[row for row in rows if not row.well],
        double_bookings=[(of_path[one], of_path[other], count) for (one, other), count in double_bookings.items()],
        total=total_of(rows),
        costs={key: translate(short, language) for key, short in SHOWN_COSTS.items()},
        cost_names={key: cost_name(key, language) for key in SHOWN_COSTS},
        outcomes={status: translate(word, language) for status, word in OUTCOMES.items()},
        report_of={row.path: quote(f"{row.path}/report.html".removeprefix("./")) for row in rows},
    )


def board_csv(rows: Sequence[Row]) -> str:
    """The overview as a table, a row for each school; costs are empty where there is no plan."""
    return csv_text(COLUMNS, map(_cells, rows))


def total_of(rows: Sequence[Row]) -> Total:
    """The sum of the rows."""
    return Total(
        schools=len(rows),
        meetings=sum(row.meetings for row in rows),
        placed=sum(row.placed for row in rows),
        attention=sum(not row.well for row in rows),
        costs={key: sum(row.objective[key].cost for row in rows if row.objective) for key in COST_KEYS},
        seconds=sum(row.seconds for row in rows),
    )


def _cells(row: Row) -> list[object]:
    none = Bounded(0, None)
    costs = [row.objective.get(key, none) for key in COST_KEYS]
    return [
        _plain(row.path), _plain(row.school), _plain(row.round_name), row.status,
        *((row.meetings, row.placed) if row.objective else ("", "")),
        *(cell for each in costs
          for cell in ((each.cost, "" if each.bound is None else each.bound) if row.objective else ("", ""))),
        row.seconds if row.objective else "", _plain(row.reason),
    ]


def _plain(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
