"""One sentence for each reason why an appointment is not where people were told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.meetings import meeting_id_of, meetings_of
from scheduler.reports.changes import changes_of
from scheduler.round import Availability, Breaks, GroupTeacher, Request, Separation, Siblings
from tests.reports.test_changes import published
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, pupil, teacher, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Round


def at(round: Round, pupil_id: str, start: str, party: str = "", **changed: object) -> Appointment:
    """That pupil's appointment, as the round says it must be."""
    meeting = next(each for each in meetings_of(round) if each.meeting_id == meeting_id_of(pupil_id, party))
    team, begin = meeting.teams[0], minute(start)
    usual = Appointment(meeting.meeting_id, pupil_id, meeting.adult_ids, team.teacher_ids, TUESDAY, begin,
                        begin + meeting.minutes, team.room, meeting.modality)
    return replace(usual, **changed)  # type: ignore[arg-type]


def why(round: Round, before: Appointment, *after: Appointment, unplaced: str | None = None) -> str:
    """Why the first appointment differs from the plan of the others."""
    missing = [] if unplaced is None else [Unplaced(before.meeting_id, before.pupil_id, before.adult_ids, unplaced)]
    plan = Plan.of(list(after), missing)
    return all_reasons(round, [before], plan)[before.meeting_id]


def all_reasons(round: Round, before: list[Appointment], plan: Plan) -> dict[str, str]:
    """Why each of these differs from the plan, by meeting."""
    found = changes_of(round, meetings_of(round), plan, published(Plan.of(before, [])))
    return {change.before.meeting_id: change.reason for change in found if change.before}


TWO = tiny_round({"p1": ["a1"], "p2": ["a2"]})


def test_it_makes_room_for_a_named_child() -> None:
    before = at(TWO, "p1", "14:30")
    assert why(TWO, before, at(TWO, "p1", "14:40"), at(TWO, "p2", "14:30")) == "Maakt plaats voor P2 de Vries."


def test_a_room_or_a_parent_who_works_here_may_be_the_one_needed() -> None:
    shared = tiny_round({"p1": ["a1"], "p2": ["a2"]}, groups=[group("5A", "t1"), group("8", "t2", level=8)],
                        teachers=[teacher("t1", room="1"), teacher("t2", room="1")],
                        pupils=[*TWO.pupils[:1], replace(TWO.pupils[1], group="8")])
    before = at(shared, "p1", "14:30")
    said = "Maakt plaats voor P2 de Vries."
    assert why(shared, before, at(shared, "p1", "14:40"), at(shared, "p2", "14:30")) == said
    apart = replace(shared, teachers=(teacher("t1"), teacher("t2")), adults=(adult("a1"), adult("a2", teacher_id="t1")))
    before = at(apart, "p1", "14:30")
    assert why(apart, before, at(apart, "p1", "14:40"), at(apart, "p2", "14:30")) == said


def test_a_walk_makes_room_too() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, siblings=Siblings(walk_minutes=10))
    before = at(round, "p1", "14:30")
    assert why(round, before, at(round, "p1", "15:00"), at(round, "p2", "14:40")) == "Maakt plaats voor P2 de Vries."


@pytest.mark.parametrize(("changed", "what"), [
    ({"room": "7"}, "het lokaal"), ({"modality": "phone"}, "of het op school, telefonisch of met beeldbellen is"),
    ({"teacher_ids": ("t2",), "room": "7"}, "de leerkracht en het lokaal"),
])
def test_the_time_stays(changed: dict[str, object], what: str) -> None:
    before = at(TWO, "p1", "14:30")
    assert why(TWO, before, replace(before, **changed)) == f"De tijd blijft; wat verandert: {what}."  # type: ignore[arg-type]


def test_another_length_is_the_reason() -> None:
    longer = replace(TWO, requests=(Request("p1", minutes=20),))
    assert why(longer, at(TWO, "p1", "14:30"), at(longer, "p1", "14:30")) == "Het gesprek duurt nu 20 minuten."


def test_other_teachers_are_the_reason() -> None:
    agreed = replace(TWO, agreements={"p1": ("t2",)}, teachers=(teacher("t1"), teacher("t2")))
    said = "Dit gesprek wordt nu door andere leerkrachten gevoerd."
    assert why(agreed, at(TWO, "p1", "14:30"), at(agreed, "p1", "14:40")) == said


def test_a_day_that_is_gone_is_the_reason() -> None:
    later = replace(TWO, windows=(window(date=THURSDAY),))
    assert why(later, at(TWO, "p1", "14:30"), at(later, "p1", "14:30", date=THURSDAY)) == (
        "Op di 2 feb worden geen gesprekken meer gevoerd.")


def test_the_other_teacher_of_a_duo_has_the_group_then() -> None:
    duo = tiny_round(groups=[replace(group("5A"), teachers=(GroupTeacher("t1", frozenset({3})), GroupTeacher("t2")))],
                     windows=[window(), window(date=THURSDAY)])
    before = at(duo, "p1", "14:30")
    assert why(duo, before, replace(before, date=THURSDAY)) == "De groep heeft dan een andere leerkracht."


APART = tiny_round({"p1": ["a1", "a2"], "p2": ["a3"]}, windows=[window("14:30", "16:30")],
                   separations=[Separation("p1", "a1", "A"), Separation("p1", "a2", "B")])


def test_parents_who_come_apart_must_not_meet() -> None:
    before, other = at(APART, "p1", "14:30", "A"), at(APART, "p1", "14:50", "B")
    said = "Anders komen ouders die apart komen elkaar tegen."
    assert why(APART, before, at(APART, "p1", "15:40", "A"), other) == said


def test_parties_get_the_same_teachers() -> None:
    duo = replace(APART, groups=(group("5A", "t1", "t2"),), teachers=(teacher("t1"), teacher("t2")))
    before, other = at(duo, "p1", "14:30", "A"), at(duo, "p1", "15:50", "B", teacher_ids=("t2",))
    now = at(duo, "p1", "14:40", "A", teacher_ids=("t2",))
    assert why(duo, before, now, other) == "Beide gezelschappen krijgen dezelfde leerkracht en evenveel tijd."


@pytest.mark.parametrize("limits", [
    {"breaks": Breaks(1, 10)}, {"teachers": [teacher("t1", max_meetings_per_day=1)], "windows": [
        window(), window(date=THURSDAY)]},
])
def test_a_break_or_a_full_day_is_the_reason(limits: dict[str, object]) -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]}, **limits)  # type: ignore[arg-type]
    before = at(round, "p1", "14:30")
    now = at(round, "p1", "15:00", date=round.windows[-1].date)
    said = "Juf t1 zou dan te veel gesprekken hebben, of te veel achter elkaar."
    assert why(round, before, now, at(round, "p2", "14:40")) == said


def test_siblings_stay_together() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]})
    said = "Zo sluiten de gesprekken van Ouder a1 op elkaar aan."
    assert why(round, at(round, "p1", "14:30"), at(round, "p1", "15:10"), at(round, "p2", "15:20")) == said


THREE = tiny_round({"p1": ["a1"], "p2": ["a1"], "p3": ["a3"]}, teachers=[teacher("t1"), teacher("t2"), teacher("t3")],
                   groups=[group("5A", "t1"), group("8", "t2", level=8), group("3", "t3", level=3)],
                   pupils=[pupil("p1"), pupil("p2", "8"), pupil("p3")])
FOLLOW = "Zo sluiten de gesprekken van Ouder a1 op elkaar aan."


def test_who_takes_a_place_that_a_family_had_to_leave_made_nobody_move() -> None:
    ill = replace(THREE, availability=(Availability("t2", "unavailable", TUESDAY, None, 0, minute("14:50")),))
    before = [at(ill, "p1", "14:30"), at(ill, "p2", "14:40")]
    plan = Plan.of([at(ill, "p1", "15:10"), at(ill, "p2", "15:20"), at(ill, "p3", "14:30")], [])
    assert list(all_reasons(ill, before, plan).values()) == [FOLLOW, "Juf t2 kan dan niet."]


def test_a_family_that_could_stay_but_for_a_newcomer_makes_room() -> None:
    before = [at(THREE, "p1", "14:30"), at(THREE, "p2", "14:40")]
    plan = Plan.of([at(THREE, "p1", "15:10"), at(THREE, "p2", "15:20"), at(THREE, "p3", "14:30")], [])
    assert list(all_reasons(THREE, before, plan).values()) == ["Maakt plaats voor P3 de Vries.", FOLLOW]


def test_the_reason_may_lie_with_a_half_sibling() -> None:
    """The first child follows the second, by one parent, and that one the third, by the other, who has to move."""
    round = replace(
        tiny_round({"p1": ["a1"], "p2": ["a1", "a2"], "p3": ["a2"], "p4": ["a4"]}, teachers=THREE.teachers,
                   groups=THREE.groups, pupils=[*THREE.pupils[:2], pupil("p3", "3"), pupil("p4")]),
        availability=(Availability("t3", "unavailable", TUESDAY, None, 0, minute("15:00")),))
    before = [at(round, "p1", "14:30"), at(round, "p2", "14:40"), at(round, "p3", "14:50")]
    plan = Plan.of([at(round, "p1", "15:00"), at(round, "p2", "15:10"), at(round, "p3", "15:20"),
                    at(round, "p4", "14:30")], [])
    assert all_reasons(round, before, plan)[before[0].meeting_id] == FOLLOW


def test_without_a_place_the_plans_own_reason_is_told() -> None:
    assert why(TWO, at(TWO, "p1", "14:30"), at(TWO, "p2", "14:30"), unplaced="Er is geen plek.") == "Er is geen plek."


def test_who_cannot_come_goes_before_who_took_the_place() -> None:
    away = replace(TWO, availability=(Availability("t1", "unavailable", TUESDAY, None, 0, minute("14:40")),))
    assert why(away, at(TWO, "p1", "14:30"), at(TWO, "p1", "14:40"), at(TWO, "p2", "14:50")) == "Juf t1 kan dan niet."


def test_nothing_in_the_way_is_said_too() -> None:
    assert why(TWO, at(TWO, "p1", "14:30"), at(TWO, "p1", "14:40")) == "Past zo beter bij de andere gesprekken."
