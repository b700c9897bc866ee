"""More wishes than places: as few as can be are missed, and nothing else is worse for it."""

from __future__ import annotations

import pytest

from scheduler.appointments import Bounded
from scheduler.meetings import meetings_of
from scheduler.round import Availability, Round
from scheduler.solver import options, solve
from scheduler.solver.arrangements import Family, families_of
from scheduler.solver.instance import instance_of
from scheduler.solver.options import arrangements_of, clusters_of, least_options
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, pupil, teacher, tiny_round, window

pytestmark = pytest.mark.usefixtures("never_whole")

FIRST = ("wishes_missed",)


def all_wish_the_last_hour(families: int, *, siblings: bool = False) -> Round:
    """So many families of one group, all of whom wish the last hour of Tuesday; each with a child in 6B, or not."""
    parents = {f"p{n}": [f"a{n}"] for n in range(families)}
    younger = {f"q{n}": [f"a{n}"] for n in range(families)} if siblings else {}
    return tiny_round(
        parents | younger, groups=[group("5A", "t1"), group("6B", "t2")],
        pupils=[*map(pupil, parents), *(pupil(pupil_id, "6B") for pupil_id in younger)],
        adults=[adult(f"a{n}") for n in range(families)],
        windows=[window("14:30", "16:30"), window("14:30", "16:30", date=THURSDAY)],
        availability=tuple(Availability(f"a{n}", "preferred", TUESDAY, None, minute("15:30"), minute("16:30"))
                           for n in range(families)),
    )


@pytest.mark.parametrize(("families", "siblings", "missed", "windows"), [
    (6, False, 0, 1), (12, False, 6, 1), (15, False, 9, 2), (6, True, 0, 2),
], ids=["room for all", "an afternoon full", "two afternoons", "room for siblings"])
def test_as_few_wishes_are_missed_as_can_be(families: int, siblings: bool, missed: int, windows: int) -> None:
    objective = solve(all_wish_the_last_hour(families, siblings=siblings)).objective
    costs = {key: objective[key] for key in ("unplaced_mandatory", "siblings_apart", "wishes_missed",
                                             "teacher_idle_minutes", "teacher_windows", "parent_wait_minutes")}
    none = Bounded(0, 0)
    assert costs == {
        "unplaced_mandatory": none, "siblings_apart": none, "wishes_missed": Bounded(missed, missed),
        "teacher_idle_minutes": none, "teacher_windows": Bounded(windows, windows), "parent_wait_minutes": none,
    }


def test_what_is_beyond_the_least_is_an_option_too() -> None:
    round = all_wish_the_last_hour(1, siblings=True)
    (cluster,) = clusters_of(instance_of(round, meetings_of(round)), FIRST, beyond=True)
    last_hour, its_start, before, first_hour, all_day = 0b111111 << 6, 0b11 << 6, 0b11 << 4, 0b111111, 0b111111111111
    assert [option.costs["wishes_missed"] for option in cluster.options] == [0, 1, 1, 2, 2]
    assert [option.most for option in cluster.options] == [
        None, {"wishes_missed": 1}, {"wishes_missed": 1}, {"wishes_missed": 2}, None]
    assert [option.reach for option in cluster.options] == [
        (last_hour, last_hour), (its_start, before), (before, its_start), (first_hour, first_hour), (all_day, all_day)]
    assert least_options(cluster.options, FIRST) == [cluster.options[0]]


def test_many_kinds_of_arrangements_are_told_apart_by_what_they_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "KINDS", 2)
    round = all_wish_the_last_hour(1, siblings=True)
    (cluster,) = clusters_of(instance_of(round, meetings_of(round)), FIRST, beyond=True)
    assert [option.most for option in cluster.options] == [
        None, {"wishes_missed": 1}, {"wishes_missed": 2}, None]
    around_its_start = 0b1111 << 4
    assert cluster.options[1].reach == (around_its_start, around_its_start)


def test_of_a_family_with_too_many_choices_of_windows_none_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "MOST_OPTIONS", 1)
    monkeypatch.setattr(Family, "arrangements", None)
    round = all_wish_the_last_hour(1, siblings=True)
    (cluster,) = clusters_of(instance_of(round, meetings_of(round)), FIRST)
    assert (cluster.options, cluster.complete) == ((), False)


def test_who_may_miss_a_wish_may_also_have_it() -> None:
    round = all_wish_the_last_hour(1)
    instance = instance_of(round, meetings_of(round))
    (family,) = families_of(instance, [0])
    for most, starts in ((None, 6), ({"wishes_missed": 0}, 6), ({"wishes_missed": 1}, 12)):
        listed, complete = arrangements_of(family, {0: (0, 0)}, FIRST, most)
        assert (len(listed), complete) == (starts, True)


@pytest.mark.parametrize("others", [["a0"], []], ids=["a window less", "another window"])
def test_who_misses_a_wish_needs_no_window_for_it(others: list[str]) -> None:
    """The wish is a time at which the room is taken, in a window that nobody else of the group comes to."""
    round = tiny_round(
        {f"p-{adult_id}": [adult_id] for adult_id in (*others, "a1", "a2")},
        groups=[group("5A", "t1"), group("6B", "t2")],
        pupils=[*(pupil(f"p-{adult_id}", "5A") for adult_id in (*others, "a1")), pupil("p-a2", "6B")],
        teachers=[teacher("t1", room="Lokaal 1"), teacher("t2", room="Lokaal 1")],
        windows=[window("14:30", "15:30"), window("14:30", "14:40", date=THURSDAY)],
        availability=(*(Availability(adult_id, "preferred", TUESDAY, None, minute("14:30"), minute("15:30"))
                        for adult_id in others),
                      Availability("a1", "preferred", THURSDAY, None, minute("14:30"), minute("14:40")),
                      Availability("a2", "unavailable", TUESDAY, None, minute("14:30"), minute("15:30"))),
    )
    objective = solve(round).objective
    assert (objective["wishes_missed"], objective["teacher_windows"]) == (Bounded(1, 1), Bounded(2, 2))
