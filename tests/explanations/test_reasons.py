"""The reasons of whole plans: shared by those of one cause, the same every time, and never about the wrong people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.appointments import Outcome
from scheduler.explanations.reasons import reasons_of
from scheduler.round import Availability, Guardian, Pupil, Separation
from scheduler.solver import solve
from tests.benchmarks.portal import book
from tests.rounds import TUESDAY, adult, group, tiny_round, window

if TYPE_CHECKING:
    from scheduler.explanations.reasons import Reasons
    from scheduler.round import Round


def reasons(round: Round) -> Reasons:
    """The reasons of the best plan."""
    return reasons_of(round, solve(round))


def test_many_of_one_cause_are_told_the_same() -> None:
    round = tiny_round({f"p{i}": [f"a{i}"] for i in range(40)}, windows=[window("14:30", "15:30")])
    found = reasons_of(round, Outcome("feasible", book(round, prefer="earliest", seed=0), {}, 1.0, 0)).unplaced
    assert len(found) == 34
    [said] = set(found.values())
    assert said == (
        "Juf t1: 40 gesprekken, 6 plekken (di 2 feb 14:30–15:30). Alle 34 die zo overblijven passen wel als er avonden "
        "komen op di 2 feb, wo 3 feb en do 4 feb van 18:30 tot 20:30."
    )


def test_two_of_one_cause_fit_together_with_what_is_said() -> None:
    round = tiny_round({f"p{i}": [f"a{i}"] for i in range(8)}, windows=[window("14:30", "15:30")])
    assert set(reasons(round).unplaced.values()) == {
        "Juf t1: 8 gesprekken, 6 plekken (di 2 feb 14:30–15:30). Alle 2 die zo overblijven passen wel als het tijdvak "
        "op di 2 feb vanaf 14:30 tot 15:50 duurt, of als er een avond komt op di 2 feb van 18:30 tot "
        "20:30."
    }


def test_the_plan_tells_the_reason() -> None:
    round = tiny_round(availability=(Availability("a1", "unavailable", date=TUESDAY),))
    outcome = solve(round)
    assert outcome.plan is not None
    [row] = reasons_of(round, outcome).told(outcome.plan).unplaced
    assert row.reason == (
        "Er blijft geen tijd over: Ouder a1 kan niet op di 2 feb. Het past wel als Ouder a1 op di 2 feb van 14:30 tot "
        "14:40 kan komen, of als er een avond komt op wo 3 feb van 18:30 tot 20:30."
    )


def test_the_same_every_time() -> None:
    families = {f"p{i}": [f"a{i}", f"a{i + 1}"] for i in range(9)}
    round = tiny_round(families, windows=[window("14:30", "15:00")])
    outcome = solve(round)
    assert reasons_of(round, outcome) == reasons_of(round, outcome)


def test_no_plan_owes_no_reason() -> None:
    found = reasons_of(tiny_round(), Outcome("no_answer", None, {}, 1.0, 0))
    assert (found.unplaced, found.apart, found.missed) == ({}, {}, {})


def test_whoever_may_not_be_invited_is_never_named() -> None:
    """Geert is banned and Stef has no consent: neither is in any reason, though both could not come anyway."""
    people = ("a1", "banned", "step")
    round = tiny_round(
        guardians=(Guardian("p1", "a1"), Guardian("p1", "banned", contact_ban=True, order_on_file=True),
                   Guardian("p1", "step", "step", authority=True)),
        adults=[adult("a1"), adult("banned", name="Geert Verboden"), adult("step", name="Stef Stief")],
        availability=tuple(Availability(each, "unavailable", date=TUESDAY) for each in people),
    )
    [said] = reasons(round).unplaced.values()
    assert "Ouder a1" in said
    assert "Geert" not in said
    assert "Stef" not in said


def test_a_party_hears_nothing_of_the_other() -> None:
    """Each of the two says only what that party's own people cannot."""
    round = tiny_round(
        separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")),
        availability=tuple(Availability(each, "unavailable", date=TUESDAY) for each in ("a1", "a2")),
    )
    outcome = solve(round)
    assert outcome.plan is not None
    found = reasons_of(round, outcome).unplaced
    for row in outcome.plan.unplaced:
        [me] = row.adult_ids
        other = {"a1": "a2", "a2": "a1"}[me]
        assert f"Ouder {me}" in found[row.meeting_id]
        assert f"Ouder {other}" not in found[row.meeting_id]


def test_a_trade_names_pupils_and_no_other_adults() -> None:
    """Kim has no tie to Elif; that Elif's sister's wish goes with Kim's is said of the child, not of Kim."""
    round = tiny_round(
        {"p1": ["a1"], "p2": ["kim"]}, windows=[window("14:30", "14:50")],
        pupils=(Pupil("p1", "Elif", "Yılmaz", "5A"), Pupil("p2", "Noor", "de Wit", "5A")), groups=(group("5A"),),
        adults=[adult("a1"), adult("kim", name="Kim de Wit")],
        availability=tuple(Availability(each, "preferred", None, None, 870, 880) for each in ("a1", "kim")),
    )
    [said] = reasons(round).missed.values()
    assert "Kim" not in said


def test_two_who_could_both_come_are_said_together() -> None:
    round = tiny_round(availability=tuple(Availability(each, "unavailable", date=TUESDAY) for each in ("a1", "a2")))
    [said] = reasons(round).unplaced.values()
    assert "Het past wel als Ouder a1 en Ouder a2 op di 2 feb van 14:30 tot 14:40 kunnen komen, of als " in said
