"""Graphs as rounds: every edge is a pupil, every vertex a teacher, and a colour is a slot.

Both ends of an edge are agreed teachers and attend; its one parent has no other meeting. A colouring of the edges in
which no two that meet have the same colour is then a plan, and the gaps at a vertex are that teacher's idle time: the
least `teacher_idle_minutes` is the graph's *deficiency* (Giaro, Kubale and Małafiejski, On the deficiency of
bipartite graphs, Discrete Applied Mathematics 94, 1999) times the minutes of a slot.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from scheduler.round import Group, GroupTeacher, Pupil, clock
from tests.rounds import minute, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Round

Edges = Sequence[tuple[str, str]]

FANO = ((0, 1, 2), (0, 3, 4), (0, 5, 6), (1, 3, 5), (1, 4, 6), (2, 3, 6), (2, 4, 5))
"""The seven lines of the Fano plane, each with its three points: every two lines share one."""

SLOT_MINUTES = 5


def round_of(edges: Edges, slots: int) -> Round:
    """The round whose least idle time, in slots, is the least deficiency of any colouring with so many colours."""
    vertices = sorted({vertex for edge in edges for vertex in edge})
    end = minute("10:00") + SLOT_MINUTES * slots
    return tiny_round(
        {f"p{i}": [f"a{i}"] for i in range(len(edges))},
        groups=[Group("1A", 1, tuple(GroupTeacher(vertex) for vertex in vertices))],
        pupils=[Pupil(f"p{i}", f"Kind{i}", "Bos", "1A") for i in range(len(edges))],
        agreements={f"p{i}": edge for i, edge in enumerate(edges)},
        windows=[window("10:00", clock(end), evening=True)],
        slot_minutes=SLOT_MINUTES, meeting_minutes=SLOT_MINUTES,
        objective=("unplaced_mandatory", "teacher_idle_minutes"),
    )


def complete_bipartite(m: int, n: int) -> Edges:
    """Every one of m vertices joined to every one of n others."""
    return [(f"x{i}", f"y{j}") for i, j in product(range(m), range(n))]


def cycle(n: int) -> Edges:
    """n vertices in a ring."""
    return [(f"v{i}", f"v{(i + 1) % n}") for i in range(n)]


def complete(n: int) -> Edges:
    """Every two of n vertices joined."""
    return [(f"v{i}", f"v{j}") for i, j in combinations(range(n), 2)]


def hertz(p: int, q: int) -> Edges:
    """H(p, q): a root with p children, each with q children of its own, all of which a hub is joined to."""
    branches = [("root", f"b{i}") for i in range(p)]
    twigs = [(f"b{i}", f"c{i}.{j}") for i, j in product(range(p), range(q))]
    return [*branches, *twigs, *(("hub", leaf) for _, leaf in twigs)]


def rosette(k: int) -> Edges:
    """Małafiejski's M(k): a triangle, k copies of each side, every copy subdivided and joined to a hub."""
    sides = [(one, other, f"{one}{other}{i}") for (one, other), i in product(combinations("xyz", 2), range(k))]
    return [*(edge for one, other, middle in sides for edge in ((one, middle), (other, middle), ("hub", middle)))]


def erdos(copies: Sequence[int]) -> Edges:
    """An Erdős-type graph: so many copies of each line of the Fano plane, joined to its points and to a hub."""
    lines = [(points, f"l{i}.{k}") for i, points in enumerate(FANO) for k in range(copies[i])]
    return [*(edge for points, line in lines for edge in (*((f"n{point}", line) for point in points), ("hub", line)))]
