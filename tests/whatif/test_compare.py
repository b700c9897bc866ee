"""Scenarios planned and compared: numbers that can be counted by hand, and the sentences made of them."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import scheduler.whatif.compare as comparing
from scheduler.appointments import Bounded, Outcome
from scheduler.jobs import Failure
from scheduler.whatif.compare import Effort, NoBaseline, plan_job
from scheduler.whatif.comparison import comparison_json
from scheduler.whatif.result import Spread
from scheduler.whatif.run import compare, prepare
from scheduler.whatif.sentences import answer, answers
from tests.rounds import minute
from tests.whatif.school import ASKED, compared, scenarios_file, school

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.whatif.compare import Job
    from scheduler.whatif.comparison import Comparison

TEXT = """\
[[scenario]]
name = "Stoppen om 16:40"
set = { "round.cutoff" = "16:40" }
[[scenario]]
name = "Met een avond"
after = "Stoppen om 16:40"
add_window = [ { date = 2027-02-09, start = "18:30", end = "19:00", evening = true } ]
[[scenario]]
name = "Donderdag ziek"
absent = [ { teacher_id = "t1", date = 2027-02-04 } ]
[[scenario]]
name = "Vijf minuten lopen"
set = { "siblings.walk_minutes" = 5 }
"""


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compared(tmp_path_factory.mktemp("whatif"), TEXT)


def test_the_numbers_of_each_scenario(comparison: Comparison) -> None:
    # Until 16:40 each teacher has one slot on two days: two of the four in 5A fit, both in 8B, on two days each.
    # An evening of three slots then holds three of 5A and both of 8B. Without Thursday 5A has three slots.
    # A walk of five minutes does not fit between two slots, but one slot's waiting is allowed: nothing is lost.
    assert [(each.name, each.status, each.meetings, each.placed, each.families, each.families_unplaced,
             each.objective["teacher_windows"].cost) for each in comparison.results] == [
        ("Zoals het nu is", "optimal", 6, 6, 5, 0, 3),
        ("Stoppen om 16:40", "optimal", 6, 4, 5, 2, 4),
        ("Met een avond", "optimal", 6, 6, 5, 0, 3),
        ("Donderdag ziek", "optimal", 6, 5, 5, 1, 2),
        ("Vijf minuten lopen", "optimal", 6, 6, 5, 0, 3),
    ]
    assert all(each.proven for each in comparison.results)


def test_the_answers_in_sentences(comparison: Comparison) -> None:
    assert answers(comparison) == {
        "Stoppen om 16:40": "2 gezinnen hebben dan geen plek (2 gesprekken; bewezen: minder kan niet). Het betekent "
                            "één middag of avond meer voor een leerkracht.",
        "Met een avond": "Vergeleken met “Stoppen om 16:40”: Alle 2 gezinnen zonder plek krijgen er een: iedereen "
                         "heeft een plek. Het betekent één middag of avond minder voor een leerkracht.",
        "Donderdag ziek": "1 gezin heeft dan geen plek (1 gesprek; bewezen: minder kan niet). Het betekent één middag "
                          "of avond minder voor een leerkracht.",
        "Vijf minuten lopen": "Iedereen houdt een plek. Het betekent 5 minuten wachten meer voor ouders.",
    }


def test_the_load_of_teachers_who_are_called_after_their_group(comparison: Comparison) -> None:
    assert comparison.teachers == {"t1": "groep 5A", "t2": "groep 8B", "t9": "leerkracht zonder groep"}
    first, stopped = comparison.results[0], comparison.results[1]
    assert [(one, load.meetings, load.windows) for one, load in first.load.items()] == [("t1", 4, 2), ("t2", 2, 1)]
    assert [(one, load.meetings, load.windows, load.most_a_day) for one, load in stopped.load.items()] == [
        ("t1", 2, 2, 1), ("t2", 2, 2, 1)]


def test_whatif_json_is_the_contracts_list_with_the_baseline_first(comparison: Comparison) -> None:
    rows = json.loads(comparison_json(comparison))
    assert [list(row)[:7] for row in rows] == [
        ["name", "status", "meetings", "placed", "objective", "changed_appointments", "seconds"]] * 5
    assert rows[0]["changed_appointments"] == 0
    assert rows[1]["name"] == "Stoppen om 16:40"
    assert rows[1]["status"] == "optimal"
    assert rows[1]["objective"]["unplaced_mandatory"] == {"cost": 2, "bound": 2}
    assert list(rows[1]["objective"]) == [
        "unplaced_mandatory", "unplaced_optional", "siblings_apart", "moved", "wishes_missed", "teacher_idle_minutes",
        "teacher_windows", "parent_wait_minutes"]
    assert rows[1]["changed_appointments"] >= 2
    assert rows[1]["told"] is None
    assert rows[1]["teachers"] == [{"teacher": "groep 5A", "meetings": 2, "windows": 2, "most_a_day": 1},
                                   {"teacher": "groep 8B", "meetings": 2, "windows": 2, "most_a_day": 1}]
    assert rows[2]["after"] == "Stoppen om 16:40"


def test_draws_show_their_spread(tmp_path: Path) -> None:
    found = compared(tmp_path, '[[scenario]]\nname = "De helft"\nrequest_share = 0.5\ndraws = 8\n'
                               'set = { "round.cutoff" = "16:40" }\n', **ASKED)
    (half,) = found.scenarios
    # p2 asks for twenty minutes, which never fits before 16:40: it is without a place in each draw.
    assert half.spread["meetings"] == Spread(3, 3, 3)
    assert half.spread["placed"] == Spread(2, 2, 2)
    row = json.loads(comparison_json(found))[1]
    assert (row["request_share"], row["draws"], row["spread"]["unplaced_optional"]) == (0.5, 8, [1, 1, 1])
    assert answers(found) == {"De helft": "In elk van de 8 lotingen heeft 1 gezin geen plek."}


def test_a_spread_that_differs_is_said_from_least_to_most(comparison: Comparison) -> None:
    drawn = replace(comparison.results[1], draws=5, spread={"families_unplaced": Spread(0, 2, 4)})
    assert answer(drawn, comparison.baseline, "en").startswith(
        "In 5 draws 0 to 4 families have no place; in the middle one it is 2.")
    none = replace(comparison.results[2], after="", draws=5, spread={"families_unplaced": Spread(0, 0, 0)})
    assert answer(none, comparison.baseline, "en") == "In each of 5 draws everyone has a place."


@pytest.mark.parametrize(("now", "before", "bound", "said"), [
    (3, 0, 2, "It leaves 3 families without a place (3 conversations; at least 2 is certain)."),
    (3, 1, None, "It leaves 3 families without a place, where it was 1 (3 conversations; not proven, perhaps fewer)."),
    (1, 3, 1, "It brings 2 families back; 1 still has no place (1 conversation; proven: fewer is impossible)."),
    (2, 2, 2, "As before, 2 families have no place (2 conversations; proven: fewer is impossible)."),
    (0, 1, 0, "It brings the one family without a place back: everyone has one."),
    (0, 0, 0, "Everyone still has a place. Nothing else that counts changes."),
])
def test_how_places_are_spoken_of(
    comparison: Comparison, now: int, before: int, bound: int | None, said: str
) -> None:
    def result(families: int, bound: int | None) -> Any:
        first = comparison.baseline
        return replace(first, placed=first.meetings - families, families_unplaced=families,
                       objective={**first.objective, "unplaced_mandatory": Bounded(families, bound)})

    assert answer(result(now, bound), result(before, before), "en").startswith(said)


def test_what_must_be_told_is_told(comparison: Comparison) -> None:
    first = comparison.baseline
    assert answer(replace(first, told=1), first, "en").endswith("1 person would have to be told of a change.")
    assert answer(replace(first, told=3), first, "en").endswith("3 people would have to be told of a change.")
    assert answer(replace(first, told=0), first, "en").endswith("Nobody would have to be told of a change.")


def test_a_scenario_that_fails_or_finds_no_plan_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def plan(job: Job) -> Outcome:
        if job.round.settings.cutoff_minute == minute("16:40"):
            raise ValueError("Elif Yılmaz")
        if job.round.settings.siblings.walk_minutes == 5:
            return Outcome("no_answer", None, {}, 1.0, 0)
        return plan_job(job)

    monkeypatch.setattr(comparing, "plan_job", plan)
    found = compared(tmp_path, TEXT)
    said = {name: text.split(",")[0] for name, text in answers(found).items()}
    assert [(each.status, each.found) for each in found.scenarios] == [
        ("no_answer", False), ("no_answer", False), ("optimal", True), ("no_answer", False)]
    assert said["Stoppen om 16:40"] == "Het programma zelf ging fout (ValueError in test_compare.py"
    assert said["Vijf minuten lopen"] == "In deze tijd is geen rooster gevonden."
    rows = json.loads(comparison_json(found))
    assert rows[4]["error"] == "In deze tijd is geen rooster gevonden."
    assert (rows[4]["placed"], rows[4]["objective"], rows[4]["changed_appointments"]) == (0, {}, None)
    assert "Elif" not in comparison_json(found)


@pytest.mark.parametrize("fails", [True, False])
def test_without_a_baseline_there_is_nothing_to_compare_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    def plan(job: Job) -> Outcome:
        if fails:
            raise ValueError
        return Outcome("no_answer", None, {}, 1.0, 0)

    monkeypatch.setattr(comparing, "plan_job", plan)
    with pytest.raises(NoBaseline) as none:
        compared(tmp_path, TEXT)
    assert isinstance(none.value.failure, Failure) is fails


def test_stopping_keeps_what_is_done(tmp_path: Path) -> None:
    stop = threading.Event()
    prepared = prepare(school(tmp_path), scenarios_file(tmp_path, TEXT), tmp_path / "out")

    def say(line: str) -> None:
        assert line == "1 van de 4 gepland: Stoppen om 16:40"
        stop.set()

    with ThreadPoolExecutor(1) as executor:
        found = compare(prepared, executor, Effort(), say=say, stop=stop)
    assert found.stopped
    assert found.scenarios[0].found
    assert [each.reason for each in found.scenarios if not each.found] == [
        "Het programma is gestopt voordat dit scenario was gepland."] * (3 - sum(each.found for each in
                                                                                found.scenarios[1:]))
    assert not found.scenarios[3].found


def test_a_round_that_equals_another_is_planned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[int] = []

    def plan(job: Job) -> Outcome:
        planned.append(job.round.settings.cutoff_minute)
        return plan_job(job)

    monkeypatch.setattr(comparing, "plan_job", plan)
    found = compared(tmp_path, '[[scenario]]\nname = "Reeks"\nsweep = { "round.cutoff" = ["16:50", "17:00"] }\n'
                               '[[scenario]]\nname = "Eerder"\nset = { "round.cutoff" = "16:50" }\n')
    assert planned == [minute("17:00"), minute("16:50")]
    assert [each.found for each in found.results] == [True] * 4
