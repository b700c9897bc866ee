"""Teachers who share a room, and teachers who come as parents: the bound counts it, and no plan breaks it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.meetings import meetings_of
from scheduler.round import Availability, Breaks, Guardian, Separation, Siblings
from scheduler.solver import solve
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import Effort
from scheduler.solver.instance import instance_of
from scheduler.solver.options import clusters_of
from scheduler.solver.windows_first import WindowsFirst
from tests.random_rounds import demand_of_each
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, pupil, teacher, tiny_round, window
from tests.solver.sharing_rounds import sharing_round
from tests.solver.true_bounds import assert_true_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.round import Round, Window

pytestmark = pytest.mark.usefixtures("never_whole")

FIRST = ("unplaced_mandatory", "unplaced_optional", "siblings_apart", "moved", "wishes_missed")
AFTERNOON = (window("14:30", "17:00"),)
LONG_ENOUGH = 4.0
"""Seconds; where it can be it is found in a tenth of that, and that it cannot be `fits` says."""


def school(pupils: Mapping[str, int], windows: Sequence[Window] = AFTERNOON, **more: object) -> Round:
    """So many pupils of each teacher, with a family each; the teachers share a room."""
    ids = {f"{teacher_id}-{n}": teacher_id for teacher_id, count in pupils.items() for n in range(count)}
    return tiny_round(
        {each: [f"{each}-a"] for each in ids}, windows=windows,
        groups=[group(f"5{each}", each) for each in pupils],
        pupils=[pupil(each, f"5{teacher_id}") for each, teacher_id in ids.items()],
        teachers=[teacher(each, room="Lokaal 1") for each in pupils], **more)


def fits(round: Round, *, strict: bool = True) -> bool:
    """Whether the relaxation sees no reason why that could not be."""
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=strict)
    return not model.impossible(Effort(5), Clock(None))


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_no_bound_is_above_the_optimum(first: int) -> None:
    demand_of_each(range(first, first + 50), lambda seed: assert_true_bounds(seed, sharing_round), "sharing_round")


@pytest.mark.parametrize("seed", [982, 4638])
def test_nor_where_cores_have_called_more_proven_than_is_so(seed: int) -> None:
    assert_true_bounds(seed, sharing_round)


@pytest.mark.parametrize(("pupils", "may_be"), [
    # Of fifteen slots a break that nobody fills takes one, unless the only meeting of the other lies in it.
    ({"t1": 11, "t2": 3}, True), ({"t1": 11, "t2": 4}, False), ({"t1": 12, "t2": 2}, True), ({"t1": 7, "t2": 7}, True),
    ({"t1": 8, "t2": 7}, False), ({"t1": 6, "t2": 8}, True), ({"t1": 6, "t2": 9}, False), ({"t1": 13, "t2": 2}, False),
])
def test_two_in_one_room_hold_their_meetings_one_after_the_other(pupils: dict[str, int], may_be: bool) -> None:
    assert fits(school(pupils, breaks=Breaks(6, 10))) is may_be


def test_in_two_hours_the_only_meeting_of_the_other_lies_in_the_break() -> None:
    two_hours = [window("14:30", "16:30")]
    assert fits(school({"t1": 11, "t2": 1}, two_hours, breaks=Breaks(6, 10)))
    assert not fits(school({"t1": 10, "t2": 2}, two_hours, breaks=Breaks(6, 10)))
    assert fits(school({"t1": 6, "t2": 6}, two_hours, breaks=Breaks(6, 10)))


def test_what_two_hold_together_is_in_both_their_blocks() -> None:
    # Six, a break, six, a break and one: what the other holds alone lies in the breaks, five held together between.
    together = {f"t1-{n}": ("t1", "t2") for n in range(5)}
    round = school({"t1": 13, "t2": 2}, breaks=Breaks(6, 10), agreements=together)
    assert fits(round)
    objective = solve(round).objective
    assert objective["unplaced_mandatory"].cost == objective["teacher_idle_minutes"].cost == 0


@pytest.mark.parametrize(("pupils", "may_be"), [
    # Twelve slots: the break of the one holds no more than one, beside which is what both hold.
    ({"t1": 11, "t2": 1}, True), ({"t1": 10, "t2": 2}, False), ({"t1": 9, "t2": 3}, False), ({"t1": 8, "t2": 3}, True),
    ({"t1": 8, "t2": 4}, False), ({"t1": 6, "t2": 6}, True), ({"t1": 7, "t2": 6}, False),
])
def test_two_who_hold_one_meeting_together_hold_few_others(pupils: dict[str, int], may_be: bool) -> None:
    round = school(pupils, [window("14:30", "16:30")], breaks=Breaks(6, 10), agreements={"t1-0": ("t1", "t2")})
    assert fits(round) is may_be
    # What cannot be is not found in any time.
    objective = solve(round, seconds=10).objective
    assert (objective["unplaced_mandatory"].cost == objective["teacher_idle_minutes"].cost == 0) is may_be


@pytest.mark.parametrize(("together", "may_be"), [(3, True), (2, False)])
def test_what_stands_between_parents_apart_both_teachers_hold_together(together: int, may_be: bool) -> None:
    # Half an hour, in which neither can hold a meeting of their own in the room while the other waits.
    round = school({"t1": 6, "t2": 3}, [window("14:30", "16:30")],
                   agreements={f"t1-{n}": ("t1", "t2") for n in range(1 + together)})
    round = replace(
        round, adults=(*round.adults, adult("other")), guardians=(*round.guardians, Guardian("t1-0", "other")),
        separations=tuple(Separation("t1-0", each, each) for each in ("t1-0-a", "other")))
    assert fits(round) is may_be
    objective = solve(round, seconds=LONG_ENOUGH).objective
    assert (objective["unplaced_mandatory"].cost == objective["teacher_idle_minutes"].cost == 0) is may_be


def test_where_teachers_may_be_idle_nothing_is_said_of_a_shared_room() -> None:
    assert fits(school({"t1": 11, "t2": 4}, breaks=Breaks(6, 10)), strict=False)


def as_parent(pupils: int, own: int, windows: Sequence[Window], **more: object) -> Round:
    """A teacher with so many pupils, and so many children of the teacher's own with as many other teachers."""
    families = {f"p{n}": [f"a{n}"] for n in range(pupils)} | {f"own{n}": ["parent"] for n in range(own)}
    return tiny_round(
        families, groups=[group("5A", "t1"), *(group(f"6{n}", f"u{n}") for n in range(own))],
        pupils=[pupil(each, f"6{each[3:]}" if each.startswith("own") else "5A") for each in families],
        adults=[*(adult(f"a{n}") for n in range(pupils)), adult("parent", teacher_id="t1")], windows=windows, **more)


@pytest.mark.parametrize(("pupils", "own", "may_be"), [
    # Of twelve slots one conversation takes one, or lies in the break; of two one could, and the other adjoins it.
    (11, 1, True), (9, 2, True), (10, 2, False), (8, 3, True), (9, 3, False), (7, 4, True), (8, 4, False),
])
def test_a_teacher_holds_fewer_where_the_own_children_are_talked_about(pupils: int, own: int, may_be: bool) -> None:
    assert fits(as_parent(pupils, own, [window("14:30", "16:30")], breaks=Breaks(6, 10))) is may_be


@pytest.mark.parametrize("strict", [True, False])
def test_so_it_is_without_breaks_and_where_teachers_may_be_idle(strict: bool) -> None:
    assert fits(as_parent(5, 1, [window("14:30", "15:30")]), strict=strict)
    assert not fits(as_parent(6, 1, [window("14:30", "15:30")]), strict=strict)


@pytest.mark.parametrize(("pupils", "may_be"), [(5, True), (6, False)])
def test_the_own_children_take_of_that_part_in_which_others_must_come(pupils: int, may_be: bool) -> None:
    # An hour for the parents of all these pupils, but of one more, and for who talks about the teacher's own child.
    round = as_parent(pupils + 1, 1, [window("14:30", "16:30")])
    round = replace(round, availability=tuple(
        Availability(each, "unavailable", None, None, 0, minute("15:30"))
        for each in ("u0", *(f"a{n}" for n in range(pupils)))))
    assert fits(round, strict=False) is may_be


def test_in_another_window_the_own_children_take_nothing() -> None:
    assert fits(as_parent(6, 1, [window("14:30", "15:30"), window("14:30", "14:40", date=THURSDAY)]))


def test_what_two_visits_take_of_a_block_is_not_counted_twice() -> None:
    # Two children, each of another adult on the lists who is that teacher, can be talked about amid two hours only.
    round = as_parent(9, 2, [window("14:30", "16:30"), window("14:30", "15:10", date=THURSDAY)])
    away = [Availability(f"u{n}", "unavailable", THURSDAY) for n in range(2)]
    away += [Availability(f"u{n}", "unavailable", TUESDAY, None, 0, minute("15:20") + 10 * n) for n in range(2)]
    away += [Availability(f"u{n}", "unavailable", TUESDAY, None, minute("15:30") + 10 * n) for n in range(2)]
    guardians = [replace(tie, adult_id="again") if tie.pupil_id == "own1" else tie for tie in round.guardians]
    assert fits(replace(round, adults=(*round.adults, adult("again", teacher_id="t1")), guardians=tuple(guardians),
                        availability=tuple(away)))


def late(round: Round, *pupil_ids: str, since: str = "16:00") -> Round:
    """The parents of these pupils can come only from then on."""
    return replace(round, availability=tuple(
        Availability(f"{each}-a", "unavailable", None, None, 0, minute(since)) for each in pupil_ids))


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(("bound", "may_be"), [(8, True), (9, False)])
def test_breaks_take_time_of_that_part_too_in_which_others_must_come(bound: int, may_be: bool, strict: bool) -> None:
    # From half past three nine slots are left, of which one is a break after six.
    round = late(school({"t1": 9}, breaks=Breaks(6, 10)), *(f"t1-{n}" for n in range(bound)), since="15:30")
    assert fits(round, strict=strict) is may_be
    assert (solve(round).objective["unplaced_mandatory"].cost == 0) is may_be


@pytest.mark.parametrize(("pupils", "bound", "may_be"), [
    # Six conversations and eight with a break: who comes first is done after an hour, or an hour and a half.
    ({"t1": 6, "t2": 8}, ["t1-0"], True), ({"t1": 6, "t2": 8}, ["t2-0"], True),
    ({"t1": 6, "t2": 8}, ["t1-0", "t2-0"], False),
    # All fifteen slots are taken; but the only one of the other may lie in a break.
    ({"t1": 11, "t2": 3}, ["t2-0", "t2-1"], True), ({"t1": 9, "t2": 5}, ["t2-0", "t1-0"], False),
    ({"t1": 13, "t2": 1}, ["t2-0", "t1-0"], True),
])
def test_of_two_in_one_room_only_one_is_there_late(pupils: dict[str, int], bound: list[str], may_be: bool) -> None:
    round = late(school(pupils, breaks=Breaks(6, 10)), *bound, since="16:10")
    assert fits(round) is may_be
    objective = solve(round, seconds=LONG_ENOUGH).objective
    assert (objective["unplaced_mandatory"].cost == objective["teacher_idle_minutes"].cost == 0) is may_be


@pytest.mark.parametrize(("bound", "may_be"), [([], True), (["u-0"], False)])
def test_who_joins_one_of_them_is_there_with_that_one(bound: list[str], may_be: bool) -> None:
    # Five of the one, the last bound late, leave the first half hour of eighty minutes, when somebody joins the other.
    eighty = [window("14:30", "15:50")]
    round = school({"t1": 5, "t2": 2, "u": 3}, eighty, agreements={"t2-0": ("t2", "u")})
    round = replace(round, teachers=tuple(
        replace(each, room="Lokaal 2") if each.teacher_id == "u" else each for each in round.teachers))
    round = late(round, "t1-0", *bound, since="15:40")
    assert fits(round) is may_be
    objective = solve(round).objective
    assert (objective["unplaced_mandatory"].cost == objective["teacher_idle_minutes"].cost == 0) is may_be


def test_where_teachers_may_be_idle_nothing_is_said_of_turns() -> None:
    assert fits(late(school({"t1": 6, "t2": 8}, breaks=Breaks(6, 10)), "t1-0", "t2-0", since="16:10"), strict=False)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(("early", "others", "late", "may_be"), [
    # From half past three to four o'clock none of the others need be there.
    (1, 3, 1, True), (1, 2, 1, False), (3, 3, 3, True), (3, 2, 1, False), (0, 2, 3, True),
    # The sixth conversation ends ten minutes before that, and then there is a break.
    (4, 2, 1, True), (5, 1, 1, False),
])
def test_others_fill_all_between_those_who_must_go_and_those_who_cannot_come_yet(
    early: int, others: int, late: int, may_be: bool, strict: bool
) -> None:
    round = school({"t1": early + others + late}, breaks=Breaks(6, 10))
    hours = [(minute("15:30"), minute("17:00"))] * early + [(0, minute("16:00"))] * late
    round = replace(round, availability=tuple(
        Availability(f"t1-{n}-a", "unavailable", None, None, *hour) for n, hour in enumerate(hours)))
    assert fits(round, strict=strict) is (may_be or not strict)
    objective = solve(round).objective
    assert (objective["unplaced_mandatory"].cost == objective["teacher_idle_minutes"].cost == 0) is may_be


@pytest.mark.parametrize(("free", "may_be"), [(3, True), (2, False)])
def test_who_comes_later_does_not_stand_between_parents_apart_who_come_early(free: int, may_be: bool) -> None:
    round = school({"t1": 1 + free + 2})
    early = [Availability(each, "unavailable", None, None, minute("15:30")) for each in ("t1-0-a", "other")]
    late = [Availability(f"t1-{1 + free + n}-a", "unavailable", None, None, 0, minute("15:30")) for n in range(2)]
    round = replace(
        round, adults=(*round.adults, adult("other")), guardians=(*round.guardians, Guardian("t1-0", "other")),
        separations=tuple(Separation("t1-0", each, each) for each in ("t1-0-a", "other")),
        availability=(*early, *late))
    assert fits(round) is may_be
    objective = solve(round).objective
    assert (objective["unplaced_mandatory"].cost == objective["teacher_idle_minutes"].cost == 0) is may_be


@pytest.mark.parametrize(("families", "wait", "may_be"), [
    (1, 0, True), (2, 0, False), (2, 10, True), (3, 10, False), (3, 20, True), (4, 20, False)])
def test_few_can_go_from_one_to_the_other_in_that_room(families: int, wait: int, may_be: bool) -> None:
    # Whoever has been there longer before the one leaves, or comes later after that, waits the longer.
    ids = [f"{teacher_id}-{n}" for teacher_id in ("t1", "t2") for n in range(families)]
    round = replace(school({"t1": families, "t2": families}, siblings=Siblings("must", max_wait_minutes=wait)),
                    guardians=tuple(Guardian(each, f"t1-{each[3:]}-a") for each in ids))
    assert fits(round) is may_be
    objective = solve(round, seconds=LONG_ENOUGH).objective
    assert (objective["siblings_apart"].cost == objective["teacher_idle_minutes"].cost == 0) is may_be


def test_where_teachers_may_be_idle_any_number_can_go_there() -> None:
    ids = [f"{teacher_id}-{n}" for teacher_id in ("t1", "t2") for n in range(3)]
    assert fits(replace(school({"t1": 3, "t2": 3}, siblings=Siblings("must", max_wait_minutes=0)),
                        guardians=tuple(Guardian(each, f"t1-{each[3:]}-a") for each in ids)), strict=False)
