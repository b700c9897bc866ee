"""The searches of `--cheapest`, against trying everything."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from scheduler.meetings import meetings_of
from scheduler.round import UNPLACED
from scheduler.whatif.compare import Effort
from scheduler.whatif.comparison import comparison_json
from scheduler.whatif.placing import Placing, place
from scheduler.whatif.questions import Question, answer
from scheduler.whatif.refute import minutes_of
from scheduler.whatif.run import compare, prepare
from tests.oracle import best_plan
from tests.random_rounds import random_round
from tests.whatif.school import SETTINGS, compared, scenarios_file, school

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.round import Round

EVENING = '[[allowed_window]]\ndate = 2027-02-09\nstart = "18:30"\nend = "{end}"\nevening = true\n'
LATER = '[[allowed_window]]\ndate = 2027-02-11\nstart = "16:50"\nend = "17:00"\n'
SCARCE = SETTINGS.replace('end = "17:00"', 'end = "16:40"')


def least_unplaced(round: Round) -> tuple[int, int]:
    """The fewest that must stay without a place, by trying every plan."""
    if not round.windows:
        mandatory = sum(meeting.mandatory for meeting in meetings_of(round))
        return (mandatory, len(meetings_of(round)) - mandatory)
    siblings = replace(round.settings.siblings, level="wish")
    costs, _ = best_plan(replace(round, settings=replace(round.settings, objective=UNPLACED, siblings=siblings)))
    return (costs["unplaced_mandatory"], costs["unplaced_optional"])


@pytest.mark.parametrize("seed", range(12))
def test_the_fewest_windows_are_those_of_trying_every_set(seed: int) -> None:
    round, _ = random_round(seed)
    found = answer(Question("extra_windows", (round,), Effort()))
    enough = least_unplaced(round)
    sets = [some for size in range(len(round.windows) + 1) for some in combinations(range(len(round.windows)), size)]
    smallest = next(some for some in sets
                    if least_unplaced(replace(round, windows=tuple(round.windows[at] for at in some))) <= enough)
    assert found.proven
    assert found.best is not None
    assert len(found.best.windows) == len(smallest)
    assert found.best.placing is not None
    assert found.best.placing.found == enough


@pytest.mark.parametrize("seed", range(40))
def test_counting_minutes_never_refutes_what_can_be_placed(seed: int) -> None:
    round, _ = random_round(seed)
    minutes = minutes_of(round)
    placing = place(round, Effort())
    assert placing is not None
    if placing.unplaced == 0:
        assert minutes.lacking(range(len(round.windows))) == 0
    assert minutes.homeless <= placing.at_least


def test_counting_minutes_refutes_what_cannot(tmp_path: Path) -> None:
    from scheduler.intake import read_round

    minutes = minutes_of(read_round(school(tmp_path)).round)
    # Each afternoon has 30 minutes for each teacher; 5A needs 40 and 8B 20.
    assert [minutes.lacking(windows) for windows in ((), (0,), (1,), (0, 1))] == [60, 10, 10, 0]


def test_counting_minutes_leaves_room_for_breaks(tmp_path: Path) -> None:
    from scheduler.intake import read_round

    settings = SETTINGS.replace("[[window]]", "[breaks]\nafter_meetings = 2\nminutes = 10\n[[window]]", 1)
    minutes = minutes_of(read_round(school(tmp_path, settings=settings)).round)
    # Two conversations fit in an afternoon, as a third would need a break before it.
    assert minutes.lacking((0,)) == 20
    assert minutes.lacking((0, 1)) == 0


def test_how_early_how_long_and_how_few(tmp_path: Path) -> None:
    found = compared(tmp_path, "[cheapest]\nmeeting_minutes = [12, 15, 20]\n", cheapest=True)
    # Until 16:50 each teacher has two slots on two days: four in all. A quarter of an hour leaves two slots a day too.
    assert [(each.key, each.sentence, each.proven) for each in found.found] == [
        ("fewest_windows", "Alle 2 tijdvakken zijn nodig: met minder past niet iedereen.", True),
        ("cutoff", "Iedereen heeft nog een plek als het laatste gesprek om 16:50 eindigt, avonden uitgezonderd; eerder "
                   "past niet iedereen.", True),
        ("meeting_minutes", "Iedereen heeft nog een plek met 15 minuten per gesprek; van de lengtes die zijn "
                            "geprobeerd past geen langere.", True),
    ]
    assert [(step.label, step.enough, step.unplaced, step.at_least) for step in found.found[1].steps] == [
        ("16:40", False, None, 1), ("16:50", True, 0, 0)]
    assert [(step.label, step.enough) for step in found.found[2].steps] == [
        ("20 minuten per gesprek", False), ("15 minuten per gesprek", True)]
    assert [each.result.name for each in found.found if each.result] == [
        "2 tijdvakken", "Tot 16:50", "15 minuten per gesprek"]
    rows = json.loads(comparison_json(found))
    assert [(row["name"], row["search"]["question"]) for row in rows[1:]] == [
        ("2 tijdvakken", "fewest_windows"), ("Tot 16:50", "cutoff"), ("15 minuten per gesprek", "meeting_minutes")]
    assert rows[2]["search"] == {
        "question": "cutoff", "answer": found.found[1].sentence, "proven": True, "steps": [
            {"tried": "16:40", "enough": False, "unplaced": None, "at_least": 1},
            {"tried": "16:50", "enough": True, "unplaced": 0, "at_least": 0}]}


def test_the_longest_that_was_tried_may_not_be_the_longest_there_is(tmp_path: Path) -> None:
    found = compared(tmp_path, "[cheapest]\nmeeting_minutes = [12, 15]\n", cheapest=True)
    assert found.found[2].sentence == (
        "Iedereen heeft nog een plek met 15 minuten per gesprek, de langste die zijn geprobeerd.")


def test_which_extra_windows_are_needed(tmp_path: Path) -> None:
    # Two slots in all for four conversations in 5A: a window with one slot is not enough, an evening with two is.
    found = compared(tmp_path, LATER + EVENING.format(end="18:50"), cheapest=True, settings=SCARCE)
    (windows,) = found.found
    assert found.baseline.unplaced == 2
    assert (windows.question, windows.sentence, windows.proven) == (
        "Welke extra tijdvakken zijn nodig?", "Eén extra tijdvak is genoeg voor iedereen: di 9 feb 18:30–18:50.", True)
    assert windows.result is not None
    assert (windows.result.name, windows.result.unplaced) == ("Met di 9 feb 18:30–18:50", 0)
    assert [(each.name, each.unplaced) for each in windows.singles] == [
        ("do 11 feb 16:50–17:00", 1), ("di 9 feb 18:30–18:50", 0)]
    alone = [row for row in json.loads(comparison_json(found)) if row.get("search", {}).get("alone")]
    assert [(row["name"], row["placed"], row["search"]["question"]) for row in alone] == [
        ("do 11 feb 16:50–17:00", 5, "extra_windows"), ("di 9 feb 18:30–18:50", 6, "extra_windows")]


def test_several_windows_or_not_even_all_of_them(tmp_path: Path) -> None:
    both = compared(tmp_path, LATER + EVENING.format(end="18:40"), cheapest=True, settings=SCARCE)
    assert both.found[0].sentence == (
        "2 extra tijdvakken zijn genoeg voor iedereen: di 9 feb 18:30–18:40 en do 11 feb 16:50–17:00. Met minder past "
        "niet iedereen.")
    assert [(step.label, step.unplaced) for step in both.found[0].steps] == [
        ("geen tijdvak", 2), ("do 11 feb 16:50–17:00", 1), ("di 9 feb 18:30–18:40 en do 11 feb 16:50–17:00", 0)]
    one = compared(tmp_path, LATER, cheapest=True, settings=SCARCE)
    assert (one.found[0].sentence, one.found[0].proven) == (
        "Met do 11 feb 16:50–17:00 krijgt 1 gesprek meer een plek; 1 heeft er geen, ook als elk toegestaan tijdvak "
        "wordt gebruikt.", True)


def test_where_no_window_is_allowed_or_none_is_needed(tmp_path: Path) -> None:
    none = compared(tmp_path, "", cheapest=True, settings=SCARCE)
    assert [(each.key, each.result) for each in none.found] == [("extra_windows", None)]
    assert none.found[0].sentence.startswith("Niet iedereen heeft een plek, en er is geen extra tijdvak toegestaan.")
    enough = compared(tmp_path, EVENING.format(end="18:50"), cheapest=True)
    assert enough.found[0].sentence == (
        "Geen: iedereen heeft nu al een plek. Dit is wat elk toegestaan tijdvak zou opleveren.")
    assert [each.name for each in enough.found[0].singles] == ["di 9 feb 18:30–18:50"]


def test_only_the_windows_of_the_rounds_own_file_count_unless_scenarios_are_named(tmp_path: Path) -> None:
    folder = school(tmp_path)
    text = EVENING.format(end="18:50") + '[[scenario]]\nname = "Een"\nset = { "round.cutoff" = "16:50" }\n'
    scenarios_file(folder, text)
    alone = prepare(folder, None, tmp_path / "out", cheapest=True)
    assert (len(alone.scenarios), alone.wish is not None and len(alone.wish.with_allowed.windows)) == (0, 3)
    named = prepare(folder, folder / "whatif.toml", tmp_path / "out", cheapest=True)
    assert len(named.scenarios) == 1
    without = prepare(folder, None, tmp_path / "out")
    assert (len(without.scenarios), without.wish) == (1, None)
    with ThreadPoolExecutor(1) as executor:
        both = compare(named, executor)
    assert len(both.scenarios) == 1
    assert len(both.found) == 4


@pytest.mark.parametrize(("found", "bound", "most", "reaches", "refutes"), [
    ((0, 0), (0, 0), (0, 0), True, False),
    ((0, 2), (0, 1), (0, 0), False, True),
    ((0, 2), (0, 0), (0, 0), False, False),
    ((2, 0), (1, 0), (0, 0), False, True),
    ((2, 5), (1, 5), (1, 4), False, False),
    ((1, 5), (1, 5), (1, 4), False, True),
    ((1, 3), (1, 3), (1, 4), True, False),
])
def test_what_a_placing_proves(
    found: tuple[int, int], bound: tuple[int, int], most: tuple[int, int], reaches: bool, refutes: bool
) -> None:
    placing = Placing(found, bound)
    assert (placing.reaches(most), placing.refutes(most)) == (reaches, refutes)


def test_an_allowed_window_must_be_one_that_can_be_added(tmp_path: Path) -> None:
    from scheduler.problems import BadInput

    with pytest.raises(BadInput) as bad:
        compared(tmp_path, EVENING.format(end="18:00") + EVENING.format(end="18:00"), cheapest=True)
    assert next(problem.text("en") for problem in bad.value.problems) == (
        'whatif.toml, line 4, column allowed_window.end: "18:00" This window ends before it starts, at 18:30. Change '
        "one of the two.")
