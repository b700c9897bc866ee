"""Siblings apart by breaks, limits, walks, or teachers who meet at a boundary only: what is said, and that it holds."""

from __future__ import annotations

import dataclasses
from itertools import product
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Plan
from scheduler.checking import check
from scheduler.costs import adults_apart
from scheduler.explanations.apart import causes_apart, never_together
from scheduler.explanations.case import Case
from scheduler.explanations.causes_of_costs import FewAdjoin, NeverTogether, NoneBetter, NoRoom
from scheduler.explanations.effort import Effort
from scheduler.explanations.reasons import reasons_of
from scheduler.explanations.times import Times
from scheduler.meetings import meetings_of
from scheduler.round import Availability, Breaks, Pupil, Siblings
from scheduler.solver import solve
from tests.explanations.proving import can_adjoin, only_these, without
from tests.oracle import best_plan
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, TUESDAY, group, minute, teacher, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Collection

    from scheduler.explanations.chains import DayRule
    from scheduler.round import Round

TWO_DAYS = (window(), window(date=THURSDAY))
TWO_GROUPS = (group("5A", "t1"), group("6A", "t2"))
NAMES = ("Daan", "Emma", "Noah")


def family(count: int, *groups: str) -> tuple[Pupil, ...]:
    """So many children of one family, in these groups in turn."""
    return tuple(Pupil(f"p{k + 1}", NAMES[k], "Bos", groups[k % len(groups)]) for k in range(count))


def said(round: Round, language: str = "nl") -> set[str]:
    """Why the best plan has siblings apart."""
    spoken = dataclasses.replace(round, school=dataclasses.replace(round.school, language=language))
    return set(reasons_of(spoken, solve(round)).apart.values())


def only(round: Round, rules: Collection[DayRule]) -> Round:
    """The round without any other breaks or limits; breaks are everybody's or nobody's."""
    limited = {rule.teacher_id for rule in rules if rule.kind == "limit"}
    resting = any(rule.kind == "breaks" for rule in rules)
    return dataclasses.replace(
        round, settings=dataclasses.replace(round.settings, breaks=round.settings.breaks if resting else None),
        teachers=tuple(each if each.teacher_id in limited else dataclasses.replace(each, max_meetings_per_day=None)
                       for each in round.teachers))


def cannot(person_id: str, start: str = "00:00", end: str = "24:00") -> Availability:
    """A row of a person who cannot come on Tuesday then."""
    return Availability(person_id, "unavailable", TUESDAY, None, minute(start), minute(end))


def test_a_break_longer_than_the_wait() -> None:
    round = tiny_round({f"p{k}": ["a1"] for k in (1, 2, 3)}, pupils=family(3, "5A"), windows=TWO_DAYS,
                       breaks=Breaks(2, 20))
    assert said(round) == {
        "Ze kunnen niet op elkaar aansluiten: na 2 gesprekken heeft Juf t1 20 minuten pauze, en er mag hoogstens 10 "
        "minuten tussen zitten."}
    assert said(round, "en") == {
        "They cannot adjoin: after 2 conversations Juf t1 has 20 minutes of break, and no more than 10 minutes may lie "
        "in between."}


def test_the_check_says_so_before_anything_is_planned() -> None:
    round = tiny_round({f"p{k}": ["a1"] for k in (1, 2, 3)}, pupils=family(3, "5A"), windows=TWO_DAYS,
                       breaks=Breaks(2, 20))
    assert [finding.sentence(round, "en") for finding in check(round).findings] == [
        "Ouder a1, for Daan Bos (5A), Emma Bos (5A) and Noah Bos (5A): They cannot adjoin: after 2 conversations Juf "
        "t1 has 20 minutes of break, and no more than 10 minutes may lie in between."]


def test_no_wait_at_all() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, pupils=family(2, "5A"), windows=TWO_DAYS, breaks=Breaks(1, 10),
                       siblings=Siblings(max_wait_minutes=0))
    assert said(round) == {
        "Ze kunnen niet op elkaar aansluiten: na 1 gesprek heeft Juf t1 10 minuten pauze, en er mag geen tijd tussen "
        "zitten."}


def test_a_break_for_which_nobody_has_the_time() -> None:
    """The break itself is no longer than the wait, but then the third ends after a1 has to leave."""
    round = tiny_round({f"p{k}": ["a1"] for k in (1, 2, 3)}, pupils=family(3, "5A"), windows=TWO_DAYS,
                       breaks=Breaks(2, 10), availability=(
                           Availability("a1", "unavailable", start_minute=minute("15:00")),))
    [reason] = said(round, "en")
    assert reason.startswith(
        "They cannot adjoin: Ouder a1 cannot come on any of the dates from 15:00; after 2 conversations Juf t1 has 10 "
        "minutes of break.")


def test_a_limit_a_day() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, pupils=family(2, "5A"), windows=TWO_DAYS,
                       teachers=[teacher(max_meetings_per_day=1)])
    [dutch], [english] = said(round), said(round, "en")
    assert dutch.startswith("Ze kunnen niet op elkaar aansluiten: Juf t1 voert hoogstens 1 gesprek op een dag. Het ")
    assert english.startswith("They cannot adjoin: Juf t1 has no more than 1 conversation a day. It would work if Juf ")


def test_walking_that_fits_no_slot() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, pupils=family(2, "5A", "6A"), groups=TWO_GROUPS, windows=TWO_DAYS,
                       siblings=Siblings(walk_minutes=5, max_wait_minutes=0))
    assert said(round) == {
        "Ze kunnen niet op elkaar aansluiten: er moet precies 5 minuten tussen zitten, om te lopen, maar gesprekken "
        "beginnen om de 10 minuten."}
    waiting = dataclasses.replace(round, settings=dataclasses.replace(
        round.settings, siblings=Siblings(walk_minutes=3, max_wait_minutes=4)))
    assert said(waiting, "en") == {
        "They cannot adjoin: 3 to 7 minutes must lie between them, to walk and to wait, but conversations begin every "
        "10 minutes."}


def test_a_window_too_short_to_walk_in() -> None:
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"]}, pupils=family(2, "5A", "6A"), groups=TWO_GROUPS,
        windows=[window("14:30", "14:50"), window("14:30", "14:50", THURSDAY)],
        siblings=Siblings(walk_minutes=10, max_wait_minutes=0))
    [dutch], [english] = said(round), said(round, "en")
    assert dutch.startswith("Geen tijdvak heeft er plaats voor met 10 minuten lopen ertussen.")
    assert english.startswith("No window has room for them with 10 minutes of walking in between.")


@pytest.mark.parametrize(("count", "after", "pause", "limit", "walk", "wait", "until", "groups"), [*product(
    (2, 3), (1, 2), (10, 20), (None, 1, 2), (0, 5), (0, 10), ("14:50", "15:10"), (("5A",), ("5A", "6A")))])
def test_never_together_is_true_and_minimal(
    count: int, after: int, pause: int, limit: int | None, walk: int, wait: int, until: str, groups: tuple[str, ...]
) -> None:
    round = tiny_round(
        {f"p{k}": ["a1"] for k in range(1, count + 1)}, pupils=family(count, *groups),
        groups=TWO_GROUPS[:len(groups)], windows=[window("14:30", "15:20")], availability=(cannot("a1", until),),
        teachers=[teacher(f"t{k + 1}", max_meetings_per_day=limit) for k in range(len(groups))],
        breaks=Breaks(after, pause), siblings=Siblings(walk_minutes=walk, max_wait_minutes=wait))
    row = [Times(round, meeting) for meeting in meetings_of(round)]
    ids = [times.meeting.meeting_id for times in row]
    cause = never_together(round, row)
    assert can_adjoin(round, ids) is (cause is None)
    parts = list(dict.fromkeys(part for times in row for part in times.parts))
    if isinstance(cause, NoRoom):
        assert not can_adjoin(without(only(round, ()), parts), ids)
    if isinstance(cause, NeverTogether):
        others = [part for part in parts if part not in cause.bars.parts]
        assert not can_adjoin(without(only(round, cause.bars.rules), others), ids)
        for part in cause.bars.parts:
            assert can_adjoin(without(only(round, cause.bars.rules), [*others, part]), ids)
        for kind, each in {(rule.kind, rule.teacher_id if rule.kind == "limit" else "") for rule in cause.bars.rules}:
            fewer = [rule for rule in cause.bars.rules
                     if rule.kind != kind or (kind == "limit" and rule.teacher_id != each)]
            assert can_adjoin(without(only(round, fewer), others), ids)


def at_a_boundary(families: int, wait: int) -> Round:
    """Families with a child at each of two teachers, of whom one is there until 15:00 and the other from then on."""
    return tiny_round(
        {f"{child}{k}": [f"a{k}"] for k in range(families) for child in "pq"}, groups=TWO_GROUPS,
        pupils=[Pupil(f"{child}{k}", NAMES[k], "Bos", of) for k in range(families) for child, of in (
            ("p", "5A"), ("q", "6A"))],
        windows=[window("14:30", "15:30")], teachers=[teacher("t1"), teacher("t2")],
        availability=(cannot("t1", "15:00"), cannot("t2", "00:00", "15:00")),
        siblings=Siblings(max_wait_minutes=wait), objective=("unplaced_mandatory", "siblings_apart"))


def test_teachers_who_meet_at_a_boundary_only() -> None:
    round = at_a_boundary(3, 0)
    for reason in said(round):
        assert reason.startswith(
            "Juf t1: 3 gesprekken die alleen dan aansluiten of niet anders kunnen, 1 plek (di 2 feb 14:50–15:00). Juf "
            "t1 kan niet op di 2 feb vanaf 15:00; Juf t2 kan niet op di 2 feb tot 15:00. Het kan wel als ")
    for reason in said(round, "en"):
        assert reason.startswith(
            "Juf t1: 3 conversations that adjoin only then or have no other time, 1 place (Tue 2 Feb 14:50–15:00). Juf "
            "t1 cannot come on Tue 2 Feb from 15:00; Juf t2 cannot come on Tue 2 Feb until 15:00. It would work if ")
    assert len(said(round)) > 0


@pytest.mark.parametrize(("families", "wait"), [(2, 0), (3, 0), (3, 10)])
def test_what_is_counted_cannot_all_adjoin(families: int, wait: int) -> None:
    round = at_a_boundary(families, wait)
    outcome = solve(round)
    assert outcome.plan is not None
    case = Case(round, outcome.plan, (), outcome.objective)
    causes = causes_apart(case, Effort(0))
    assert causes
    for adult_id, cause in causes.items():
        assert isinstance(cause, FewAdjoin)
        least = best_plan(round)[1]
        apart = adults_apart(round, least)
        assert len(least.unplaced) + len(apart) >= cause.shortage.missing > 0
        ids = [it.meeting_id for it in case.plan.of_adult[adult_id]]
        parts = list(dict.fromkeys(part for each in ids for part in case.times(each).parts))
        others = [part for part in parts if part not in cause.bars.parts]
        for part in cause.bars.parts:
            freed = causes_apart(Case(without(round, [*others, part]), outcome.plan, (), outcome.objective), Effort(0))
            assert freed[adult_id] != cause
            assert not isinstance(freed[adult_id], FewAdjoin)


@pytest.mark.parametrize("seed", [78, 217, 400, 456])
def test_what_is_counted_in_random_rounds(seed: int) -> None:
    """The families counted cannot all have a place and adjoin, were they the school's only ones."""
    round, published = random_round(seed)
    outcome = solve(round, published=published)
    assert outcome.plan is not None
    case = Case(round, outcome.plan, published, outcome.objective)
    counts = [cause for cause in causes_apart(case, Effort(0)).values() if isinstance(cause, FewAdjoin)]
    assert counts
    for cause in counts:
        adults = {each for one in cause.shortage.meeting_ids for each in case.meetings[one].adult_ids}
        alone = only_these(round, [case.meetings[it.meeting_id] for it in case.plan.appointments
                                   if adults.intersection(it.adult_ids)])
        order = ("unplaced_mandatory", "unplaced_optional", "siblings_apart")
        costs = best_plan(dataclasses.replace(alone, settings=dataclasses.replace(alone.settings, objective=order)))[0]
        assert sum(costs[key] for key in order) > 0


def test_enough_places_at_the_boundary() -> None:
    """Two families with two places there: both adjoin, and there is nothing to explain."""
    assert said(at_a_boundary(2, 10)) == set()


def test_none_better_says_no_more_than_what_is_proven() -> None:
    round = tiny_round()
    assert NoneBetter(proven=True, apart=True).sentence(round, "nl") == (
        "in geen rooster sluiten de gesprekken van minder mensen niet aan zonder op te geven wat voorgaat: dat is "
        "bewezen.")
    assert NoneBetter(proven=True, apart=True, pinned=True).sentence(round, "nl") == (
        "met wat moest blijven staan of juist weg moest (--keep, --move) geldt: in geen rooster sluiten de gesprekken "
        "van minder mensen niet aan zonder op te geven wat voorgaat: dat is bewezen.")
    assert NoneBetter(proven=True, apart=False, pinned=True).sentence(round, "en") == (
        "with what had to stay or to leave its place (--keep, --move), no plan misses fewer wishes without giving up "
        "what goes first: that is proven.")


def test_a_plan_worse_than_need_be_is_not_called_proven() -> None:
    """The two lie apart in a plan that was stopped: a better one exists, and nothing is said to be proven."""
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, pupils=family(2, "5A"), windows=[window()])
    outcome = solve(round)
    assert outcome.plan is not None
    later = [dataclasses.replace(it, start_minute=start, end_minute=start + 10)
             for it, start in zip(outcome.plan.appointments, (870, 910), strict=True)]
    plan = Plan.of(later, [])
    [reason] = reasons_of(round, dataclasses.replace(outcome, plan=plan, objective={})).apart.values()
    assert reason == "In de tijd die er was is geen beter rooster gevonden; langer zoeken vindt er misschien een."
