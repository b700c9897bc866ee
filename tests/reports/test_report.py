"""The report as a head reads it, from a small school with a bit of everything."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.appointments import Answer, Appointment, Bounded, Outcome, Plan, Unplaced
from scheduler.meetings import meeting_id_of, meetings_of
from scheduler.problems import Problem
from scheduler.reports.report import report_page
from scheduler.round import COST_KEYS, Availability, Breaks, Guardian, Request, Teacher
from tests.reports.reading import Seen, by_id, grid, of_class, parsed, rows, section, text
from tests.reports.school import outcome_of, school_plan, school_round
from tests.reports.test_changes import published
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, pupil, teacher, tiny_round, window

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from scheduler.round import Round


def read(round: Round, plan: Plan, **more: Any) -> Element:
    """The report of a plan that is not proven, parsed."""
    outcome = more.pop("outcome", None) or outcome_of(round, plan, published=more.get("published", ()))
    return parsed(report_page(round, meetings_of(round), outcome, **more))


@pytest.fixture(scope="module")
def page() -> Element:
    """The small school's report."""
    round = school_round()
    return read(round, school_plan(round), input_sha256="0123456789abcdef" * 4)


def by_hand() -> tuple[Round, Plan]:
    """Two teachers, of whom one attends at the other's, an away teacher, a break, a gap and a long meeting."""
    round = tiny_round(
        {f"p{i}": ["a1"] if i in (1, 2) else [f"a{i}"] for i in range(1, 6)},
        windows=[window("14:30", "16:00"), window("18:30", "19:00", THURSDAY, evening=True)],
        groups=[group("5A", "t1")],
        teachers=[teacher("t1", days=[1], room="lokaal 5"), Teacher("ib", "Ib Smit", frozenset({1, 3}), role="ib")],
        requests=[Request("p3", staff=("ib",), minutes=20), Request("p4", modality="phone")],
        availability=[Availability("ib", "unavailable", date=TUESDAY, start_minute=minute("15:30"))],
        adults=[adult(f"a{i}", phone="06 12345678" if i == 4 else "") for i in (1, 3, 4, 5)],
        breaks=Breaks(2, 10), child_present_from_level=5,
    )  # fmt: skip
    by_pupil = {meeting.pupil_id: meeting for meeting in meetings_of(round)}
    held = [("p1", "14:30", "14:40"), ("p2", "14:40", "14:50"), ("p3", "15:00", "15:20"), ("p4", "15:30", "15:40")]
    appointments = [
        Appointment(it.meeting_id, pupil_id, it.adult_ids, it.teams[0].teacher_ids, TUESDAY, minute(start), minute(end),
                    "lokaal 5", it.modality)
        for pupil_id, start, end in held
        for it in [by_pupil[pupil_id]]
    ]
    reason = "Ouder a5 kan alleen op vrijdag; dan zijn er geen gesprekken."
    return round, Plan.of(appointments, [Unplaced(meeting_id_of("p5", ""), "p5", ("a5",), reason)])


def test_it_is_one_page_in_the_language_of_the_school(page: Element) -> None:
    assert page.get("lang") == "nl"
    assert [text(h1) for h1 in page.iter("h1")] == ["Februarigesprekken 2027"]
    assert text(next(page.iter("title"))) == "Februarigesprekken 2027 · De Zandloper"
    assert text(next(of_class(page, "when"))) == "dinsdag 2 februari 2027 tot en met donderdag 4 februari 2027"


def test_it_speaks_english_to_an_english_school() -> None:
    round = school_round()
    english = replace(round, school=replace(round.school, language="en"))
    page = read(english, school_plan(english))
    assert page.get("lang") == "en"
    assert text(by_id(page, "timetable")) == "Timetable"
    assert text(next(of_class(page, "when"))) == "Tuesday 2 February 2027 to Thursday 4 February 2027"


def test_it_needs_no_script_and_nothing_from_elsewhere(page: Element) -> None:
    assert not list(page.iter("script"))
    addresses = [element.get(name, "") for element in page.iter() for name in ("href", "src")]
    assert {address[:1] for address in addresses if address} == {"#"}
    assert "url(" not in text(next(page.iter("style")))
    assert "@import" not in text(next(page.iter("style")))


def test_every_link_leads_somewhere_and_every_id_is_one_of_a_kind(page: Element) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href", "")[1:] for link in page.iter() if link.get("href")} <= set(ids)


def test_headings_go_down_one_level_at_a_time(page: Element) -> None:
    levels = [int(each.tag[1]) for each in page.iter() if each.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_tables_have_captions_and_scoped_headers(page: Element) -> None:
    tables = list(page.iter("table"))
    assert tables
    for table in tables:
        caption = table.find("caption")
        assert caption is not None
        assert text(caption)
        assert {th.get("scope") for th in table.iter("th")} == {"col", "row"}


def test_what_scrolls_can_be_reached_and_has_a_name(page: Element) -> None:
    for region in of_class(page, "scroll"):
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")
        assert region.get("aria-label") or region.get("aria-labelledby")


def test_the_key_figures(page: Element) -> None:
    figures = {text(each.find("dt")): text(each.find("dd")) for each in next(of_class(page, "figures"))}  # type: ignore[arg-type]
    assert figures == {
        "gesprekken": "27", "hebben een plek": "27", "hebben geen plek": "0", "gezinnen": "19", "leerkrachten": "6",
        "van de 3 tijdvakken in gebruik": "3", "op een avond": "4",
    }  # fmt: skip


def test_the_grid_shows_who_sits_where_and_when() -> None:
    page = read(*by_hand())
    assert grid(page, 1) == {
        "Juf t1": [
            Seen("meeting", "14:30", 1, "P1 de Vries gr. 5A 1"),
            Seen("meeting", "14:40", 1, "P2 de Vries gr. 5A 1"),
            Seen("break", "14:50", 1, "pauze"),
            Seen("meeting", "15:00", 2, "P3 de Vries gr. 5A + Ib Smit"),
            Seen("idle", "15:20", 1, "10 min. ertussen"),
            Seen("meeting", "15:30", 1, "P4 de Vries gr. 5A tel."),
            Seen("free", "15:40", 2, ""),
        ],
        "Ib Smit": [
            Seen("free", "14:30", 3, ""),
            Seen("meeting", "15:00", 2, "P3 de Vries gr. 5A + Juf t1"),
            Seen("free", "15:20", 1, ""),
            Seen("away", "15:30", 3, "werkt niet"),
        ],
    }


def test_a_window_without_conversations_is_one_line() -> None:
    page = read(*by_hand())
    empty = section(page, "window-2")
    assert text(empty) == "donderdag 4 februari 2027 avond 18:30 tot 19:00 · 0 gesprekken"
    assert [each.get("aria-labelledby") for each in of_class(page, "empty")] == ["window-2"]


def test_an_evening_is_named_and_styled(page: Element) -> None:
    assert text(by_id(page, "window-3")) == "donderdag 4 februari 2027 avond"
    assert [each.get("aria-labelledby") for each in of_class(page, "window") if "evening" in each.get("class", "")] == [
        "window-3"
    ]


def test_a_window_cut_at_the_cutoff_says_so(page: Element) -> None:
    said = text(next(of_class(section(page, "window-1"), "band")))
    assert said.endswith("16:00 tot 17:00 (daar afgekapt: het tijdvak loopt tot 17:15) · 18 gesprekken")


def test_a_visit_can_be_followed_through_the_grid() -> None:
    page = read(*by_hand())
    visit = by_id(page, "visit-1")
    assert text(visit) == "1 bezoek 1: Ouder a1 14:30–14:40 P1 (gr. 5A), lokaal 5 14:40–14:50 P2 (gr. 5A), lokaal 5"
    targets = [by_id(page, link.get("href", "")[1:]) for link in visit.iter("a")]
    assert [text(target) for target in targets] == ["P1 de Vries gr. 5A 1", "P2 de Vries gr. 5A 1"]
    assert [link.get("href") for target in targets for link in target.iter("a")] == ["#visit-1", "#visit-1"]


def test_a_teachers_sheet_tells_the_whole_afternoon() -> None:
    sheet = section(read(*by_hand()), "sheet-t1")
    (table,) = sheet.iter("table")
    assert text(table.find("caption")) == "dinsdag 2 februari 2027"  # type: ignore[arg-type]
    assert [[" ".join(cell.split()) for cell in row] for row in rows(table)] == [
        ["14:30–14:40", "P1 de Vries 5A", "Ouder a1 en P1", "lokaal 5"],
        ["14:40–14:50", "P2 de Vries 5A", "Ouder a1 en P2", "lokaal 5"],
        ["14:50–15:00", "pauze"],
        ["15:00–15:20", "P3 de Vries 5A", "Ouder a3 en P3", "lokaal 5 met Ib Smit"],
        ["15:20–15:30", "10 min. ertussen"],
        ["15:30–15:40", "P4 de Vries 5A", "Ouder a4 en P4", "tel. 06 12345678"],
    ]


def test_who_has_no_place_and_why() -> None:
    round, plan = by_hand()
    (card,) = of_class(section(read(round, plan), "attention"), "card")
    assert text(card) == "P5 de Vries 5A · Ouder a5 Ouder a5 kan alleen op vrijdag; dan zijn er geen gesprekken."


def test_a_full_plan_says_so(page: Element) -> None:
    assert "Elk gesprek heeft een plek." in text(section(page, "attention"))


def test_warnings_and_pupils_whom_nobody_may_be_invited_for() -> None:
    round = tiny_round(
        guardians=[Guardian("p1", "a1"), Guardian("p2", "a2", contact_ban=True)], pupils=[pupil("p1"), pupil("p2")]
    )
    warning = Problem("guardians.csv", 3, "contact_ban", "ja", "Nothing on file", {}, "warning")
    page = read(round, Plan(()), warnings=[warning])
    said = text(section(page, "attention"))
    assert "Voor deze leerlingen mag niemand worden uitgenodigd; daarom is er geen gesprek. P2 de Vries (5A)" in said
    assert 'guardians.csv, regel 3, kolom contact_ban: "ja" Nothing on file' in said
    assert "Ouder a2" not in text(page)


def test_costs_come_in_the_rounds_order_with_what_is_proven() -> None:
    round, plan = by_hand()
    order = ("teacher_idle_minutes", "unplaced_mandatory", "wishes_missed", "siblings_apart", "parent_wait_minutes")
    round = replace(round, settings=replace(round.settings, objective=order))
    bounds = {"teacher_idle_minutes": 3, "unplaced_mandatory": 1, "wishes_missed": None, "siblings_apart": 0}
    costs = {key: bounded.cost for key, bounded in outcome_of(round, plan).objective.items()}
    objective = {key: Bounded(costs[key], bounds.get(key)) for key in COST_KEYS}
    objective["parent_wait_minutes"] = Bounded(10, 0)
    page = read(round, plan, outcome=Outcome("feasible", plan, objective, 2.0, 7))
    assert rows(next(of_class(page, "costs")))[:6] == [
        ["Minuten dat leerkrachten tussen gesprekken wachten", "10", "minder dan 3 kan zeker niet"],
        ["Verplichte gesprekken zonder plek", "1", "bewezen: minder kan niet"],
        ["Gesprekken buiten de tijden die mensen het liefst hebben", "0", "niet bewezen"],
        ["Ouders van wie de gesprekken niet op elkaar aansluiten", "0", "bewezen: beter kan niet"],
        ["Minuten dat ouders tussen hun gesprekken wachten", "10", "niet bewezen"],
        ["Vrijwillige gesprekken zonder plek", "0", "alleen geteld; telde niet mee bij de keuze"],
    ]
    assert text(next(of_class(page, "status"))).startswith("Een rooster dat u kunt gebruiken;")


def test_the_best_plan_is_called_so() -> None:
    round, plan = by_hand()
    outcome = replace(outcome_of(round, plan), status="optimal")
    said = text(next(of_class(read(round, plan, outcome=outcome), "status")))
    assert said == "Bewezen het beste: geen enkel rooster doet het beter."


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("infeasible", "Er bestaat geen rooster dat aan alle regels voldoet."),
        ("no_answer", "Binnen de tijd is er geen rooster gevonden."),
    ],
)
def test_without_a_plan_the_report_says_why(status: Any, sentence: str) -> None:
    round, _ = by_hand()
    page = parsed(report_page(round, meetings_of(round), Outcome(status, None, {}, 1.0, 0)))
    assert text(next(of_class(page, "status"))) == sentence
    assert not list(page.iter("table"))


def test_who_moves_from_when_to_when_and_why() -> None:
    round, plan = by_hand()
    was = list(published(plan))
    was[0] = replace(was[0], start_minute=minute("15:40"), end_minute=minute("15:50"))
    page = read(round, plan, published=tuple(was))
    assert rows(next(of_class(page, "changes"))) == [
        ["P1 de Vries 5A Ouder a1",
         "di 2 feb, 15:40–15:50 Juf t1 · lokaal 5", "di 2 feb, 14:30–14:40 Juf t1 · lokaal 5",
         "Zo sluiten de gesprekken van Ouder a1 op elkaar aan."],
    ]  # fmt: skip


def test_without_a_change_there_is_no_before_and_after() -> None:
    round, plan = by_hand()
    assert not list(of_class(read(round, plan, published=published(plan)), "changes"))


def test_who_has_not_answered() -> None:
    round, plan = by_hand()
    first, second = plan.appointments[:2]
    answers = {("a1", first.meeting_id): Answer("accepted"), ("a1", second.meeting_id): Answer("declined")}
    page = read(round, plan, published=published(plan), answers=answers)
    part = section(page, "replies")
    assert text(part.find("p")) == (  # type: ignore[arg-type]
        "Van de 4 uitnodigingen zijn er 1 aangenomen, 0 onder voorbehoud aangenomen en 1 afgeslagen."
    )
    declined, silent = of_class(part, "people")
    assert rows(declined) == [["Ouder a1", "P2 de Vries 5A", "di 2 feb, 14:40–14:50", "geen nummer bekend"]]
    assert [row[0] for row in rows(silent)] == ["Ouder a3", "Ouder a4"]
    assert rows(silent)[1][3] == "06 12345678"
    assert not list(of_class(part, "screen"))


def test_what_somebody_wrote_with_a_decline_stands_beside_it() -> None:
    round, plan = by_hand()
    answers = {("a1", plan.appointments[0].meeting_id): Answer("declined", "<b>Ziek</b> & kan wel donderdag")}
    page = read(round, plan, published=published(plan), answers=answers)
    declined, _ = of_class(section(page, "replies"), "people")
    assert rows(declined)[0][0] == "Ouder a1 “<b>Ziek</b> & kan wel donderdag”"


def test_while_nobody_has_answered_the_list_of_everyone_is_not_printed() -> None:
    round, plan = by_hand()
    page = read(round, plan, published=published(plan), answers={})
    (kept,) = of_class(section(page, "replies"), "screen")
    assert len(rows(next(of_class(kept, "people")))) == 4


def test_missed_wishes_and_siblings_apart_have_their_reasons() -> None:
    round, plan = by_hand()
    round = replace(
        round,
        availability=(Availability("a3", "preferred", date=THURSDAY),),
        settings=replace(round.settings, siblings=replace(round.settings.siblings, max_wait_minutes=0)),
    )
    later = replace(plan.appointments[1], start_minute=minute("15:40"), end_minute=minute("15:50"))
    plan = Plan.of([later, *(it for it in plan.appointments if it.pupil_id != "p2")], list(plan.unplaced))
    missed_reasons = {("a3", meeting_id_of("p3", "")): "Donderdag is vol."}
    page = read(round, plan, apart_reasons={"a1": "Juf t1 is dan bezig."}, missed_reasons=missed_reasons)
    assert rows(next(of_class(page, "missed"))) == [
        ["Ouder a3", "P3 de Vries 5A", "di 2 feb, 15:00–15:20", "Donderdag is vol."]
    ]
    (card,) = of_class(section(page, "costs"), "card")
    assert text(card).startswith("Ouder a1 di 2 feb, 14:30: P1 de Vries")
    assert text(card).endswith("Juf t1 is dan bezig.")


def test_names_are_text_and_never_markup() -> None:
    round, plan = by_hand()
    sly = replace(round.pupils[0], first_name="<script>alert(1)</script>", last_name='"&amp;')
    page = read(replace(round, pupils=(sly, *round.pupils[1:])), plan)
    assert not list(page.iter("script"))
    assert '<script>alert(1)</script> "&amp; gr. 5A' in grid(page, 1)["Juf t1"][0].text


def test_the_page_tells_what_made_it(page: Element) -> None:
    made = text(next(of_class(page, "made")))
    assert made == "Gemaakt met Tienminuten 0.1.0 · toevalsgetal 0 · invoer 0123456789ab · 1,2 seconden"


def test_the_same_plan_gives_the_same_bytes() -> None:
    round, plan = school_round(), school_plan(school_round())
    outcome = outcome_of(round, plan)
    assert report_page(round, meetings_of(round), outcome) == report_page(school_round(), meetings_of(round), outcome)
