from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.whatif.smallest import smallest

CHOICES = st.frozensets(st.integers(0, 5), min_size=1)


@settings(deadline=None)
@given(st.frozensets(CHOICES, max_size=6), st.booleans())
def test_the_smallest_choice_is_that_of_trying_all(needed: frozenset[frozenset[int]], quick: bool) -> None:
    """Enough is whatever has something of each need: larger is never worse."""

    def enough(choice: frozenset[int]) -> bool:
        return all(choice & need for need in needed)

    def hopeless(choice: frozenset[int]) -> bool:
        return quick and any(not choice & need for need in list(needed)[:1])

    tried = [frozenset(some) for size in range(7) for some in combinations(range(6), size) if enough(frozenset(some))]
    found = smallest(6, enough, hopeless)
    assert enough(found)
    assert len(found) == min(map(len, tried))
    assert found == tried[0]


def test_what_is_hopeless_is_never_asked_about() -> None:
    asked: list[frozenset[int]] = []

    def enough(choice: frozenset[int]) -> bool:
        asked.append(choice)
        return len(choice) >= 4

    assert smallest(6, enough, lambda choice: len(choice) < 3) == frozenset(range(4))
    assert all(len(choice) >= 3 for choice in asked)
