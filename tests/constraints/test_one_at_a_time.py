from __future__ import annotations

from scheduler.constraints.one_at_a_time import RULE
from scheduler.round import Separation, Siblings
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, said
from tests.rounds import THURSDAY, adult, group, pupil, teacher, tiny_round, window

TWO_TEACHERS = [teacher("t1", name="juf Anja", room="Lokaal 1"), teacher("t2", name="meester Tom", room="Lokaal 1")]
FAMILY = tiny_round(
    {"p1": ["a1"], "p2": ["a1"], "p3": ["a2"]}, teachers=TWO_TEACHERS,
    adults=[adult("a1", name="Suzanne van den Berg"), adult("a2")],
)


def test_one_after_the_other() -> None:
    rows = at("14:30", room="Lokaal 1"), at("14:40", "p2", room="Lokaal 1"), at("14:30", "p3", ["a2"], date=THURSDAY)
    assert said(RULE, FAMILY, *rows) == []


def test_an_adult_in_two_at_once() -> None:
    assert said(RULE, FAMILY, at("15:00"), at("15:05", "p2", teacher_ids=("t2",))) == [
        (
            "Suzanne van den Berg is in two appointments at once on Tue 2 Feb: "
            "at 15:00 with juf Anja and at 15:05 with meester Tom.",
            "Suzanne van den Berg heeft op di 2 feb twee afspraken tegelijk: "
            "om 15:00 met juf Anja en om 15:05 met meester Tom.",
        )
    ]


def test_a_teacher_in_two_at_once() -> None:
    assert said(RULE, FAMILY, at("15:00"), at("15:00", "p3", ["a2"])) == [
        (
            "juf Anja has two appointments at once on Tue 2 Feb: "
            "at 15:00 about P1 de Vries and at 15:00 about P3 de Vries.",
            "juf Anja heeft op di 2 feb twee afspraken tegelijk: "
            "om 15:00 over P1 de Vries en om 15:00 over P3 de Vries.",
        )
    ]


def test_a_room_used_twice_at_once() -> None:
    rows = at("15:00", room="Lokaal 1"), at("15:00", "p3", ["a2"], teacher_ids=("t2",), room="Lokaal 1")
    assert [english for english, _ in said(RULE, FAMILY, *rows)] == [
        "Lokaal 1 has two appointments at once on Tue 2 Feb: "
        "at 15:00 about P1 de Vries and at 15:00 about P3 de Vries."
    ]


def test_a_pupil_in_two_at_once() -> None:
    rows = at("15:00"), at("15:00", "p1", ["a2"], teacher_ids=("t2",))
    assert [english for english, _ in said(RULE, FAMILY, *rows)] == [
        "P1 de Vries is in two appointments at once on Tue 2 Feb: at 15:00 with juf Anja and at 15:00 with meester Tom."
    ]


def test_a_long_appointment_is_compared_with_all_that_begin_in_it() -> None:
    # 15:00-15:40 about p1 holds both of the others, which do not overlap each other.
    rows = at("15:00", minutes=40), at("15:10", "p2", ["a3"]), at("15:20", "p3", ["a2"])
    assert len(said(RULE, FAMILY, *rows)) == 2


def test_a_teacher_whose_own_child_is_talked_about() -> None:
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a2"]}, teachers=TWO_TEACHERS, adults=[adult("a1", teacher_id="t2"), adult("a2")]
    )
    rows = at("15:00"), at("15:00", "p2", ["a2"], teacher_ids=("t2",))
    assert [english for english, _ in said(RULE, round, *rows)] == [
        "meester Tom has two appointments at once on Tue 2 Feb: "
        "at 15:00 about P1 de Vries and at 15:00 about P2 de Vries."
    ]


def test_no_time_to_walk() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, teachers=TWO_TEACHERS, siblings=Siblings(walk_minutes=5))
    assert said(RULE, round, at("14:30"), at("14:40", "p2", teacher_ids=("t2",))) == [
        (
            "Ouder a1 has less than 5 minutes on Tue 2 Feb to walk from the appointment that ends at 14:40 to the one "
            "at 14:40.",
            "Ouder a1 heeft op di 2 feb minder dan 5 minuten om van de afspraak die om 14:40 eindigt naar die van "
            "14:40 te lopen.",
        )
    ]


def test_the_solver_agrees_on_a_family_with_a_walk_and_a_shared_room() -> None:
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"], "p3": ["a2"]}, teachers=TWO_TEACHERS, siblings=Siblings(walk_minutes=10),
        pupils=[pupil("p1", "5A"), pupil("p2", "6A"), pupil("p3", "6A")],
        groups=[group("5A", "t1"), group("6A", "t2")], windows=[window("14:30", "15:10")],
    )
    assert_agreement(round, "one_at_a_time")


def test_the_solver_agrees_on_a_teacher_who_is_a_parent_and_a_flagged_pupil() -> None:
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a3"]}, adults=[adult("a1", teacher_id="t2"), adult("a2"), adult("a3")],
        pupils=[pupil("p1", "5A"), pupil("p2", "6A")], groups=[group("5A", "t1"), group("6A", "t2")],
        separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")), min_apart_minutes=0,
        windows=[window("14:30", "15:10")],
    )
    assert_agreement(round, "one_at_a_time")
