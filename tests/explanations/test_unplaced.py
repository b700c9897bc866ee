"""Why a meeting has no place, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.case import Case
from scheduler.explanations.effort import Effort
from scheduler.explanations.unplaced import causes_of
from scheduler.round import Availability, Breaks, GroupTeacher, Guardian, Request, Separation
from scheduler.solver import solve
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, teacher, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Round


def causes(round: Round, language: str = "en") -> dict[str, str]:
    """The sentence of each unplaced meeting of the best plan, by pupil."""
    outcome = solve(round)
    assert outcome.plan is not None
    found = causes_of(Case(round, outcome.plan, (), outcome.objective), Effort(20))
    return {row.pupil_id: found[row.meeting_id].sentence(round, language) for row in outcome.plan.unplaced}


def only(round: Round, language: str = "en") -> str:
    """The sentence of the only unplaced meeting."""
    [sentence] = causes(round, language).values()
    return sentence


def cannot(person_id: str, start: str = "00:00", end: str = "24:00", **more: object) -> Availability:
    """A row of a person who cannot come then."""
    return Availability(person_id, "unavailable", start_minute=minute(start), end_minute=minute(end), **more)


def test_names_the_person_who_cannot_come() -> None:
    round = tiny_round(availability=(cannot("a2", date=TUESDAY),))
    assert only(round) == "No time is left: Ouder a2 cannot come on Tue 2 Feb."
    assert only(round, "nl") == "Er blijft geen tijd over: Ouder a2 kan niet op di 2 feb."


def test_names_only_who_is_needed_for_it() -> None:
    """a1 takes a half hour too, but a2 takes all of it: a1 is no part of the reason."""
    round = tiny_round(availability=(cannot("a1", end="15:00"), cannot("a2")))
    assert only(round) == "No time is left: Ouder a2 cannot come on Tue 2 Feb."


def test_names_two_people_who_have_no_common_time() -> None:
    round = tiny_round(availability=(cannot("a1", end="15:00"), cannot("a2", "15:00")))
    assert only(round) == (
        "No time is left: Ouder a1 cannot come on Tue 2 Feb until 15:00; Ouder a2 cannot come on Tue 2 Feb from 15:00."
    )
    assert only(round, "nl") == (
        "Er blijft geen tijd over: Ouder a1 kan niet op di 2 feb tot 15:00; Ouder a2 kan niet op di 2 feb vanaf 15:00."
    )


def test_names_days_off_by_the_day_of_the_week() -> None:
    round = tiny_round(
        windows=[window(), window(date=THURSDAY)], teachers=[teacher(days=[3])],
        availability=(cannot("a1", date=THURSDAY),),
    )
    assert only(round) == "No time is left: Juf t1 does not work on Tuesday; Ouder a1 cannot come on Thu 4 Feb."
    assert only(round, "nl") == "Er blijft geen tijd over: Juf t1 werkt niet op dinsdag; Ouder a1 kan niet op do 4 feb."


def test_names_a_teacher_who_never_works() -> None:
    round = tiny_round(windows=[window(), window(date=THURSDAY)], teachers=[teacher(days=[0])])
    assert only(round) == "No time is left: Juf t1 works on none of the dates."


def test_names_the_days_of_a_duo() -> None:
    duo = group("5A", "t1", "t2")
    days = (GroupTeacher("t1", frozenset({0})), GroupTeacher("t2", frozenset({3})))
    round = tiny_round(groups=[type(duo)("5A", 5, days)])
    assert only(round) == (
        "No time is left: Juf t1 does not have group 5A on Tuesday; Juf t2 does not have group 5A on Tuesday."
    )
    assert only(round, "nl") == (
        "Er blijft geen tijd over: Juf t1 heeft groep 5A niet op dinsdag; Juf t2 heeft groep 5A niet op dinsdag."
    )


def test_says_that_a_window_is_too_short() -> None:
    round = tiny_round(windows=[window("14:30", "14:40")], requests=(Request("p1", minutes=20),))
    assert only(round) == "No window is long enough for a conversation of 20 minutes."
    assert only(round, "nl") == "Geen tijdvak is lang genoeg voor een gesprek van 20 minuten."


def test_says_that_the_cutoff_takes_it() -> None:
    round = tiny_round(windows=[window("16:55", "17:30")])
    assert only(round) == "No time is left: conversations end by 17:00."
    assert only(round, "nl") == "Er blijft geen tijd over: gesprekken duren tot uiterlijk 17:00."


FIVE = {f"p{i}": [f"a{i}"] for i in range(1, 6)}


def test_counts_conversations_and_places() -> None:
    round = tiny_round(FIVE, windows=[window("14:30", "15:00")])
    told = causes(round)
    assert list(told.values()) == ["Juf t1: 5 conversations, 3 places (Tue 2 Feb 14:30–15:00)."] * 2
    assert set(causes(round, "nl").values()) == {"Juf t1: 5 gesprekken, 3 plekken (di 2 feb 14:30–15:00)."}


def test_counts_only_those_that_must_be_there() -> None:
    """p1 to p3 can come in the first twenty minutes only; p4 and p5 have the rest."""
    late = tuple(cannot(f"a{i}", "14:50") for i in (1, 2, 3))
    round = tiny_round(FIVE, windows=[window("14:30", "15:30")], availability=late)
    assert only(round) == "Juf t1: 3 conversations, 2 places (Tue 2 Feb 14:30–14:50)."


def test_counts_breaks() -> None:
    round = tiny_round(FIVE, windows=[window("14:30", "15:20")], breaks=Breaks(2, 10))
    assert only(round) == "Juf t1: 5 conversations, 4 places with the breaks in between (Tue 2 Feb 14:30–15:20)."


def test_counts_the_most_conversations_a_day() -> None:
    round = tiny_round(FIVE, teachers=[teacher(max_meetings_per_day=4)])
    assert only(round) == (
        "Juf t1: 5 conversations, 4 places with the most that was agreed for a day (Tue 2 Feb 14:30–15:30)."
    )


def test_counts_long_conversations() -> None:
    """Fifty minutes hold two conversations of twenty, though three of them begin at different slots."""
    requests = tuple(Request(f"p{i}", minutes=20) for i in range(1, 4))
    families = {f"p{i}": [f"a{i}"] for i in range(1, 4)}
    round = tiny_round(families, windows=[window("14:30", "15:20")], requests=requests)
    assert only(round) == "Juf t1: 3 conversations, 2 places (Tue 2 Feb 14:30–15:20)."


def test_counts_a_parent_with_little_time() -> None:
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"], "p3": ["a1"]},
        groups=[group("5A", "t1"), group("6A", "t2"), group("7A", "t3")],
        availability=(cannot("a1", "14:50"),),
        pupils=[type(p)(p.pupil_id, p.first_name, p.last_name, g) for p, g in
                zip(tiny_round({"p1": ["a1"], "p2": ["a1"], "p3": ["a1"]}).pupils, ("5A", "6A", "7A"), strict=True)],
    )
    assert only(round) == "Ouder a1: 3 conversations, 2 places (Tue 2 Feb 14:30–14:50)."


def test_counts_a_duo_together() -> None:
    round = tiny_round(FIVE, windows=[window("14:30", "14:50")], groups=[group("5A", "t1", "t2")])
    assert only(round) == "Juf t1 and Juf t2: 5 conversations, 4 places (Tue 2 Feb 14:30–14:50)."


def test_names_the_rule_between_two_parties() -> None:
    """Two parties of one pupil need half an hour between them, which one short window has not."""
    round = tiny_round(
        {"p1": ["a1", "a2"]}, windows=[window("14:30", "15:00")],
        separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")),
    )
    assert only(round) == (
        "The conversations about P1 de Vries cannot all be held: people who come apart need 30 minutes in between."
    )
    assert only(round, "nl") == (
        "De gesprekken over P1 de Vries kunnen niet allemaal gehouden worden: "
        "tussen mensen die apart komen moet 30 minuten zitten."
    )


def test_names_the_rule_that_parties_meet_the_same_teachers() -> None:
    """Each parent can come on one of the two days, and each day has another teacher."""
    round = tiny_round(
        {"p1": ["a1", "a2"]}, windows=[window(), window(date=THURSDAY)], groups=[group("5A", "t1", "t2")],
        teachers=[teacher("t1", days=[1]), teacher("t2", days=[3])],
        separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")),
        availability=(cannot("a1", date=THURSDAY), cannot("a2", date=TUESDAY)),
    )
    assert only(round) == (
        "The conversations about P1 de Vries cannot all be held: whoever comes apart meets the same teachers."
    )


def test_says_what_is_proven_where_nothing_else_explains() -> None:
    """Three conversations at three teachers share one parent each two by two: at two times only two can be held."""
    families = {"p1": ["a1", "a2"], "p2": ["a2", "a3"], "p3": ["a3", "a1"]}
    pupils = [type(each)(each.pupil_id, each.first_name, each.last_name, name)
              for each, name in zip(tiny_round(families).pupils, ("5A", "6A", "7A"), strict=True)]
    round = tiny_round(
        families, windows=[window("14:30", "14:50")], pupils=pupils,
        groups=[group("5A", "t1"), group("6A", "t2"), group("7A", "t3")],
    )
    assert only(round) == (
        "The conversations about P1 de Vries, P2 de Vries and P3 de Vries cannot all be held: "
        "nobody can be in two at once."
    )


def test_says_what_the_round_has_first() -> None:
    """One slot for a flagged wish: the order has wishes first, and the only time is outside them."""
    round = tiny_round(
        {"p1": ["a1"]}, windows=[window("14:30", "14:40")], objective=("wishes_missed", "unplaced_mandatory"),
        availability=(Availability("a1", "preferred", date=THURSDAY),),
    )
    assert only(round) == (
        "It would fit, but then the conversation about P1 de Vries is outside the times preferred, "
        "and this round's order has that first."
    )
    assert only(round, "nl") == (
        "Het past wel, maar dan valt het gesprek over P1 de Vries buiten de gewenste tijden, "
        "en dat gaat in deze ronde voor."
    )


def test_says_that_the_order_does_not_count_places() -> None:
    round = tiny_round({"p1": ["a1"]}, objective=("moved",))
    assert only(round) == "This round's order of costs does not count conversations without a place."


def test_says_that_a_ban_stands_in_the_way_without_naming_whom_it_concerns() -> None:
    ties = [Guardian("p1", "a1"), Guardian("p1", "a2", contact_ban=True)]
    round = tiny_round(guardians=ties, adults=[adult("a1"), adult("a2", teacher_id="t1")])
    assert only(round) == (
        "No time is left: someone who would have to attend may not (contact_ban in guardians.csv)."
    )
    assert only(round, "nl") == (
        "Er blijft geen tijd over: iemand die erbij zou moeten zijn, mag dat niet (contact_ban in guardians.csv)."
    )


def test_says_that_the_only_teacher_is_in_a_party() -> None:
    round = tiny_round(adults=[adult("a1"), adult("a2", teacher_id="t1")],
                       separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")))
    [sentence] = {*causes(round).values()}
    assert sentence == "No time is left: someone who would have to attend as a teacher is in one of the parties."
    [sentence] = {*causes(round, "nl").values()}
    assert sentence == (
        "Er blijft geen tijd over: iemand die er als leerkracht bij zou moeten zijn, zit zelf in een van de "
        "gezelschappen."
    )
