"""Where one longer window or one more day has too few places, several together are proposed, and work."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from scheduler.explanations.case import Case
from scheduler.explanations.combined import combined
from scheduler.explanations.effort import Effort
from scheduler.explanations.remedies import remedies_for
from scheduler.round import Breaks
from scheduler.solver import solve
from tests.explanations.proving import assert_works
from tests.rounds import THURSDAY, TUESDAY, teacher, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.explanations.remedies import Remedy
    from scheduler.round import Round

FRIDAY = THURSDAY.replace(day=5)
THREE_DAYS = tuple(window("15:30", "16:10", date) for date in (TUESDAY, THURSDAY, FRIDAY))


def busy(pupils: int, days: Sequence[int], **more: object) -> Round:
    """A class of so many pupils, with four places on each of the days that its teacher works."""
    return tiny_round({f"p{i}": [f"a{i}"] for i in range(pupils)}, windows=THREE_DAYS, teachers=[teacher(days=days)],
                      **more)


def case_of(round: Round) -> Case:
    outcome = solve(round)
    assert outcome.plan is not None
    return Case(round, outcome.plan, (), outcome.objective)


def remedies(case: Case) -> list[Remedy]:
    """What places all unplaced meetings together."""
    return remedies_for(case, [row.meeting_id for row in case.plan.unplaced], Effort(60), 3)


def test_a_further_day_and_a_longer_window() -> None:
    round = busy(12, [1])
    case = case_of(round)
    assert [(remedy.change.asks, remedy.said(round, "nl")) for remedy in remedies(case)] == [
        (6, "het tijdvak op di 2 feb vanaf 15:30 tot 16:50 duurt en Juf t1 ook op do 4 feb van 15:30 tot 16:10 "
            "gesprekken voert"),
        (8, "er een avond komt op di 2 feb van 18:30 tot 20:30"),
        (8, "Juf t1 ook op do 4 feb en vr 5 feb van 15:30 tot 16:10 gesprekken voert"),
    ]


def test_several_longer_windows_are_said_together() -> None:
    round = busy(26, [1, 3, 4])
    case = case_of(round)
    first = remedies(case)[0]
    assert first.said(round, "en") == (
        "the windows on Tue 2 Feb and Thu 4 Feb from 15:30 last until 17:00 and the window on Fri 5 Feb from 15:30 "
        "lasts until 16:50"
    )


@pytest.mark.parametrize("round", [
    busy(12, [1]), busy(26, [1, 3, 4]), busy(17, [1, 3], breaks=Breaks(3, 10)),
    busy(10, [1], meeting_minutes=20),
])
def test_each_works(round: Round) -> None:
    case = case_of(round)
    meeting_ids = [row.meeting_id for row in case.plan.unplaced]
    assert meeting_ids
    found = remedies(case)
    assert found
    for remedy in found:
        assert_works(case, remedy, meeting_ids)
    assert [remedy.change.asks for remedy in found] == sorted(remedy.change.asks for remedy in found)


@pytest.mark.parametrize("round", [busy(12, [1]), busy(26, [1, 3, 4])])
def test_no_step_can_be_missed(round: Round) -> None:
    case = case_of(round)
    meeting_ids = [row.meeting_id for row in case.plan.unplaced]
    for change in combined(round, [case.times(each) for each in meeting_ids]):
        assert len({step.date if hasattr(step, "date") else step.window.date for step in change.steps}) > 1
        for step in change.steps:
            fewer = dataclasses.replace(change, steps=tuple(each for each in change.steps if each != step))
            again = solve(fewer.applied(round)).plan
            assert again is not None
            assert again.unplaced


def test_one_meeting_needs_no_combination() -> None:
    case = case_of(busy(5, [1]))
    [row] = case.plan.unplaced
    assert combined(case.round, [case.times(row.meeting_id)]) == []
