from __future__ import annotations

from scheduler.constraints.teachers_of_group import RULE
from scheduler.round import Group, GroupTeacher, Request
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, said
from tests.rounds import THURSDAY, group, teacher, tiny_round, window

DUO = Group("5A", 5, (GroupTeacher("t1", frozenset({1})), GroupTeacher("t2", frozenset({3}))))
STAFF = [teacher("t1", room="Lokaal 1"), teacher("t2", room="Lokaal 2"), teacher("t3", role="ib")]


def test_the_one_who_has_the_group_that_day() -> None:
    round = tiny_round(groups=[DUO], teachers=STAFF)
    tuesday, thursday = at("14:30", room="Lokaal 1"), at("14:30", date=THURSDAY, teacher_ids=("t2",), room="Lokaal 2")
    assert said(RULE, round, tuesday) == []
    assert said(RULE, round, thursday) == []


def test_the_one_who_does_not_have_it_that_day() -> None:
    assert said(RULE, tiny_round(groups=[DUO], teachers=STAFF), at("14:30", teacher_ids=("t2",), room="Lokaal 2")) == [
        (
            "Juf t2 holds the conversation about P1 de Vries on Tue 2 Feb at 14:30, "
            "but does not have group 5A that day.",
            "Juf t2 voert het gesprek over P1 de Vries op di 2 feb om 14:30, maar heeft groep 5A die dag niet.",
        )
    ]


def test_one_teacher_of_the_group_is_enough() -> None:
    round = tiny_round(groups=[group("5A", "t1", "t2")], teachers=STAFF)
    assert said(RULE, round, at("14:30", teacher_ids=("t1", "t2"), room="Lokaal 1")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb at 14:30 is with Juf t1 and Juf t2; it should be with one "
            "teacher of group 5A and only the staff requested.",
            "Het gesprek over P1 de Vries op di 2 feb om 14:30 is met Juf t1 en Juf t2; het hoort met één leerkracht "
            "van groep 5A te zijn en alleen met gevraagde collega's erbij.",
        )
    ]


def test_the_agreed_teachers_all_attend_on_any_day_they_work() -> None:
    round = tiny_round(groups=[DUO], teachers=STAFF, agreements={"p1": ("t2", "t1")})
    assert said(RULE, round, at("14:30", teacher_ids=("t1", "t2"), room="Lokaal 2")) == []
    assert said(RULE, round, at("14:30", teacher_ids=("t2",), room="Lokaal 2")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb at 14:30 is with Juf t2; agreed is Juf t1 and Juf t2.",
            "Het gesprek over P1 de Vries op di 2 feb om 14:30 is met Juf t2; afgesproken is Juf t1 en Juf t2.",
        )
    ]


def test_requested_staff_attend_besides() -> None:
    round = tiny_round(groups=[DUO], teachers=STAFF, requests=(Request("p1", staff=("t3",)),))
    assert said(RULE, round, at("14:30", teacher_ids=("t1", "t3"), room="Lokaal 1")) == []
    assert len(said(RULE, round, at("14:30", room="Lokaal 1"))) == 1
    assert len(said(RULE, round, at("14:30", teacher_ids=("t3",), room="Lokaal 1"))) == 1


def test_a_teacher_of_the_group_asked_for_attends_beside_the_other_on_a_day_of_the_other() -> None:
    round = tiny_round(groups=[DUO], teachers=STAFF, requests=(Request("p1", staff=("t2",)),))
    assert said(RULE, round, at("14:30", teacher_ids=("t1", "t2"), room="Lokaal 1")) == []
    assert said(RULE, round, at("14:30", teacher_ids=("t1", "t2"), room="Lokaal 2")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb at 14:30 is in Lokaal 2; it should be in Lokaal 1.",
            "Het gesprek over P1 de Vries op di 2 feb om 14:30 is in Lokaal 2; het hoort in Lokaal 1 te zijn.",
        )
    ]
    assert len(said(RULE, round, at("14:30", teacher_ids=("t2",), room="Lokaal 2"))) == 1


def test_on_their_own_day_a_teacher_of_the_group_asked_for_suffices() -> None:
    round = tiny_round(groups=[DUO], teachers=STAFF, requests=(Request("p1", staff=("t2",)),))
    assert said(RULE, round, at("14:30", date=THURSDAY, teacher_ids=("t2",), room="Lokaal 2")) == []
    assert said(RULE, round, at("14:30", date=THURSDAY, teacher_ids=("t1", "t2"), room="Lokaal 2")) == [
        (
            "The conversation about P1 de Vries on Thu 4 Feb at 14:30 is with Juf t1 and Juf t2; it should be with one "
            "teacher of group 5A and only the staff requested.",
            "Het gesprek over P1 de Vries op do 4 feb om 14:30 is met Juf t1 en Juf t2; het hoort met één leerkracht "
            "van groep 5A te zijn en alleen met gevraagde collega's erbij.",
        )
    ]


def test_the_room_is_that_of_the_teacher_who_holds_it() -> None:
    assert said(RULE, tiny_round(groups=[DUO], teachers=STAFF), at("14:30")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb at 14:30 is in no room; it should be in Lokaal 1.",
            "Het gesprek over P1 de Vries op di 2 feb om 14:30 is in geen lokaal; het hoort in Lokaal 1 te zijn.",
        )
    ]


def test_the_solver_agrees() -> None:
    windows = [window("14:30", "14:40"), window("14:30", "14:40", THURSDAY)]
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a2"], "p3": ["a3"]}, groups=[DUO], teachers=STAFF, windows=windows,
        agreements={"p2": ("t2", "t1")}, requests=(Request("p3", staff=("t3",)), Request("p2", staff=("t3",))),
    )
    assert_agreement(round, "teachers_of_group")


def test_the_solver_agrees_where_both_teachers_of_a_group_are_asked_for() -> None:
    windows = [window("14:30", "14:40"), window("14:30", "14:40", THURSDAY)]
    for staff in (("t1",), ("t2", "t1"), ("t2", "t3")):
        round = tiny_round({"p1": ["a1"]}, groups=[DUO], teachers=STAFF, windows=windows,
                           requests=(Request("p1", staff=staff),))
        assert_agreement(round, "teachers_of_group")


def test_the_solver_agrees_where_one_has_the_group_every_day_and_another_is_asked_for() -> None:
    windows = [window("14:30", "14:40"), window("14:30", "14:40", THURSDAY)]
    for every_day, asked in (("t1", ("t2",)), ("t2", ("t1",)), ("t1", ("t2", "t3")), ("t1", ("t1",))):
        shared = Group("5A", 5, tuple(GroupTeacher(each.teacher_id, None if each.teacher_id == every_day else each.days)
                                      for each in DUO.teachers))
        round = tiny_round({"p1": ["a1"]}, groups=[shared], teachers=STAFF, windows=windows,
                           requests=(Request("p1", staff=asked),))
        assert_agreement(round, "teachers_of_group")
