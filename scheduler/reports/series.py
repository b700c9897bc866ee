"""Series of scenarios on the page: a sweep as a table and curves, shares of requests as curves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from scheduler.language import marked, translate
from scheduler.reports.cells import cost, unplaced
from scheduler.reports.plots import Curve, Number, curves
from scheduler.whatif.words import axis_name, point_name, value_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.reports.cells import Cell
    from scheduler.whatif.comparison import Comparison
    from scheduler.whatif.result import Result

MOST_CURVES = 6

WITHOUT_A_PLACE = marked("Conversations without a place")
WINDOWS = marked("Afternoons and evenings of teachers")


@dataclass(frozen=True)
class Series:
    """A sweep: its name, the settings it tries, a row for each point, and curves where it has one or two settings."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Result], ...]
    plot: str


def series_of(comparison: Comparison, keys: Sequence[str]) -> list[Series]:
    """The sweeps of a comparison in the order of the file."""
    language = comparison.round.school.language
    found: dict[str, list[Result]] = {}
    for result in comparison.scenarios:
        if result.sweep:
            found.setdefault(result.sweep, []).append(result)
    return [
        Series(
            name,
            tuple(axis_name(setting, language) for setting in results[0].point),
            tuple((tuple(value_name(*item) for item in result.point.items()), result) for result in results),
            _plot(name, results, language),
        )
        for name, results in found.items()
    ]


def plots_of_shares(results: Sequence[Result], language: str) -> str:
    """Curves over the shares of requests, of the scenarios that differ in nothing else; "" for fewer than three."""
    plain = [result for result in results if result.share is not None and not result.after]
    by_share: dict[float, Result] = {}
    for result in plain:
        by_share.setdefault(result.share or 0, result)
    if len(by_share) < 3:
        return ""
    shares = sorted(by_share)
    names = [value_name("request_share", str(share)) for share in shares]
    return curves(names, axis_name("request_share", language), [
        (translate(WITHOUT_A_PLACE, language), [Curve("", tuple(unplaced(by_share[share]).drawn for share in shares))]),
        (translate(WINDOWS, language), [Curve("", tuple(_windows(by_share[share]).drawn for share in shares))]),
    ], salt="shares")


def _plot(name: str, results: Sequence[Result], language: str) -> str:
    """Curves along the setting with the most values, one for each value of the others; "" where a table says more."""
    settings = list(results[0].point)
    values = {setting: list(dict.fromkeys(result.point[setting] for result in results)) for setting in settings}
    along = max(settings, key=lambda setting: len(values[setting]))
    others = [setting for setting in settings if setting != along]
    lines = list(product(*(values[setting] for setting in others)))
    if len(values[along]) < 2 or len(lines) > MOST_CURVES:
        return ""

    def drawn(cell: Callable[[Result], Cell]) -> list[Curve]:
        at = {tuple(result.point.items()): result for result in results}
        found = []
        for line in lines:
            other = dict(zip(others, line, strict=True))
            points = [{**other, along: value} for value in values[along]]
            here = [at.get(tuple((setting, point[setting]) for setting in settings)) for point in points]
            found.append(Curve(point_name(other, language) if other else "",
                               tuple(cell(one).drawn if one else Number(None) for one in here)))
        return found

    places = [value_name(along, value) for value in values[along]]
    return curves(places, axis_name(along, language), [
        (translate(WITHOUT_A_PLACE, language), drawn(unplaced)),
        (translate(WINDOWS, language), drawn(_windows)),
    ], salt=name)


def _windows(result: Result) -> Cell:
    """How many afternoons and evenings teachers have together."""
    return cost(result, "teacher_windows")
