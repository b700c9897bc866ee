"""The page of a comparison: numbers only, marked by more than colour, and the same bytes each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.reports.comparison import comparison_page
from scheduler.whatif.comparison import comparison_json
from scheduler.whatif.result import Spread
from tests.reports.reading import by_id, of_class, parsed, rows, section, text
from tests.whatif.school import ASKED, TABLES, compared

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from scheduler.whatif.comparison import Comparison

TEXT = """\
[[scenario]]
name = "Stoppen om <16:40> & $naar$ huis"
set = { "round.cutoff" = "16:40" }
[[scenario]]
name = "Met een avond"
after = "Stoppen om <16:40> & $naar$ huis"
add_window = [ { date = 2027-02-09, start = "18:30", end = "19:00", evening = true } ]
[[scenario]]
name = "Lengte en einde"
sweep = { "round.meeting_minutes" = [10, 15], "round.cutoff" = ["16:40", "17:00"] }
[[allowed_window]]
date = 2027-02-11
start = "16:30"
end = "17:00"
"""


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compared(tmp_path_factory.mktemp("whatif"), TEXT, cheapest=True)


@pytest.fixture(scope="module")
def page(comparison: Comparison) -> Element:
    return parsed(comparison_page(comparison))


def table(page: Element, heading_id: str, number: int = 0) -> list[list[str]]:
    """The texts of a table below that heading."""
    return rows(list(section(page, heading_id).iter("table"))[number])


def test_each_answer_stands_on_a_card_with_its_proof(page: Element) -> None:
    first, second = (text(card) for card in of_class(section(page, "answers"), "card"))
    assert first == ("1. Stoppen om <16:40> & $naar$ huis 2 gezinnen hebben dan geen plek (2 gesprekken; bewezen: "
                     "minder kan niet). Het betekent één middag of avond meer voor een leerkracht. bewezen")
    assert second.endswith("bewezen bouwt voort op “Stoppen om <16:40> & $naar$ huis”")


def test_differences_are_marked_by_a_sign_and_a_word(page: Element) -> None:
    now, stopped, evening = table(page, "compared")
    assert [cells[0] for cells in (now, stopped, evening)] == [
        "Zoals het nu is", "1. Stoppen om <16:40> & $naar$ huis", "2. Met een avond"]
    assert now[1:] == ["0", "0", "0", "0", "3", "0", "bewezen"]
    assert stopped[1:] == ["2 ▲meer: +2", "0 =gelijk", "0 =gelijk", "0 =gelijk", "4 ▲meer: +1", "0 =gelijk", "bewezen"]
    assert evening[1] == "0 =gelijk"


def test_a_sweep_is_a_table_of_its_points(page: Element) -> None:
    found = table(page, "series-1")
    assert [cells[:3] for cells in found] == [
        ["10", "16:40", "2 ▲meer: +2"], ["10", "17:00", "0 =gelijk"], ["15", "16:40", "6 ▲meer: +6"],
        ["15", "17:00", "0 =gelijk"]]
    assert found[2][6] == "0 ▼minder: −3"


def test_teachers_are_called_after_their_group(page: Element) -> None:
    assert table(page, "loads") == [["groep 5A", "24", "22", "24"], ["groep 8B", "12", "2 ▲meer dan nu2", "12"]]


def test_who_is_affected_is_a_count(page: Element) -> None:
    assert table(page, "affected") == [
        ["Zoals het nu is", "5", "0", "", ""], ["1. Stoppen om <16:40> & $naar$ huis", "5", "2", "1", "0"],
        ["2. Met een avond", "5", "0", "0", "0"]]


def test_the_search_shows_what_was_tried(page: Element) -> None:
    questions = [text(heading) for heading in section(page, "cheapest").iter("h3")]
    assert questions == ["Welke extra tijdvakken zijn nodig?", "Met hoe weinig tijdvakken heeft iedereen nog een plek?",
                         "Hoe vroeg kan het laatste gesprek eindigen?", "Hoe lang kunnen gesprekken duren?"]
    assert table(page, "cheapest", 3)[0] == ["16:40", "nee, dat is bewezen", "minstens 1"]
    assert table(page, "cheapest", 3)[-1] == ["16:50", "ja", "0"]


def test_the_numbers_of_bars_and_curves_are_texts(page: Element) -> None:
    bars = next(of_class(section(page, "compared"), "plot"))
    said = [text(element) for element in bars.iter() if element.tag.endswith("text")]
    assert {"Gesprekken zonder plek", "Middagen en avonden van leerkrachten", "Zoals het nu is", "2", "4", "3"} <= set(
        said)
    assert "1. Stoppen om <16:40> & $naar$" in said
    curves = next(of_class(section(page, "series-1"), "plot"))
    assert {"tot 16:40", "tot 17:00", "Minuten per gesprek", "6"} <= {
        text(element) for element in curves.iter() if element.tag.endswith("text")}


def test_what_is_not_proven_is_shown_as_such(comparison: Comparison) -> None:
    first = comparison.results[1]
    loose = replace(first, status="feasible", objective={
        **first.objective, "unplaced_mandatory": Bounded(2, 1), "teacher_windows": Bounded(4, 3),
        "parent_wait_minutes": Bounded(10, 0)})
    page = parsed(comparison_page(replace(comparison, results=(comparison.baseline, loose))))
    assert text(next(of_class(page, "status"))) == (
        "Niet elk getal is bewezen: waar dat erbij staat, kan het misschien nog beter.")
    row = table(page, "compared")[1]
    assert row[1] == "2 ▲meer: +2 minstens 1"
    assert row[5:7] == ["4 ▲meer: +1 minstens 3", "10 ▲meer: +10 niet bewezen"]
    assert row[-1] == "niet bewezen"
    bars = next(of_class(section(page, "compared"), "plot"))
    assert {"2*", "4*"} <= {text(element) for element in bars.iter() if element.tag.endswith("text")}


def test_a_scenario_without_a_plan_says_why(comparison: Comparison) -> None:
    lost = replace(comparison.results[1], status="no_answer", placed=0, objective={}, load={}, spread={},
                   reason="Het proces hield voortijdig op.")
    stopped = replace(comparison, results=(comparison.baseline, lost), stopped=True)
    page = parsed(comparison_page(stopped))
    assert text(next(of_class(page, "status"))) == (
        "Gestopt voordat alles was gepland: 0 van de 1 scenario's staan hier.")
    assert "Het proces hield voortijdig op. geen rooster" in text(section(page, "answers"))
    assert table(page, "compared")[1][1:] == ["–"] * 6 + ["geen rooster"]
    assert table(page, "affected")[1] == ["1. Stoppen om <16:40> & $naar$ huis", "5", "–", "–", "–"]


def test_against_a_published_plan_the_page_counts_who_must_be_told(comparison: Comparison) -> None:
    results = (replace(comparison.baseline, told=0), replace(comparison.results[1], told=4, families_changed=3))
    page = parsed(comparison_page(replace(comparison, results=results)))
    assert table(page, "affected")[1] == ["1. Stoppen om <16:40> & $naar$ huis", "5", "2", "4", "3", "1", "0"]
    assert "4 mensen zouden bericht krijgen van een wijziging." in text(section(page, "answers"))
    heads = [text(head) for head in next(section(page, "compared").iter("thead")).iter("th")]
    assert "Mensen die bericht krijgen van een wijziging" in heads


def test_draws_show_least_and_most(tmp_path: Path) -> None:
    shares = "\n".join(f'[[scenario]]\nname = "{share}"\nrequest_share = {share}\ndraws = 3'
                       for share in (0.4, 0.7, 1.0))
    found = compared(tmp_path, shares, **ASKED)
    first = replace(found.scenarios[0], spread={**found.scenarios[0].spread, "unplaced": Spread(0, 0, 1),
                                                "families_unplaced": Spread(0, 0, 1)})
    page = parsed(comparison_page(replace(found, results=(found.baseline, first, *found.scenarios[1:]))))
    assert table(page, "compared")[1][1] == "0 =gelijk 0–1"
    assert table(page, "affected")[1][2] == "00–1"
    assert "3 lotingen" in text(section(page, "answers"))
    curves = list(of_class(section(page, "compared"), "plot"))[1]
    said = {text(element) for element in curves.iter() if element.tag.endswith("text")}
    assert {"40 %", "70 %", "100 %", "0 (0–1)"} <= said


def test_no_person_is_named(comparison: Comparison) -> None:
    people = [line.split(",") for file in ("teachers", "pupils", "adults")
              for line in str(TABLES[file]).splitlines()[1:]]
    words = {word for person in people for cell in (person[0], *person[1:3]) for word in re.findall(r"\w+", cell)}
    words -= {"de", "ma", "di", "wo", "do", "5A", "8B", "post", "example"}
    for page in (comparison_page(comparison), comparison_json(comparison)):
        shown = re.sub(r"<svg.*?</svg>|<style.*?</style>", lambda found: " ".join(
            re.findall(r">([^<>]+)</text>", found[0])), page, flags=re.DOTALL)
        assert words & set(re.findall(r"\w+", shown)) == set()


def test_the_page_is_one_file_and_the_same_each_time(comparison: Comparison) -> None:
    page = comparison_page(comparison)
    assert page == comparison_page(comparison)
    assert re.findall(r"<script|<link|@import|url\((?!#)|src=", page) == []
    assert set(re.findall(r'"(https?://[^"]*)"', page)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert [one for one in dict.fromkeys(ids) if ids.count(one) > 1] == []


def test_nothing_on_the_page_is_a_second(comparison: Comparison) -> None:
    slower = replace(comparison, results=tuple(replace(each, seconds=each.seconds + 9) for each in comparison.results))
    assert comparison_page(slower) == comparison_page(comparison)
    fast, slow = (json.loads(comparison_json(each)) for each in (comparison, slower))
    assert [row | {"seconds": 0} for row in fast] == [row | {"seconds": 0} for row in slow]


def test_every_link_leads_somewhere(page: Element) -> None:
    for link in page.iter("a"):
        assert by_id(page, link.get("href", "").removeprefix("#")) is not None


def test_draws_of_more_and_fewer_conversations_that_all_have_a_place(tmp_path: Path) -> None:
    apart = {"requests": "pupil_id\np6\n", "separate": "pupil_id,adult_id,party\np3,a3,vader\np3,a4,moeder\n"}
    found = compared(tmp_path, '[[scenario]]\nname = "De helft"\nrequest_share = 0.5\ndraws = 8\n', **ASKED | apart)
    (half,) = found.scenarios
    assert (half.spread["meetings"].least, half.spread["meetings"].most) == (3, 4)
    assert half.spread["unplaced"] == Spread(0, 0, 0)
    page = parsed(comparison_page(found))
    assert table(page, "compared")[1][1] == "0 =gelijk"
