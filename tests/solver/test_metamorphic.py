"""A round told otherwise costs the same, and one changed for the better or the worse never costs the opposite."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.round import Availability, Window
from scheduler.solver import solve
from tests.oracle import effective_order
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, TUESDAY, minute, tiny_round, window
from tests.solver.changed_rounds import a_week_later, permuted, renamed

if TYPE_CHECKING:
    from scheduler.appointments import Published
    from scheduler.round import Round

FRIDAY = THURSDAY.replace(day=THURSDAY.day + 1)
seeds = st.integers(0, 9_999)
quick = settings(max_examples=40, deadline=None, derandomize=True)


def least(round: Round, published: Published = ()) -> dict[str, int]:
    """The proven least costs, in the order in which they count."""
    outcome = solve(round, published=published, workers=1)
    assert outcome.status == "optimal"
    return {key: outcome.objective[key].cost for key in effective_order(round)}


@quick
@given(seeds, seeds)
def test_rows_in_another_order_cost_the_same(seed: int, order: int) -> None:
    round, published = random_round(seed)
    assert least(*permuted(round, published, Random(order))) == least(round, published)


@quick
@given(seeds, seeds)
def test_other_names_cost_the_same(seed: int, salt: int) -> None:
    round, published = random_round(seed)

    def name(it: str) -> str:
        return f"{Random(f'{salt}{it}').getrandbits(40):x}-{it}"

    assert least(*renamed(round, published, name, rooms=True)) == least(round, published)


@quick
@given(seeds)
def test_a_week_later_costs_the_same(seed: int) -> None:
    round, published = random_round(seed)
    assert least(*a_week_later(round, published)) == least(round, published)


@quick
@given(seeds, seeds)
def test_a_wish_added_never_makes_the_rest_better(seed: int, choice: int) -> None:
    # Where the new wish has to be missed, or another in its place, what counts later may find a better plan that way;
    # so the rest is compared where no more wishes are missed, and all that counts earlier always.
    round, published = random_round(seed)
    chance = Random(choice)
    wishful = {row.person_id for row in round.availability if row.kind == "preferred"}
    undemanding = [it for it in round.adults if not wishful & {it.adult_id, it.teacher_id}]
    if not undemanding or "wishes_missed" not in round.settings.objective:
        return
    start = minute("14:30") + 10 * chance.randrange(3)
    wish = Availability(chance.choice(undemanding).adult_id, "preferred", chance.choice([TUESDAY, THURSDAY, None]),
                        start_minute=start, end_minute=start + 20)
    before, after = least(round, published), least(_with_row(round, wish), published)
    assert list(after.values()) >= list(before.values())
    earlier = list(before)[: list(before).index("wishes_missed")]
    assert [after[key] for key in earlier] == [before[key] for key in earlier]
    if after.pop("wishes_missed") == before.pop("wishes_missed"):
        assert list(after.values()) >= list(before.values())


@quick
@given(seeds, seeds)
def test_a_wish_that_counts_last_changes_nothing_else(seed: int, choice: int) -> None:
    round, published = random_round(seed)
    order = (*(key for key in round.settings.objective if key != "wishes_missed"), "wishes_missed")
    round = dataclasses.replace(round, settings=dataclasses.replace(round.settings, objective=order))
    wish = Availability(Random(choice).choice(round.adults).adult_id, "preferred", TUESDAY, None, 0, minute("14:50"))
    before, after = least(round, published), least(_with_row(round, wish), published)
    del before["wishes_missed"], after["wishes_missed"]
    assert after == before


@quick
@given(seeds, seeds)
def test_a_window_added_never_makes_the_first_difference_a_loss(seed: int, choice: int) -> None:
    round, published = random_round(seed)
    chance = Random(choice)
    start = minute(chance.choice(["14:30", "16:50", "18:30"]))
    more = Window(FRIDAY, start, start + round.settings.slot_minutes * chance.choice([1, 2, 4]), chance.random() < 0.5)
    before = least(round, published)
    after = least(dataclasses.replace(round, windows=(*round.windows, more)), published)
    assert list(after.values()) <= list(before.values())


@quick
@given(seeds, seeds)
def test_somebody_who_can_less_never_makes_the_first_difference_a_gain(seed: int, choice: int) -> None:
    round, published = random_round(seed)
    chance = Random(choice)
    people = [it.adult_id for it in round.adults] + [it.teacher_id for it in round.teachers]
    away = Availability(chance.choice(people), "unavailable", chance.choice([TUESDAY, THURSDAY, None]), None,
                        minute("14:40"), minute(chance.choice(["14:45", "15:00", "19:00"])))
    assert list(least(_with_row(round, away), published).values()) >= list(least(round, published).values())


def test_a_window_may_cost_more_of_what_counts_later() -> None:
    # Only the first difference is never a loss: here a second date gives everybody a place, and costs a window.
    families = {f"p{i}": [f"a{i}"] for i in range(4)}
    short = tiny_round(families, windows=[window("14:30", "15:00")])
    longer = dataclasses.replace(short, windows=(*short.windows, window("14:30", "14:40", THURSDAY)))
    before, after = least(short), least(longer)
    assert (before["unplaced_mandatory"], after["unplaced_mandatory"]) == (1, 0)
    assert (before["teacher_windows"], after["teacher_windows"]) == (1, 2)


def _with_row(round: Round, row: Availability) -> Round:
    return dataclasses.replace(round, availability=(*round.availability, row))
