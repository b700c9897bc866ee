"""The runs as a picture: how the price of the plan falls with time, a panel per round."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tests.benchmarks.contestants import METHODS, price

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.results import Run

COLOURS = {"tienminuten": "#005a9c", "one model": "#c1440e", "portal, earliest time": "#777777",
           "portal, any time": "#aaaaaa"}


def to_svg(runs: Sequence[Run]) -> str:
    """What each method's best plan so far costs above the proven least, on two logarithmic scales; the same bytes
    for the same runs.
    """
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    mpl.rcParams["svg.hashsalt"] = "tienminuten"
    mpl.rcParams["font.size"] = 9
    rounds = list(dict.fromkeys(run.round for run in runs))
    figure, panels = pyplot.subplots(1, len(rounds), figsize=(3 * len(rounds) + 1, 3.6), sharey=True, squeeze=False,
                                    layout="constrained")
    for panel, name in zip(panels[0], rounds, strict=True):
        here = [run for run in runs if run.round == name and run.moments]
        least = _proven_least(here)
        longest = max((run.moments[-1]["seconds"] for run in here), default=1.0)
        for run in sorted(here, key=lambda run: list(METHODS).index(run.method)):
            times = [it["seconds"] for it in run.moments] + [longest]
            above = [price(it["costs"]) - least for it in run.moments]
            panel.step(times, [*above, above[-1]], where="post", color=COLOURS[run.method], label=run.method,
                       linestyle=":" if run.method.startswith("portal") else "-")
        panel.set_xscale("symlog", linthresh=1)
        panel.set_yscale("symlog", linthresh=10)
        panel.set_xlim(0, longest)
        panel.set_title(name)
        panel.set_xlabel("seconds")
    panels[0][0].set_ylabel("price above the proven least")
    lines = {line.get_label(): line for panel in panels[0] for line in panel.get_lines()}
    figure.legend(lines.values(), lines.keys(), loc="outside lower center", ncols=len(lines))
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    return text.getvalue()


def _proven_least(runs: Sequence[Run]) -> int:
    """The price of the bounds that the program proved; none of what costs nothing in the end is added."""
    return max((price(it["bounds"]) for run in runs for it in run.moments if it["bounds"]), default=0)
