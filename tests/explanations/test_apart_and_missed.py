"""Why siblings lie apart and wishes are missed, sentence by sentence."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.explanations.reasons import reasons_of
from scheduler.meetings import meeting_id_of
from scheduler.round import Availability, Pupil, Request, Siblings
from scheduler.solver import solve
from tests.rounds import THURSDAY, TUESDAY, group, minute, teacher, tiny_round, window

if TYPE_CHECKING:
    from scheduler.explanations.reasons import Reasons
    from scheduler.round import Round

TWO_GROUPS = (group("5A", "t1"), group("6A", "t2"))
TWO_DAYS = (window(), window(date=THURSDAY))
SIBLINGS = (Pupil("p1", "Elif", "Yılmaz", "5A"), Pupil("p2", "Daan", "Yılmaz", "6A"))


def reasons(round: Round, language: str = "en") -> Reasons:
    """The reasons of the best plan."""
    outcome = solve(round)
    spoken = dataclasses.replace(round, school=dataclasses.replace(round.school, language=language))
    return reasons_of(spoken, outcome)


def rather(person_id: str, start: str = "00:00", end: str = "24:00", **more: object) -> Availability:
    """A row of a person who would rather come then."""
    return Availability(person_id, "preferred", start_minute=minute(start), end_minute=minute(end), **more)


def cannot(person_id: str, start: str = "00:00", end: str = "24:00", **more: object) -> Availability:
    """A row of a person who cannot come then."""
    return Availability(person_id, "unavailable", start_minute=minute(start), end_minute=minute(end), **more)


def test_teachers_who_share_no_day() -> None:
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}, pupils=SIBLINGS, groups=TWO_GROUPS, windows=TWO_DAYS,
        teachers=[teacher("t1", days=[1]), teacher("t2", days=[3])],
    )
    said = (
        "They cannot adjoin: Juf t1 does not work on Thursday; Juf t2 does not work on Tuesday. It would work if Juf "
        "t1 also has conversations on Thu 4 Feb from 15:00 to 15:10, or if Juf t2 also has conversations on Tue 2 Feb "
        "from 14:40 to 14:50."
    )
    assert reasons(round).apart == {"a1": said, "a2": said}
    assert reasons(round, "nl").apart["a1"] == (
        "Ze kunnen niet op elkaar aansluiten: Juf t1 werkt niet op donderdag; Juf t2 werkt niet op dinsdag. Het kan "
        "wel als Juf t1 ook op do 4 feb van 15:00 tot 15:10 gesprekken voert, of als Juf t2 ook op di 2 feb van 14:40 "
        "tot 14:50 gesprekken voert."
    )


def test_a_window_too_short_for_two() -> None:
    """Each day has one slot only: whatever the rules, two conversations do not follow each other in it."""
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"]}, pupils=SIBLINGS, groups=TWO_GROUPS,
        windows=[window("14:30", "14:40"), window("14:30", "14:40", THURSDAY)],
    )
    assert reasons(round).apart == {"a1": (
        "No window has room for them one after another. It would work if the window on Tue 2 Feb from 14:30 lasts "
        "until 14:50, or if there is an evening on Tue 2 Feb from 18:30 to 20:30."
    )}
    assert reasons(round, "nl").apart["a1"].startswith("Geen tijdvak heeft er plaats voor na elkaar. Het kan wel als ")


def test_siblings_apart_so_that_others_have_a_place() -> None:
    """Only Tuesday has two slots. Noor and Sam can come in its first only, each at one of the siblings' teachers.

    Noor's conversation is optional, so that it would be the one to go.
    """
    pupils = (*SIBLINGS, Pupil("p3", "Noor", "de Wit", "5A"), Pupil("p4", "Sam", "Bakker", "6A"))
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"], "p3": ["a3"], "p4": ["a4"]}, pupils=pupils, groups=TWO_GROUPS,
        windows=[window("14:30", "14:50"), window("14:30", "14:40", THURSDAY)],
        availability=(cannot("a3", date=THURSDAY), cannot("a4", date=THURSDAY), cannot("a3", "14:40"),
                      cannot("a4", "14:40")), requests=(Request("p3", mandatory=False),),
    )
    assert reasons(round).apart == {
        "a1": "They could adjoin, but then the conversation about Noor de Wit has no place. It would work if the "
              "window on Tue 2 Feb from 14:30 lasts until 15:00, or if there is an evening on Tue 2 Feb from 18:30 to "
              "20:30."
    }
    assert reasons(round, "nl").apart["a1"].startswith(
        "Ze kunnen wel op elkaar aansluiten, maar dan heeft het gesprek over Noor de Wit geen plek. Het kan wel als ")


def test_a_wish_for_a_time_without_conversations() -> None:
    round = tiny_round({"p1": ["a1"]}, availability=(rather("a1", date=THURSDAY),))
    key = ("a1", meeting_id_of("p1", ""))
    assert reasons(round).missed == {key: (
        "Would rather come on Thu 4 Feb; no conversations are held then. It would work if there is an evening on Thu 4 "
        "Feb from 18:30 to 20:30."
    )}
    assert reasons(round, "nl").missed == {key: (
        "Liefst op do 4 feb; dan zijn er geen gesprekken. Het kan wel als er een avond komt op do 4 feb van 18:30 tot "
        "20:30."
    )}


def test_a_wish_for_a_day_off() -> None:
    round = tiny_round({"p1": ["a1"]}, windows=TWO_DAYS, teachers=[teacher(days=[1])],
                       availability=(rather("a1", date=THURSDAY),))
    key = ("a1", meeting_id_of("p1", ""))
    assert reasons(round).missed == {key: (
        "Would rather come on Thu 4 Feb; that cannot be: Juf t1 does not work on Thursday. It would work if Juf t1 "
        "also has conversations on Thu 4 Feb from 14:30 to 14:40."
    )}
    assert reasons(round, "nl").missed == {key: (
        "Liefst op do 4 feb; dat kan niet: Juf t1 werkt niet op donderdag. Het kan wel als Juf t1 ook op do 4 feb van "
        "14:30 tot 14:40 gesprekken voert."
    )}


def test_a_wish_that_would_part_siblings() -> None:
    """On Thursday, when a1 would rather come about Elif, her brother's teacher does not work."""
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a2"]}, pupils=SIBLINGS, groups=TWO_GROUPS, windows=TWO_DAYS,
        teachers=[teacher("t1"), teacher("t2", days=[1])], availability=(rather("a1", date=THURSDAY),),
    )
    assert reasons(round).missed == {("a1", meeting_id_of("p1", "")): (
        "Would rather come on Thu 4 Feb; then the conversations of one family would not adjoin: Juf t2 does not work "
        "on Thursday. It would work if Juf t2 also has conversations on Thu 4 Feb from 14:30 to 14:40, and 1 other "
        "conversation moves."
    )}
    assert reasons(round, "nl").missed == {("a1", meeting_id_of("p1", "")): (
        "Liefst op do 4 feb; dan sluiten de gesprekken van één gezin niet op elkaar aan: Juf t2 werkt niet op "
        "donderdag. Het kan wel als Juf t2 ook op do 4 feb van 14:30 tot 14:40 gesprekken voert en 1 ander gesprek "
        "verschuift."
    )}


def test_a_time_that_too_many_wish_for() -> None:
    families = {f"p{i}": [f"a{i}"] for i in range(1, 4)}
    round = tiny_round(families, windows=[window(), window("18:30", "18:50", THURSDAY, evening=True)],
                       availability=tuple(rather(f"a{i}", date=THURSDAY) for i in range(1, 4)))
    assert list(reasons(round).missed.values()) == [
        "Would rather come on Thu 4 Feb; Juf t1: 3 conversations wished for then or without another time, 2 places "
        "(Thu 4 Feb 18:30–18:50). It would work if the window on Thu 4 Feb from 18:30 lasts until 19:00."
    ]
    assert list(reasons(round, "nl").missed.values()) == [
        "Liefst op do 4 feb; Juf t1: 3 gesprekken die dan gewenst zijn of niet anders kunnen, 2 plekken (do 4 feb "
        "18:30–18:50). Het kan wel als het tijdvak op do 4 feb vanaf 18:30 tot 19:00 duurt."
    ]


def test_a_wish_that_another_would_pay_for() -> None:
    """p1 and p2 follow each other; whoever is first in the half hour, one of the two wishes for 14:30 is missed."""
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1", "a2"]}, pupils=SIBLINGS, groups=TWO_GROUPS, windows=[window("14:30", "15:00")],
        availability=(rather("a1", "14:30", "14:40", date=TUESDAY),), siblings=Siblings(max_wait_minutes=0),
    )
    [(key, said)] = reasons(round).missed.items()
    other = {meeting_id_of("p1", ""): "Daan", meeting_id_of("p2", ""): "Elif"}[key[1]]
    assert said in (
        "Would rather come on Tue 2 Feb from 14:30 to 14:40; that could be, but then the conversation about "
        f"{other} Yılmaz is outside the times preferred.",
        "Would rather come on Tue 2 Feb from 14:30 to 14:40; Ouder a1: 2 conversations wished for then or without "
        "another time, 1 place (Tue 2 Feb 14:30–14:40).",
    )


def test_nothing_to_explain() -> None:
    found = reasons(tiny_round())
    assert (found.unplaced, found.apart, found.missed) == ({}, {}, {})
