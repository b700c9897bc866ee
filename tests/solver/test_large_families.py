"""Families of many children: more ways to hold their meetings than are worth listing."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.meetings import meetings_of
from scheduler.round import Availability, Siblings
from scheduler.solver import patterns, solve, ways
from scheduler.solver.arrangements import Family, families_of
from scheduler.solver.instance import instance_of
from scheduler.solver.options import clusters_of
from tests.random_rounds import demand_of_each
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, pupil, tiny_round, window
from tests.solver.true_bounds import assert_true_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.round import Round

pytestmark = pytest.mark.usefixtures("never_whole")

WISHES = ("wishes_missed",)


def family_of(children: int, **more: object) -> Round:
    """One family, each child in a group of its own; an afternoon of fifteen slots."""
    ids = [f"p{n}" for n in range(children)]
    more.setdefault("windows", [window("14:30", "17:00")])
    return tiny_round(
        {each: ["a"] for each in ids}, groups=[group(f"5{each}", f"t-{each}") for each in ids],
        pupils=[pupil(each, f"5{each}") for each in ids], adults=[adult("a")],
        siblings=Siblings("must", max_wait_minutes=10), **more)


def only_family(round: Round) -> Family:
    (family,) = families_of(instance_of(round, meetings_of(round)), range(len(round.pupils)))
    return family


def listed(family: Family) -> tuple[list[tuple[int, ...]], bool]:
    """The starts of its meetings in each way that is listed, as slots, all in the first window."""
    found, complete = family.arrangements(family.pools(dict.fromkeys(family.meetings, (0, 0))))
    return [tuple((each[i].start_minute - minute("14:30")) // 10 for i in family.meetings) for each in found], complete


def test_all_ways_of_four_are_listed() -> None:
    found, complete = listed(only_family(family_of(4)))
    # In any order, from any slot, with a slot between any two of them or not.
    gaps = [gap for number in range(4) for gap in [number] * (1, 3, 3, 1)[number]]
    assert complete
    assert len(set(found)) == len(found) == sum(15 - 3 - gap for gap in gaps) * len(list(permutations(range(4))))


def test_of_many_some_of_every_kind_are_listed() -> None:
    found, complete = listed(only_family(family_of(8)))
    assert not complete
    assert len(set(found)) == len(found)
    for way in found:
        assert all(1 <= later - earlier <= 2 for earlier, later in zip(sorted(way), sorted(way)[1:], strict=False))
    for first in (0, 1):
        starts = Counter(way[first] for way in found)
        assert set(starts) == set(range(15))
        assert max(starts.values()) <= 20 * min(starts.values())


def test_that_they_are_too_many_is_no_matter_where_none_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "MOST_TRIES", 0)
    round = family_of(7, windows=[window("14:30", "17:00"), window("19:00", "21:00")])
    family = only_family(round)
    where = {i: (0, i % 2) for i in family.meetings}
    assert family.arrangements(family.pools(where)) == ([], True)


def test_no_more_wishes_are_hoped_for_than_fit() -> None:
    hour = Availability("a", "preferred", TUESDAY, None, minute("15:00"), minute("16:00"))
    round = family_of(8, availability=(hour,))
    (cluster,) = clusters_of(instance_of(round, meetings_of(round)), WISHES)
    assert [option.costs["wishes_missed"] for option in cluster.options] == [2]
    objective = solve(round).objective
    assert (objective["siblings_apart"], objective["wishes_missed"]) == (Bounded(0, 0), Bounded(2, 2))


def test_in_all_their_ways_where_a_few_will_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MANY", 1)
    ids = [f"{teacher_id}-{n}" for teacher_id in ("t1", "t2") for n in range(4)]
    round = tiny_round(
        {each: [f"a{each[3:]}"] for each in ids}, groups=[group("5A", "t1"), group("6A", "t2")],
        pupils=[pupil(each, "5A" if each < "t2" else "6A") for each in ids],
        windows=[window("14:30", "15:10"), window("14:30", "15:10", THURSDAY)])
    objective = solve(round).objective
    none = Bounded(0, 0)
    assert [objective[key] for key in ("unplaced_mandatory", "siblings_apart", "teacher_idle_minutes")] == [none] * 3
    assert objective["teacher_windows"] == Bounded(2, 2)


@pytest.fixture
def few_ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every family have too many ways to list them."""
    for room, name, few in ((ways, "MOST_TRIES", 6), (ways, "MOST_ENDS", 3), (patterns, "MANY", 2)):
        monkeypatch.setattr(room, name, few)
    ways.ways_of.cache_clear()
    yield
    ways.ways_of.cache_clear()


@pytest.mark.parametrize("first", [3000, 3020])
@pytest.mark.usefixtures("few_ways")
def test_no_bound_is_too_high_where_few_ways_are_listed(first: int) -> None:
    demand_of_each(range(first, first + 20), assert_true_bounds)
