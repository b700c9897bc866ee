"""A wish that other wishes stand in the way of: whose is said, and letting go of one is what it takes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from scheduler.costs import wishes_missed
from scheduler.explanations.case import Case
from scheduler.explanations.effort import Effort
from scheduler.explanations.missed import causes_missed
from scheduler.explanations.other_wishes import OtherPartyRather, OthersRather
from scheduler.explanations.reasons import reasons_of
from scheduler.explanations.story import story_of
from scheduler.explanations.wishes_less import remedies_of_a_wish
from scheduler.round import Availability, Pupil, Separation
from scheduler.solver import solve
from tests.explanations.proving import assert_works, keeps_wish, ways
from tests.oracle import best_plan
from tests.rounds import THURSDAY, TUESDAY, group, minute, tiny_round, window

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.appointments import Plan
    from scheduler.round import Round

TWO_DAYS = (window(), window(date=THURSDAY))
NAMES = ("Daan", "Emma", "Noah", "Mila", "Sem", "Tess")


def rather(person_id: str, date: dt.date, start: str = "00:00", end: str = "24:00") -> Availability:
    """A row of a person who would rather come then."""
    return Availability(person_id, "preferred", date, None, minute(start), minute(end))


def case_of(round: Round) -> Case:
    """The best plan."""
    outcome = solve(round)
    assert outcome.plan is not None
    return Case(round, outcome.plan, (), outcome.objective)


def missed(round: Round, language: str = "nl") -> dict[tuple[str, str], str]:
    """Why the best plan misses wishes."""
    spoken = dataclasses.replace(round, school=dataclasses.replace(round.school, language=language))
    return dict(reasons_of(spoken, solve(round)).missed)


def told(round: Round, pupil_id: str, language: str = "nl") -> list[str]:
    """What is told of a pupil in the best plan."""
    return story_of(case_of(round), pupil_id, language)


def two_days_wished(families: int) -> Round:
    """Families of which one parent wishes Tuesday and the other Thursday."""
    return tiny_round(
        {f"p{k}": [f"a{k}", f"b{k}"] for k in range(families)}, windows=TWO_DAYS,
        pupils=[Pupil(f"p{k}", NAMES[k], "Bos", "5A") for k in range(families)],
        availability=tuple(row for k in range(families) for row in (
            rather(f"a{k}", TUESDAY), rather(f"b{k}", THURSDAY))))


def parted() -> Round:
    """Two parties of one pupil who both wish the same twenty minutes."""
    return tiny_round(
        windows=TWO_DAYS, separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")),
        pupils=[Pupil("p1", "Daan", "Bos", "5A")],
        availability=(rather("a1", TUESDAY, "14:30", "14:50"), rather("a2", TUESDAY, "14:30", "14:50")))


def held_by_siblings() -> Round:
    """Daan's parents would both be content at 14:30 only, which Emma has: her brother's teacher comes at 14:40."""
    def cannot(person_id: str, start: str, end: str) -> Availability:
        return Availability(person_id, "unavailable", None, None, minute(start), minute(end))

    return tiny_round(
        {"p0": ["a0", "b0"], "p1": ["a1"], "p2": ["a1"]}, windows=[window("14:30", "15:00")],
        groups=(group("5A", "t1"), group("6A", "t2")),
        pupils=[Pupil(f"p{k}", NAMES[k], "Bos", of) for k, of in enumerate(("5A", "5A", "6A"))],
        availability=(rather("a0", TUESDAY, "14:30", "14:40"), rather("a0", TUESDAY, "14:50", "15:00"),
                      rather("b0", TUESDAY, "14:30", "14:50"), cannot("a1", "14:50", "15:00"),
                      cannot("t2", "14:30", "14:40")))


def test_parents_who_wish_different_days() -> None:
    [((adult_id, _), dutch)] = missed(two_days_wished(1)).items()
    [english] = missed(two_days_wished(1), "en").values()
    mine, other, here, there = {"a0": ("do 4 feb", "di 2 feb", "b0", "Thu 4 Feb"),
                                "b0": ("di 2 feb", "do 4 feb", "a0", "Tue 2 Feb")}[adult_id]
    rest = {"Tue 2 Feb": "Thu 4 Feb", "Thu 4 Feb": "Tue 2 Feb"}[there]
    assert dutch == (
        f"Liefst op {other}; Ouder {here} komt liever op {mine}, en ze komen samen. Het kan wel als Ouder {here} de "
        f"wens om op {mine} te komen laat vallen.")
    assert english == (
        f"Would rather come on {rest}; Ouder {here} would rather come on {there}, and they come together. It would "
        f"work if Ouder {here} lets go of the wish to come on {there}.")


def test_many_such_families_are_told_as_much_and_the_same_everywhere() -> None:
    """No number of families is too many: each has its own reason, in the report as from the command."""
    round = two_days_wished(6)
    found = missed(round)
    assert len(found) == 6
    for (adult_id, _), said in found.items():
        other = {"a": "b", "b": "a"}[adult_id[0]] + adult_id[1]
        reason = said.split("; ")[1].split(". ")[0]
        assert reason.startswith(f"Ouder {other} komt liever op ")
        assert said.endswith("te komen laat vallen.")
        assert any(line.endswith(f"; {reason}.") for line in told(round, f"p{adult_id[1]}"))


def test_the_wish_of_the_other_party() -> None:
    """Of the conversation, not of whoever wished it."""
    [((adult_id, _), dutch)] = missed(parted()).items()
    assert dutch == (
        "Liefst op di 2 feb van 14:30 tot 14:50; het andere gesprek over Daan Bos is ook rond die tijd gewenst, en "
        "tussen mensen die apart komen moet 30 minuten zitten. Het kan wel als het andere gesprek over Daan Bos buiten "
        "de gewenste tijden mag vallen en 1 ander gesprek verschuift.")
    other = {"a1": "a2", "a2": "a1"}[adult_id]
    assert f"Ouder {other}" not in dutch
    [english] = missed(parted(), "en").values()
    assert english.startswith(
        "Would rather come on Tue 2 Feb from 14:30 to 14:50; the other conversation about Daan Bos is wished for "
        "around then too, and people who come apart need 30 minutes in between. It would work if the other "
        "conversation about Daan Bos may be outside the times preferred")


def test_one_wish_less_where_too_many_wish() -> None:
    """Nothing that the school can open is left here: one of the others has to let go."""
    round = tiny_round({f"p{k}": [f"a{k}"] for k in range(3)}, windows=[window()],
                       pupils=[Pupil(f"p{k}", NAMES[k], "Bos", "5A") for k in range(3)],
                       availability=tuple(rather(f"a{k}", TUESDAY, "14:30", "14:40") for k in range(3)))
    for said in missed(round, "en").values():
        assert "Juf t1: 3 conversations wished for then or without another time, 1 place" in said
        assert said.endswith("Bos may be outside the times preferred, and 1 other conversation moves.")


def test_nobody_has_to_let_go_of_a_wish_of_their_own() -> None:
    """The three wishes for two places are all a1's: without one of them a1 has none, which helps nobody."""
    round = tiny_round({f"p{k}": ["a1"] for k in range(3)}, windows=[window("14:30", "15:00")],
                       pupils=[Pupil(f"p{k}", NAMES[k], "Bos", "5A") for k in range(3)],
                       availability=(rather("a1", TUESDAY, "14:30", "14:50"),))
    [said] = missed(round).values()
    assert "mag vallen" not in said
    assert "laat vallen" not in said


def test_a_wish_that_whoever_comes_along_would_pay_for() -> None:
    round = held_by_siblings()
    [((adult_id, _), dutch)] = missed(round).items()
    [english] = missed(round, "en").values()
    other = {"a0": "b0", "b0": "a0"}[adult_id]
    assert f"dat kan wel, maar dan wordt de wens van Ouder {other} gemist, en ze komen samen. " in dutch
    assert f"that could be, but then the wish of Ouder {other} is missed, and they come together. " in english
    assert f"Ouder {other} lets go of the wish to come on Tue 2 Feb from " in english


@pytest.mark.parametrize("round", [two_days_wished(1), two_days_wished(3), parted()], ids=["one", "three", "parted"])
def test_what_is_said_of_other_wishes_holds(round: Round) -> None:
    case = case_of(round)
    causes = causes_missed(case, Effort(0))
    assert set(causes) == case.missed
    for (adult_id, meeting_id), cause in causes.items():
        assert isinstance(cause, OthersRather | OtherPartyRather)
        assert not case.missed.intersection(cause.wishes)
        mine = [it for it in ways(round, meeting_id) if keeps_wish(round, adult_id, it)]
        assert mine
        for other, other_id in cause.wishes:
            if other_id == meeting_id:
                assert not any(keeps_wish(round, other, it) for it in mine)
        for remedy in remedies_of_a_wish(case, adult_id, meeting_id, cause, Effort(30), 1):
            assert_let_go(case, adult_id, meeting_id, remedy.change.applied(round), assert_works(
                case, remedy, (meeting_id,)))


def assert_let_go(case: Case, adult_id: str, meeting_id: str, changed: Round, plan: Plan) -> None:
    """Demand that the plan keeps the wish and misses no other in the changed round, whose best plan is no worse."""
    after = {(one, it.meeting_id) for one, it in wishes_missed(changed, plan)}
    assert after < case.missed
    assert (adult_id, meeting_id) not in after
    if len(case.meetings) < 3:
        assert best_plan(changed)[0]["wishes_missed"] < best_plan(case.round)[0]["wishes_missed"]


def test_what_is_not_looked_into_is_told_with_what_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said to be moved to others; the command says the same, and adds what it finds."""
    monkeypatch.setattr("scheduler.explanations.reasons.MOST_TRADES", 0)
    round = held_by_siblings()
    [((adult_id, _), said)] = missed(round).items()
    general = "geen rooster mist minder wensen zonder op te geven wat voorgaat: dat is bewezen."
    assert f"; {general}" in said
    lines = told(round, "p0")
    at = next(k for k, line in enumerate(lines) if line.startswith(f"Ouder {adult_id} komt liever"))
    assert lines[at].endswith(f"; {general}")
    assert lines[at + 1].startswith("Dat kan wel, maar dan wordt de wens van Ouder ")
    assert best_plan(round)[0]["wishes_missed"] == 1
