"""Bars and curves as SVG that stands in a page: texts stay texts, and the same numbers give the same bytes."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


INK, SOFT, LINE, ACCENT, TINT, WARN = "#1b2434", "#535d72", "#dcd7cc", "#0b5a57", "#9fc9c4", "#b4540a"
STYLES = (("o", "-"), ("s", "--"), ("^", ":"), ("D", "-."), ("v", (0, (5, 1))), ("P", (0, (1, 1))))
"""Marker and line of each curve: no two are told apart by colour alone."""

SETTINGS: Any = {
    "svg.fonttype": "none", "font.family": "DejaVu Sans", "font.size": 11, "text.color": INK, "axes.labelcolor": INK,
    "axes.edgecolor": SOFT, "xtick.color": SOFT, "ytick.color": INK, "axes.spines.top": False,
    "axes.spines.right": False, "hatch.color": ACCENT, "hatch.linewidth": 1.2, "figure.dpi": 72,
    "text.parse_math": False,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number to draw; `least` and `most` where it is one of several draws. `value` None leaves the place empty."""

    value: int | None
    least: int | None = None
    most: int | None = None
    proven: bool = True

    @property
    def said(self) -> str:
        """The number as it is written beside its bar or point."""
        if self.value is None:
            return "–"
        mark = "" if self.proven else "*"
        if self.least is not None and self.least != self.most:
            return f"{self.value} ({self.least}–{self.most}){mark}"
        return f"{self.value}{mark}"


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing counted: its title, and a number for each row or point."""

    title: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a plot: its name, "" where it is the only one, and a number at each place along the axis."""

    name: str
    numbers: tuple[Number, ...]


def bars(names: Sequence[str], panels: Sequence[Panel], *, salt: str) -> str:
    """A row of bars for each name, a panel for each thing counted; the first row, that of today, is hatched.

    `salt` tells the parts of one drawing on a page from those of another.
    """
    with _figure(salt, len(panels), 1.2 + 0.42 * len(names), share="y") as (figure, axes):
        for axis, panel in zip(axes, panels, strict=True):
            _bars(axis, panel)
            axis.set_title(panel.title, loc="left", fontsize=11, fontweight="bold", wrap=True)
        axes[0].set_yticks(range(len(names)), [_wrapped(name, 34) for name in names])
        axes[0].invert_yaxis()
        return _svg(figure)


def curves(places: Sequence[str], along: str, panels: Sequence[tuple[str, Sequence[Curve]]], *, salt: str) -> str:
    """Curves over the places along an axis, a panel for each thing counted, with every number beside its point."""
    with _figure(salt, len(panels), 3.6, share="none") as (figure, axes):
        for axis, (title, lines) in zip(axes, panels, strict=True):
            for number, line in enumerate(lines):
                _curve(axis, line, number)
            _label(axis, lines)
            axis.set_title(title, loc="left", fontsize=11, fontweight="bold", wrap=True)
            axis.set_xticks(range(len(places)), places)
            axis.set_xlabel(along)
            axis.margins(x=0.12)
            _from_nothing_up(axis, max(1, *(one.most or one.value or 0 for line in lines for one in line.numbers)))
            axis.grid(axis="y", color=LINE)
            axis.set_axisbelow(True)
            if len(lines) > 1:
                axis.legend(frameon=False, fontsize=10)
        return _svg(figure)


def _bars(axis: Any, panel: Panel) -> None:
    values = [number.value or 0 for number in panel.numbers]
    drawn = axis.barh(range(len(values)), values, height=0.62, color=ACCENT, edgecolor=ACCENT)
    if drawn:
        drawn[0].set(facecolor="#ffffff", hatch="////")
    reach = max([*values, *(number.most or 0 for number in panel.numbers), 1])
    for row, number in enumerate(panel.numbers):
        end = max(values[row], number.most or 0)
        if number.most is not None and number.least != number.most:
            axis.plot([number.least, number.most], [row, row], color=WARN, linewidth=2, marker="|", markersize=9)
        axis.annotate(number.said, (end, row), xytext=(5, 0), textcoords="offset points", va="center", fontsize=11)
    axis.set_xlim(0, reach * 1.3)
    axis.xaxis.get_major_locator().set_params(integer=True, nbins=5)
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="x", color=LINE)
    axis.set_axisbelow(True)


def _curve(axis: Any, line: Curve, number: int) -> None:
    marker, style = STYLES[number % len(STYLES)]
    places = [at for at, one in enumerate(line.numbers) if one.value is not None]
    shown = [line.numbers[at] for at in places]
    axis.plot(places, [one.value for one in shown], marker=marker, linestyle=style, color=_colour(number),
              label=line.name)
    if any(one.most is not None for one in shown):
        axis.fill_between(places, [one.value if one.least is None else one.least for one in shown],
                          [one.value if one.most is None else one.most for one in shown], color=TINT, alpha=0.6,
                          linewidth=0)


def _from_nothing_up(axis: Any, most: int) -> None:
    """Whole numbers from 0, with room below it for the number of a point that lies there."""
    axis.yaxis.get_major_locator().set_params(integer=True)
    axis.set_ylim(0, 1.2 * most)
    axis.set_yticks([tick for tick in axis.get_yticks() if tick == int(tick)])
    axis.set_ylim(-0.14 * most, 1.2 * most)


def _label(axis: Any, lines: Sequence[Curve]) -> None:
    """The numbers of the highest curve above it and of the lowest below it; those between stand in the table."""
    for at in range(len(lines[0].numbers)):
        here = sorted((line.numbers[at].value or 0, number) for number, line in enumerate(lines)
                      if line.numbers[at].value is not None)
        for value, number in {here[0], here[-1]} if here else ():
            below = len(here) > 1 and (value, number) == here[0]
            axis.annotate(lines[number].numbers[at].said, (at, value), xytext=(0, -16 if below else 8),
                          textcoords="offset points", ha="center", fontsize=10, color=_colour(number))


def _colour(number: int) -> str:
    return ACCENT if number % 2 == 0 else WARN


@contextmanager
def _figure(salt: str, panels: int, height: float, *, share: str) -> Iterator[tuple[Any, Sequence[Any]]]:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({**SETTINGS, "svg.hashsalt": salt}):
        figure = Figure(figsize=(11, height), layout="constrained")
        axes = figure.subplots(1, panels, sharey=share == "y", squeeze=False)[0]
        figure.patch.set_alpha(0)
        yield figure, axes


def _svg(figure: Any) -> str:
    """The drawing without what only a file of its own needs: prologue, metadata, fixed size."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    text = text[text.index("<svg"):]
    text = re.sub(r"font-family: [^;\"]*", "font-family: var(--sans)", text)
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    needed = set(re.findall(r"#([\w.-]+)", text))
    text = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in needed else "", text)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r'\1 class="plot" aria-hidden="true"', text, count=1)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _wrapped(name: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(name, width)[:2]) or name
