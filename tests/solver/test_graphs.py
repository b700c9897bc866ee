"""The graphs that the literature on consecutive edge colourings is about: the published deficiency is found and proven.

How many slots make it a proof: a graph of deficiency D gets an interval colouring by D further edges that end in new
vertices, and an interval colouring of a connected graph of n vertices spans at most n − 1 colours if it has no
triangle, 2n − 4 otherwise (Asratian and Kamalian). Whoever finds no deficiency below D in the slots for D further
vertices, finds none in more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.solver import solve
from tests.solver.graphs import SLOT_MINUTES, complete, complete_bipartite, cycle, erdos, hertz, rosette, round_of

if TYPE_CHECKING:
    from tests.solver.graphs import Edges


def assert_deficiency(edges: Edges, deficiency: int, *, triangles: bool = False) -> None:
    vertices = len({vertex for edge in edges for vertex in edge}) + deficiency
    found = solve(round_of(edges, 2 * vertices - 4 if triangles else vertices - 1))
    assert found.objective["unplaced_mandatory"] == Bounded(0, 0)
    least = SLOT_MINUTES * deficiency
    assert found.objective["teacher_idle_minutes"] == Bounded(least, least)
    assert found.status == "optimal"


@pytest.mark.parametrize(("edges", "deficiency"), [
    (complete_bipartite(3, 4), 0),
    (cycle(6), 0),
    (cycle(5), 1),
    (cycle(7), 1),
], ids=["K3,4", "C6", "C5", "C7"])
def test_rings_and_complete_bipartite_graphs(edges: Edges, deficiency: int) -> None:
    assert_deficiency(edges, deficiency)


@pytest.mark.parametrize("vertices", [3, 4, 5, 6])
def test_complete_graphs_lack_half_their_vertices_if_they_are_odd(vertices: int) -> None:
    assert_deficiency(complete(vertices), vertices // 2 if vertices % 2 else 0, triangles=True)


def test_a_rosette_lacks_its_copies_less_four() -> None:
    """Giaro, Kubale and Małafiejski: M(k) has the deficiency k − 4."""
    assert_deficiency(rosette(5), 1)


@pytest.mark.parametrize(("p", "q"), [(7, 2), (4, 4)])
def test_a_graph_of_hertz_lacks_what_was_published(p: int, q: int) -> None:
    assert_deficiency(hertz(p, q), p * q - p - 2 * q - 2)


def test_an_erdos_type_graph_lacks_one() -> None:
    """Thirteen lines and their hub: of this kind the smallest that has no interval colouring."""
    assert_deficiency(erdos([2, 2, 2, 2, 2, 2, 1]), 1)


def test_the_graphs_have_the_published_sizes() -> None:
    for edges, vertices, most in [
        (rosette(5), 19, 15), (hertz(5, 3), 22, 15), (erdos([2, 2, 2, 2, 2, 2, 1]), 21, 13),
    ]:
        ends = [vertex for edge in edges for vertex in edge]
        assert len(set(ends)) == vertices
        assert max(ends.count(vertex) for vertex in set(ends)) == most
        assert len(set(edges)) == len(edges)
