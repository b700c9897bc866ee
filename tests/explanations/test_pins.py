"""Reasons know what was to stay and what had to leave its place, and forget nothing that the rules say already."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Plan, Published, Told
from scheduler.constraints.table import violations_of
from scheduler.explanations.case import Case
from scheduler.explanations.effort import Effort
from scheduler.explanations.letting_go import remedies_of_pins
from scheduler.explanations.pins import BecauseOfPins
from scheduler.explanations.reasons import Reasons, reasons_of
from scheduler.explanations.remedies import remedies_for
from scheduler.explanations.story import story_of
from scheduler.explanations.unplaced import causes_of
from scheduler.meetings import meeting_id_of, meetings_of
from scheduler.pinned import Pinned, pinned_of, restored, stored
from scheduler.round import Availability, Pupil, Round
from scheduler.solver import solve
from tests.explanations.proving import NOT_OF_ONE_ALONE, ways
from tests.random_rounds import demand_of_each, random_round
from tests.rounds import THURSDAY, TUESDAY, group, minute, teacher, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.appointments import Appointment
    from scheduler.solver.pins import Pin

TWO_GROUPS = (group("5A", "t1"), group("6A", "t2"))
KEEP: Pin = "keep"
SIBLINGS = (Pupil("p1", "Elif", "Yılmaz", "5A"), Pupil("p2", "Daan", "Yılmaz", "6A"))


def told(round: Round, **start: str) -> Published:
    """What was told on Tuesday: the pupil's one meeting at that time, to all who are invited."""
    found = {meeting.pupil_id: meeting for meeting in meetings_of(round)}
    return tuple(
        Told(adult_id, found[pupil_id].meeting_id, found[pupil_id].teams[0].teacher_ids, TUESDAY, minute(at),
             minute(at) + 10, "", "school")
        for pupil_id, at in start.items() for adult_id in found[pupil_id].adult_ids
    )


def told_of(appointments: Iterable[Appointment]) -> Published:
    """What was told of these to all who are invited."""
    return tuple(
        Told(adult_id, it.meeting_id, it.teacher_ids, it.date, it.start_minute, it.end_minute, it.room, it.modality)
        for it in appointments for adult_id in it.adult_ids
    )


def case_of(round: Round, published: Published, **pins: Pin) -> Case:
    """The best plan that keeps to what is decided of each pupil's one meeting."""
    wanted = {meeting_id_of(pupil_id, ""): pin for pupil_id, pin in pins.items()}
    outcome = solve(round, published=published, pins=wanted)
    assert outcome.plan is not None
    return Case(round, outcome.plan, published, outcome.objective, pinned_of(wanted, published))


def reasons(round: Round, published: Published, **pins: Pin) -> Reasons:
    """The reasons of that plan."""
    wanted = {meeting_id_of(pupil_id, ""): pin for pupil_id, pin in pins.items()}
    outcome = solve(round, published=published, pins=wanted)
    return reasons_of(round, outcome, published, pinned_of(wanted, published))


def early(adult_id: str) -> Availability:
    """A row of a person who can come until 14:40 only."""
    return Availability(adult_id, "unavailable", TUESDAY, None, minute("14:40"), 1440)


TWO_SLOTS = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")], availability=(early("a2"),))


def test_another_was_to_stay() -> None:
    [said] = reasons(TWO_SLOTS, told(TWO_SLOTS, p1="14:30"), p1="keep").unplaced.values()
    assert said == (
        "Er blijft geen tijd over: het gesprek over P1 de Vries moest blijven staan (--keep). Het past wel als het "
        "gesprek over P1 de Vries mag verschuiven, of als Ouder a2 op di 2 feb van 14:40 tot 14:50 kan komen."
    )


def test_it_had_to_leave_its_place() -> None:
    round = tiny_round({"p1": ["a1"]}, windows=[window("14:30", "14:40")])
    [said] = reasons(round, told(round, p1="14:30"), p1="move").unplaced.values()
    assert said == (
        "Er blijft geen tijd over: het gesprek over P1 de Vries moest weg van di 2 feb 14:30 (--move). Het past wel "
        "als het tijdvak op di 2 feb vanaf 14:30 tot 14:50 duurt, of als er een avond komt op di 2 feb van 18:30 tot "
        "20:30."
    )


def test_a_rule_that_takes_all_the_rest_is_named_with_what_had_to_leave() -> None:
    """The search shows it: at the only other time the parent cannot come, and that is no pin's doing."""
    round = tiny_round({"p1": ["a1"]}, windows=[window("14:30", "14:50")], availability=(early("a1"),))
    [said] = reasons(round, told(round, p1="14:30"), p1="move").unplaced.values()
    assert said == (
        "Er blijft geen tijd over: het gesprek over P1 de Vries moest weg van di 2 feb 14:30 (--move). Het past wel "
        "als Ouder a1 op di 2 feb van 14:40 tot 14:50 kan komen, of als er een avond komt op wo 3 feb van 18:30 tot "
        "20:30."
    )


def test_no_pin_is_blamed_for_what_the_rules_do() -> None:
    """Three conversations at two times: whichever stays, one has no place."""
    round = tiny_round({f"p{i}": [f"a{i}"] for i in (1, 2, 3)}, windows=[window("14:30", "14:50")])
    [said] = reasons(round, told(round, p1="14:30"), p1="keep").unplaced.values()
    assert said.startswith("Juf t1: 3 gesprekken, 2 plekken (di 2 feb 14:30–14:50).")


def test_siblings_that_were_to_stay_apart() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, pupils=SIBLINGS, groups=TWO_GROUPS)
    published = told(round, p1="14:30", p2="15:20")
    assert reasons(round, published, p1="keep", p2="keep").apart == {"a1": (
        "Ze kunnen niet op elkaar aansluiten: de gesprekken over Elif Yılmaz en Daan Yılmaz moesten blijven staan "
        "(--keep)."
    )}


def test_siblings_apart_because_another_was_to_stay() -> None:
    """Elif's brother can be seen at 14:50 only, and beside that Noor was to stay."""
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"], "p3": ["a3"]}, pupils=(*SIBLINGS, Pupil("p3", "Noor", "de Wit", "5A")),
        groups=TWO_GROUPS, windows=[window("14:30", "14:50"), window("14:30", "14:50", THURSDAY)],
        teachers=[teacher("t1"), teacher("t2", days=[1])],
        availability=(Availability("t2", "unavailable", TUESDAY, None, 0, minute("14:40")),),
    )
    published = told(round, p3="14:30")
    assert reasons(round, published).apart == {}
    assert reasons(round, published, p3="keep").apart == {
        "a1": "Ze kunnen niet op elkaar aansluiten: het gesprek over Noor de Wit moest blijven staan (--keep). Het kan "
              "wel als Juf t2 op di 2 feb van 14:30 tot 14:40 kan komen, of als het tijdvak op di 2 feb vanaf 14:30 "
              "tot 15:00 duurt."}


def test_a_wish_against_what_was_to_stay() -> None:
    rather = Availability("a1", "preferred", TUESDAY, None, minute("14:40"), minute("14:50"))
    round = tiny_round({"p1": ["a1"]}, windows=[window("14:30", "14:50")], availability=(rather,))
    [said] = reasons(round, told(round, p1="14:30"), p1="keep").missed.values()
    assert "het gesprek over P1 de Vries moest blijven staan (--keep)" in said


def test_no_remedy_puts_a_meeting_where_it_had_to_leave_nor_moves_what_was_to_stay() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")])
    case = case_of(round, told(round, p1="14:30", p2="14:40"), p1="move", p2="keep")
    [row] = case.plan.unplaced
    for remedy in remedies_for(case, (row.meeting_id,), Effort(100), 5):
        assert all((it.date, it.start_minute) != (TUESDAY, minute("14:30")) for it in remedy.placed)
    assert not any(line.endswith("moves") for line in story_of(case, row.pupil_id, "en"))


def test_the_story_tells_of_both() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")])
    case = case_of(round, told(round, p1="14:30", p2="14:40"), p1="move", p2="keep")
    lines = story_of(case, "p1", "en")
    assert "- 1 is taken: the conversation about P1 de Vries had to leave Tue 2 Feb 14:30 (--move)" in lines
    assert "- Tue 2 Feb 14:40, Juf t1: the conversation about P2 de Vries, which was to stay (--keep)" in lines


@pytest.mark.parametrize("seed", range(60))
def test_without_the_pins_named_there_is_a_place(seed: int) -> None:
    """Random rounds whose whole plan was published, with two meetings that stay and one that leaves."""
    round, _ = random_round(seed)
    before = solve(round).plan
    assert before is not None
    published = told_of(before.appointments)
    ids = [it.meeting_id for it in before.appointments]
    pins: dict[str, Pin] = {**dict.fromkeys(ids[1:3], "keep"), **dict.fromkeys(ids[:1], "move")}
    outcome = solve(round, published=published, pins=pins)
    if outcome.plan is None:
        return
    case = Case(round, outcome.plan, published, outcome.objective, pinned_of(pins, published))
    for cause in causes_of(case, Effort(100)).values():
        if isinstance(cause, BecauseOfPins):
            named = {pinned.meeting_id for pinned in cause.pins}
            rest = {meeting_id: pin for meeting_id, pin in pins.items() if meeting_id not in named}
            again = solve(round, published=published, pins=rest)
            assert again.plan is not None
            assert [again.objective[key].cost for key in case.order] < [
                outcome.objective[key].cost for key in case.order]


def test_where_what_was_to_stay_may_move_there_is_a_place() -> None:
    """Random rounds of which one meeting was published, at any of its times, and is to stay there."""
    found = []

    def demand(seed: int) -> None:
        round, _ = random_round(seed)
        first = meetings_of(round)[0].meeting_id
        places = ways(round, first)
        if not places:
            return
        published, pins = told_of([Random(seed).choice(places)]), {first: KEEP}
        outcome = solve(round, published=published, pins=pins)
        assert outcome.plan is not None
        case = Case(round, outcome.plan, published, outcome.objective, pinned_of(pins, published))
        free = solve(round, published=published).plan
        assert free is not None
        for meeting_id, cause in causes_of(case, Effort(100)).items():
            for remedy in remedies_of_pins(case, meeting_id, cause):
                assert [it.meeting_id for it in remedy.placed] == [meeting_id]
                new = [*remedy.placed, *remedy.moved]
                gone = {first, *(it.meeting_id for it in new)}
                others = [it for it in case.plan.appointments if it.meeting_id not in gone]
                assert {each.rule for each in violations_of(round, Plan.of([*others, *new], []))} <= NOT_OF_ONE_ALONE
                assert len(free.unplaced) < len(case.plan.unplaced)
                found.append(seed)

    demand_of_each(range(100), demand)
    assert len(found) > 1


def test_pins_are_stored_and_read() -> None:
    pins = (Pinned("m1", "keep", ((TUESDAY, 870, ("t1", "t2")),)), Pinned("m2", "move", ()))
    assert restored(stored(pins)) == pins
