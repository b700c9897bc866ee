"""The sets of windows of a team are all that can do: compared with every set and every choice of the families."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from scheduler.solver import window_sets as module
from scheduler.solver.window_sets import window_sets

if TYPE_CHECKING:
    import pytest

KEYS = [("t1", 0), ("t1", 1), ("t2", 0), ("t2", 1), ("t2", 2)]


def holds_all(demands: list, room: dict, windows: frozenset) -> bool:
    """Whether some choice of an option by each family fits these windows, in the plainest way."""
    for chosen in product(*demands):
        used = [keys for option in chosen for keys in option]
        if all(key in windows for keys in used for key in keys) and all(
                sum(key in keys for keys in used) <= room[key] for key in windows):
            return True
    return False


meetings = st.sampled_from([(key,) for key in KEYS] + [(KEYS[0], KEYS[2]), (KEYS[1], KEYS[3])])
families = st.integers(1, 2).flatmap(
    lambda many: st.lists(st.tuples(*[meetings] * many), min_size=1, max_size=3, unique=True).map(tuple))


@given(st.lists(families, min_size=1, max_size=4), st.lists(st.integers(1, 3), min_size=5, max_size=5),
       st.integers(1, 4))
def test_no_set_that_can_do_is_left_out(demands: list, rooms: list[int], size: int) -> None:
    room = dict(zip(KEYS, rooms, strict=True))
    listed = window_sets(demands, room, size)
    assert listed is not None
    can = {frozenset(keys) for keys in combinations(KEYS, size) if holds_all(demands, room, frozenset(keys))}
    assert can <= set(listed)
    assert len(set(listed)) == len(listed)
    assert all(len(each) == size for each in listed)


def in_one_of(*windows: int) -> tuple:
    """A family of one meeting of one teacher."""
    return tuple(((("t1", window),),) for window in windows)


def test_what_cannot_do_is_left_out() -> None:
    room = {("t1", window): 1 for window in range(3)}
    assert window_sets([in_one_of(0), in_one_of(2)], room, 2) == [frozenset({("t1", 0), ("t1", 2)})]
    assert window_sets([in_one_of(0), in_one_of(0, 1), in_one_of(0, 1)], room, 2) == []
    assert window_sets([in_one_of(0), in_one_of(0, 1)], room, 3) == [frozenset(room)]


def test_too_many_sets_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    room = {("t1", window): 9 for window in range(8)}
    anywhere = in_one_of(*range(8))
    assert len(window_sets([anywhere], room, 4) or []) == 70
    monkeypatch.setattr(module, "MOST_SETS", 69)
    assert window_sets([anywhere], room, 4) is None
    assert window_sets([anywhere], room, 7) is None
