"""A suggestion asks the least that works: planned anew it places everybody, and with any less of it it does not."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from scheduler.checking import check
from scheduler.explanations.case import Case
from scheduler.explanations.effort import Effort
from scheduler.explanations.measures import Longer, Opens, Shorter
from scheduler.explanations.people import Comes, Holds, OneMore, Works
from scheduler.explanations.reasons import reasons_of
from scheduler.explanations.remedies import remedies_for
from scheduler.explanations.unplaced import causes_of
from scheduler.round import Availability, Breaks, GroupTeacher, Pupil, Request, Separation
from scheduler.solver import solve
from tests.rounds import THURSDAY, TUESDAY, group, minute, teacher, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.explanations.changes import Change, Step
    from scheduler.round import Round

FOUR = {f"p{i}": ["a1", "a2"] for i in range(1, 5)}
NAMES = ("5A", "6A", "7A", "8A")
GROUPS = tuple(group(name, f"t{i}") for i, name in enumerate(NAMES, 1))
PUPILS = tuple(Pupil(f"p{i}", f"Kind{i}", "Bos", name) for i, name in enumerate(NAMES, 1))
NEXT_TUESDAY = TUESDAY.replace(day=9)


def cannot(person_id: str, start: str = "00:00", end: str = "24:00", **more: object) -> Availability:
    """A row of a person who cannot come then."""
    return Availability(person_id, "unavailable", start_minute=minute(start), end_minute=minute(end), **more)


def unplaced(round: Round) -> int:
    """How many meetings the best plan leaves out."""
    plan = solve(round).plan
    assert plan is not None
    return len(plan.unplaced)


def a_parent_with_little_time() -> Round:
    """Four siblings with four teachers; one parent has to go at 15:00, the other cannot come before 14:40."""
    return tiny_round(FOUR, groups=GROUPS, pupils=PUPILS, windows=[window("14:30", "17:00")],
                      availability=(cannot("a1", "15:00"), cannot("a2", end="14:40")))


def two_families_apart() -> Round:
    """Two siblings, whose parents come apart: fifty minutes are too few for four conversations."""
    return tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}, groups=GROUPS[:2], pupils=PUPILS[:2],
        windows=[window("14:30", "15:20")],
        separations=tuple(Separation(pupil_id, *party) for pupil_id in ("p1", "p2")
                          for party in (("a1", "A"), ("a2", "B"))))


def a_long_one() -> Round:
    """Half an hour is asked for one of four, in forty minutes."""
    return tiny_round({f"p{i}": [f"a{i}"] for i in range(1, 5)}, windows=[window("14:30", "15:10")],
                      requests=(Request("p1", minutes=30, mandatory=True),), mandatory=False)


def a_long_one_in_short_windows() -> Round:
    return tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")],
                      requests=(Request("p1", minutes=30),))


def few_a_day() -> Round:
    return tiny_round({f"p{i}": [f"a{i}"] for i in range(10)}, windows=[window(), window(date=THURSDAY)],
                      teachers=[teacher(max_meetings_per_day=4)])


def with_breaks() -> Round:
    return tiny_round({f"p{i}": [f"a{i}"] for i in range(7)}, windows=[window("14:30", "15:30")], breaks=Breaks(3, 10))


def a_duo() -> Round:
    """The colleague who works on Tuesdays has no time left on the first of them."""
    members = (GroupTeacher("t1", frozenset({0})), GroupTeacher("t2", frozenset({3})))
    families = {"p1": ["a1"], "p2": ["a2"], "p3": ["a3"], "p4": ["a4"]}
    return tiny_round(
        families, windows=[window("14:30", "15:00", date) for date in (TUESDAY, THURSDAY, NEXT_TUESDAY)],
        groups=[dataclasses.replace(group("5A"), teachers=members), group("6A", "t2")],
        teachers=[teacher("t1", days=[0]), teacher("t2", days=[1, 3])],
        pupils=[Pupil(each, each, "Bos", "5A" if each == "p1" else "6A") for each in families],
        availability=(cannot("a1", date=THURSDAY), *(cannot(f"a{i}", date=NEXT_TUESDAY) for i in (2, 3, 4))),
    )


ROUNDS = (a_parent_with_little_time, two_families_apart, a_long_one, a_long_one_in_short_windows, few_a_day,
          with_breaks, a_duo)


def less_of(round: Round, step: Step) -> Iterator[Step]:
    """The same step with a little less of it, in each way that there is."""
    slot = round.settings.slot_minutes
    if isinstance(step, Longer) and step.end_minute - slot > step.window.end_minute:
        yield dataclasses.replace(step, end_minute=step.end_minute - slot)
    if isinstance(step, Comes | Works) and step.end_minute - slot > step.start_minute:
        yield dataclasses.replace(step, end_minute=step.end_minute - slot)
        yield dataclasses.replace(step, start_minute=step.start_minute + slot)
    if isinstance(step, OneMore):
        most = round.teacher[step.person_id].max_meetings_per_day
        assert most is not None
        if step.most - 1 > most:
            yield dataclasses.replace(step, most=step.most - 1)
    if isinstance(step, Shorter):
        asked = round.request[step.pupil_id].minutes
        assert asked is not None
        if step.minutes + slot < asked:
            yield dataclasses.replace(step, minutes=step.minutes + slot)


def assert_least(round: Round, change: Change, most: int) -> None:
    """Demand that with the change no more than so many are left out, and with less of it more."""
    assert unplaced(change.applied(round)) <= most
    for number, step in enumerate(change.steps):
        for less in less_of(round, step):
            assert unplaced(change.with_step(number, less).applied(round)) > most


@pytest.mark.parametrize("made", ROUNDS)
def test_a_reason_asks_the_least(made: Callable[[], Round]) -> None:
    round = made()
    outcome = solve(round)
    assert outcome.plan is not None
    case = Case(round, outcome.plan, (), outcome.objective)
    of_cause: dict[object, list[str]] = {}
    for meeting_id, cause in causes_of(case, Effort(20)).items():
        of_cause.setdefault(cause, []).append(meeting_id)
    for meeting_ids in of_cause.values():
        remedies = remedies_for(case, meeting_ids, Effort(60), 3)
        assert remedies
        for remedy in remedies:
            assert_least(round, remedy.change, len(outcome.plan.unplaced) - len(meeting_ids))


@pytest.mark.parametrize("made", ROUNDS)
def test_a_check_asks_the_least(made: Callable[[], Round]) -> None:
    round = made()
    for finding in check(round).findings:
        if not finding.adult_ids:
            for change in finding.changes:
                if all(isinstance(step, Longer | Comes | Works | OneMore | Shorter | Holds | Opens)
                       for step in change.steps):
                    assert_least(round, change, 0)


def reasons(round: Round) -> set[str]:
    """The reasons of all that is left out."""
    return set(reasons_of(round, solve(round)).unplaced.values())


def test_a_parent_of_several_is_asked_to_stay() -> None:
    [said] = reasons(a_parent_with_little_time())
    assert said.startswith(
        "Ouder a1: 4 gesprekken, 2 plekken (di 2 feb 14:40–15:00). Alle 2 die zo overblijven passen wel als Ouder a1 "
        "op di 2 feb van 15:00 tot 15:20 kan komen, of als "
    )


def test_a_longer_window_is_offered_where_others_move() -> None:
    [said] = reasons(two_families_apart())
    assert "passen wel als het tijdvak op di 2 feb vanaf 14:30 tot 15:40 duurt en 1 ander gesprek verschuift" in said


def test_conversations_of_different_lengths_are_counted_in_minutes() -> None:
    expected = (
        "Juf t1: 4 gesprekken van samen 60 minuten, 4 plekken van 10 minuten (di 2 feb 14:30–15:10); dat over P1 de "
        "Vries duurt 30 minuten."
    )
    remedies = (
        "als het gesprek over P1 de Vries 10 minuten duurt, of als het tijdvak op di 2 feb vanaf 14:30 tot 15:30 duurt."
    )
    assert reasons(a_long_one()) == {f"{expected} Alle 2 die zo overblijven passen wel {remedies}"}
    checked = check(a_long_one())
    assert [finding.sentence(a_long_one(), "nl") for finding in checked.findings] == [
        f"{expected} Het kan wel {remedies}"]
    assert [supply.line(a_long_one(), "nl") for supply in checked.supply] == [
        "Juf t1: 4 gesprekken van samen 60 minuten, 4 plekken van 10 minuten (di 2 feb 14:30: 4)"]
    assert checked.findings[0].sentence(a_long_one(), "en").startswith(
        "Juf t1: 4 conversations of 60 minutes together, 4 places of 10 minutes (Tue 2 Feb 14:30–15:10); the one about "
        "P1 de Vries takes 30 minutes."
    )


def test_a_colleague_has_the_group_by_the_week() -> None:
    [said] = reasons(a_duo())
    assert "Het past wel als Juf t2 ook op dinsdag gesprekken van groep 5A voert" in said
