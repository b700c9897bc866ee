"""Before and after: who is told of what, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.appointments import Plan, Published, Told, Unplaced
from scheduler.meetings import meetings_of
from scheduler.reports.changes import Change, changes_of
from scheduler.round import Availability, Guardian, Round, Separation
from tests.benchmarks.portal import book
from tests.rounds import TUESDAY, group, minute, teacher, tiny_round, window


def published(plan: Plan) -> Published:
    """What everybody is told when the plan is published."""
    return tuple(
        Told(adult_id, it.meeting_id, it.teacher_ids, it.date, it.start_minute, it.end_minute, it.room, it.modality)
        for it in plan.appointments
        for adult_id in it.adult_ids
    )


def changes(round: Round, plan: Plan, was: Published) -> tuple[Change, ...]:
    """The changes against what was published."""
    return changes_of(round, meetings_of(round), plan, was)


@pytest.fixture
def family() -> Round:
    """One pupil with two parents and a teacher."""
    return tiny_round(groups=[group("5A", "t1")])


def test_nothing_changes_before_publication_or_without_a_difference(family: Round) -> None:
    plan = book(family)
    assert changes(family, plan, ()) == ()
    assert changes(family, plan, published(plan)) == ()


def test_both_parents_are_one_change(family: Round) -> None:
    plan = book(family)
    was = tuple(replace(told, start_minute=told.start_minute + 20, end_minute=told.end_minute + 20)
                for told in published(plan))
    (change,) = changes(family, plan, was)
    assert change.adult_ids == ("a1", "a2")
    assert change.before is not None
    assert (change.before.start_minute, change.after) == (minute("14:50"), plan.appointments[0])
    assert change.reason == "Past zo beter bij de andere gesprekken."


@pytest.mark.parametrize(
    ("person_id", "reason"), [("a1", "Ouder a1 kan dan niet."), ("t1", "Juf t1 kan dan niet.")]
)
def test_who_cannot_come_any_more_is_the_reason(family: Round, person_id: str, reason: str) -> None:
    was = published(book(family))
    away = Availability(person_id, "unavailable", date=TUESDAY, end_minute=minute("15:00"))
    now = replace(family, availability=(away,))
    (change,) = changes(now, book(now), was)
    assert change.reason == reason
    assert change.after is not None
    assert change.after.start_minute == minute("15:00")


def test_a_teacher_who_works_other_days_is_the_reason(family: Round) -> None:
    was = published(book(family))
    now = replace(family, teachers=(teacher("t1", days=[3]),))
    unplaced = Unplaced(was[0].meeting_id, "p1", ("a1", "a2"), "Nergens plek.")
    (change,) = changes(now, Plan((), (unplaced,)), was)
    assert (change.after, change.reason) == (None, "Juf t1 werkt dan niet.")


def test_a_window_that_is_gone_is_the_reason(family: Round) -> None:
    was = published(book(family))
    now = replace(family, windows=(window("15:30", "16:00"),))
    assert changes(now, book(now), was)[0].reason == "De oude tijd valt buiten de tijdvakken of eindigt na de eindtijd."


def test_another_room_leaves_the_time(family: Round) -> None:
    was = published(book(family))
    now = replace(family, teachers=(teacher("t1", room="lokaal 2"),))
    assert changes(now, book(now), was)[0].reason == "De tijd blijft; wat verandert: het lokaal."


def test_who_is_no_longer_invited_is_counted_and_not_named(family: Round) -> None:
    was = published(book(family))
    banned = Guardian("p1", "a2", contact_ban=True, order_on_file=True)
    now = replace(family, guardians=(Guardian("p1", "a1"), banned))
    (change,) = changes(now, book(now), was)
    assert (change.adult_ids, change.pupil_id, change.others) == ((), "", 1)
    assert change.reason == "Wie bericht kreeg, wordt niet meer uitgenodigd."


def test_who_was_never_told_is_new(family: Round) -> None:
    plan = book(family)
    (change,) = changes(family, plan, published(plan)[:1])
    assert (change.adult_ids, change.before, change.reason) == (("a2",), None, "Is nog niet uitgenodigd.")


def test_parents_who_come_apart_now_are_named_with_their_pupil(family: Round) -> None:
    was = published(book(family))
    now = replace(family, separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")))
    gone, *new = changes(now, book(now), was)
    assert (gone.pupil_id, gone.adult_ids, gone.after) == ("p1", ("a1", "a2"), None)
    assert gone.reason == "De ouders komen nu apart."
    assert sorted((change.adult_ids, change.before) for change in new) == [(("a1",), None), (("a2",), None)]


def test_a_conversation_that_is_no_longer_held_names_nobody() -> None:
    family = tiny_round({"p1": ["a1"], "p2": ["a2"]})
    was = published(book(family))
    now = tiny_round({"p2": ["a2"]})
    (change,) = changes(now, book(now), was)
    assert (change.adult_ids, change.pupil_id, change.others) == ((), "", 1)
    assert change.reason == "Dat gesprek is er niet meer, of wie bericht kreeg, wordt niet meer uitgenodigd."
