"""The files that planning delivers: as the contract has them, read back as they were, and refused where damaged."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.appointments import Appointment, Bounded, Outcome, Plan, Unplaced
from scheduler.delivery import (
    delivered_files,
    plan_csv,
    read_delivered_round,
    read_plan,
    read_summary,
    summary_json,
    unplaced_csv,
)
from scheduler.files import write_all
from scheduler.meetings import meetings_of
from scheduler.problems import BadInput
from scheduler.round import COST_KEYS
from scheduler.solver import solve
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, TUESDAY, minute, tiny_round, window

if TYPE_CHECKING:
    from pathlib import Path

ROUND = tiny_round({"p1": ["a1", "a2"], "p2": ["a1"], "p3": ["a3"]}, windows=[window("14:30", "14:50")])
EARLY = Appointment("m2", "p2", ("a1",), ("t1",), TUESDAY, minute("09:05"), minute("09:15"), "", "phone")
LATE = Appointment(
    "m1", "p1", ("a1", "a2"), ("t1", "t2"), THURSDAY, minute("14:30"), minute("14:50"), "lokaal 1", "school",
)
LEFT = Unplaced("m3", "p3", ("a3",), "Ouder a3 kan alleen als juf t1 weg is, \"helaas\".")
PLAN = Plan.of([LATE, EARLY], [LEFT])


def deliver(output: Path, plan: Plan = PLAN) -> Path:
    """These rows as files, with a summary and a round beside them."""
    outcome = Outcome("feasible", plan, {key: Bounded(0, 0) for key in COST_KEYS}, 1.0, 0)
    write_all({
        output / "plan.csv": plan_csv(plan).encode(),
        output / "unplaced.csv": unplaced_csv(plan).encode(),
        output / "summary.json": summary_json(outcome, "ab").encode(),
    })
    return output


def test_plan_csv_has_the_columns_of_the_contract_by_date_and_start() -> None:
    assert plan_csv(PLAN) == (
        "meeting_id,pupil_id,adult_ids,teacher_ids,date,start,end,room,modality\n"
        "m2,p2,a1,t1,2027-02-02,09:05,09:15,,phone\n"
        "m1,p1,a1;a2,t1;t2,2027-02-04,14:30,14:50,lokaal 1,school\n"
    )


def test_unplaced_csv_has_a_sentence_per_meeting() -> None:
    assert unplaced_csv(PLAN) == (
        "meeting_id,pupil_id,adult_ids,reason\n"
        'm3,p3,a3,"Ouder a3 kan alleen als juf t1 weg is, ""helaas""."\n'
    )


def test_appointments_at_one_time_are_in_the_order_of_their_ids() -> None:
    twin = dataclasses.replace(EARLY, meeting_id="m10")
    ids = [row["meeting_id"] for row in csv.DictReader(io.StringIO(plan_csv(Plan.of([EARLY, LATE, twin], []))))]
    assert ids == ["m10", "m2", "m1"]


def test_summary_json_has_what_the_contract_names_and_nobody() -> None:
    objective = {key: Bounded(i, i - 1 if i else 0) for i, key in enumerate(COST_KEYS)}
    objective["parent_wait_minutes"] = Bounded(40, None)
    summary = json.loads(summary_json(Outcome("feasible", PLAN, objective, 1.23456, 7), "0123abcd"))
    assert summary == {
        "status": "feasible", "meetings": 3, "placed": 2,
        "objective": {
            "unplaced_mandatory": {"cost": 0, "bound": 0}, "unplaced_optional": {"cost": 1, "bound": 0},
            "siblings_apart": {"cost": 2, "bound": 1}, "moved": {"cost": 3, "bound": 2},
            "wishes_missed": {"cost": 4, "bound": 3}, "teacher_idle_minutes": {"cost": 5, "bound": 4},
            "teacher_windows": {"cost": 6, "bound": 5}, "parent_wait_minutes": {"cost": 40, "bound": None},
        },
        "seconds": 1.23, "seed": 7, "version": version("tienminuten"), "input_sha256": "0123abcd",
    }


def test_a_summary_says_that_there_is_no_plan() -> None:
    summary = json.loads(summary_json(Outcome("no_answer", None, {}, 2.0, 0), ""))
    assert (summary["status"], summary["meetings"], summary["placed"], summary["objective"]) == ("no_answer", 0, 0, {})


def test_a_delivery_is_read_back_as_it_was(tmp_path: Path) -> None:
    outcome = solve(ROUND)
    files = delivered_files(ROUND, outcome, "ab", "<html></html>")
    assert sorted(files) == ["plan.csv", "plan.xlsx", "report.html", "round.json", "summary.json", "unplaced.csv"]
    write_all({tmp_path / name: content for name, content in files.items()})
    assert read_plan(tmp_path) == outcome.plan
    assert read_summary(tmp_path)["objective"]["unplaced_mandatory"] == {"cost": 1, "bound": 1}
    assert read_delivered_round(tmp_path) == ROUND


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert delivered_files(ROUND, solve(ROUND), "ab", "") | {"summary.json": b""} == \
        delivered_files(ROUND, solve(ROUND), "ab", "") | {"summary.json": b""}


@pytest.mark.parametrize("seed", range(0, 300, 10))
def test_a_delivered_round_has_the_same_meetings_and_nobody_else(tmp_path: Path, seed: int) -> None:
    round, published = random_round(seed)
    outcome = solve(round, published=published)
    write_all({tmp_path / name: content for name, content in delivered_files(round, outcome, "", "").items()})
    read = read_delivered_round(tmp_path)
    assert meetings_of(read) == meetings_of(round)
    invited = {adult_id for meeting in meetings_of(round) for adult_id in meeting.adult_ids}
    assert {adult.adult_id for adult in read.adults} == invited
    assert read.availability == ()


ids = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=20)
minutes = st.integers(0, 24 * 60 - 1)
appointments = st.tuples(st.sets(ids, min_size=1, max_size=3), st.dates(dt.date(2026, 1, 1)), minutes, texts)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(appointments, max_size=6), st.lists(texts, max_size=3))
def test_any_plan_is_read_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, placed: list[tuple[set[str], dt.date, int, str]], reasons: list[str]
) -> None:
    plan = Plan.of(
        [Appointment(f"m{i}", f"p{i}", tuple(sorted(who)), tuple(sorted(who)), date, start, start, room, "video")
         for i, (who, date, start, room) in enumerate(placed)],
        [Unplaced(f"u{i}", f"q{i}", ("a1",), reason) for i, reason in enumerate(reasons)],
    )
    assert read_plan(deliver(tmp_path_factory.mktemp("any"), plan)) == plan


def test_without_a_plan_the_reader_is_told_how_to_make_one(tmp_path: Path) -> None:
    for read in (read_plan, read_summary, read_delivered_round):
        with pytest.raises(BadInput) as refused:
            read(tmp_path / "nothing")  # type: ignore[operator]
        (problem,) = refused.value.problems
        folder = tmp_path / "nothing"
        assert problem.sentence("en") == (
            f"There is no plan in {folder}. Make one first: tienminuten plan INPUT --out {folder}."
        )


HEADER = b"meeting_id,pupil_id,adult_ids,teacher_ids,date,start,end,room,modality\n"
DAMAGE = {
    "nothing left": b"",
    "no header": b"m2,p2,a1,t1,2027-02-02,09:05,09:15,,phone\n",
    "half a row": HEADER + b"m2,p2,a1,t1,2027-02-0",
    "a row without its last cells": HEADER + b"m2,p2,a1,t1,2027-02-02,09:05,09:15\n",
    "a row too long": HEADER + b"m2,p2,a1,t1,2027-02-02,09:05,09:15,,phone,more\n",
    "another date": HEADER + b"m2,p2,a1,t1,2-2-2027,09:05,09:15,,phone\n",
    "a time that is none": HEADER + b"m2,p2,a1,t1,2027-02-02,half tien,09:15,,phone\n",
    "another encoding": HEADER + b"m2,p2,a1,t1,2027-02-02,09:05,09:15,caf\xe9,phone\n",
    "zeros of a crashed disk": bytes(400),
    "a cell without an end": HEADER + b'"' + b"x" * 140_000,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_plan_is_refused_with_what_to_do(tmp_path: Path, damage: str) -> None:
    (deliver(tmp_path) / "plan.csv").write_bytes(DAMAGE[damage])
    assert refused(tmp_path, "plan.csv") == (
        "This is not as the program wrote it. Plan the round again: tienminuten plan INPUT."
    )


def test_a_damaged_list_of_unplaced_meetings_is_refused_too(tmp_path: Path) -> None:
    (deliver(tmp_path) / "unplaced.csv").write_bytes(b"")
    assert refused(tmp_path, "unplaced.csv").startswith("This is not as the program wrote it.")


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 20_000, b'{"status": "optimal"' + b"\0",
])
def test_a_damaged_summary_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (deliver(tmp_path) / "summary.json").write_bytes(content)
    with pytest.raises(BadInput) as found:
        read_summary(tmp_path)
    assert [(problem.file, problem.sentence("nl")) for problem in found.value.problems] == [
        ("summary.json", "Dit is niet zoals het programma het schreef. Plan de ronde opnieuw: tienminuten plan INPUT.")
    ]


@pytest.mark.parametrize("change", [
    {"status": "splendid"}, {"meetings": None}, {"seed": "0"}, {"version": 1}, {"input_sha256": None},
    {"objective": {}}, {"objective": {key: {"cost": 0} for key in COST_KEYS}},
    {"objective": {key: {"cost": None, "bound": None} for key in COST_KEYS}},
])
def test_a_summary_that_lacks_something_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = deliver(tmp_path) / "summary.json"
    objective = {key: Bounded(1, None) for key in COST_KEYS}
    whole = json.loads(summary_json(Outcome("feasible", PLAN, objective, 1, 0), "ab"))
    path.write_text(json.dumps(whole))
    assert read_summary(tmp_path) == whole
    path.write_text(json.dumps(whole | change))
    with pytest.raises(BadInput):
        read_summary(tmp_path)


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"{}", b'{"format": 1}', b'{"format": 99, "round": {}}', b'{"format": 1, "round": {"school": 1}}',
    b"[" * 20_000, b"\xff",
])
def test_a_damaged_round_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (deliver(tmp_path) / "round.json").write_bytes(content)
    with pytest.raises(BadInput) as found:
        read_delivered_round(tmp_path)
    assert [problem.file for problem in found.value.problems] == ["round.json"]


def refused(output: Path, file: str) -> str:
    with pytest.raises(BadInput) as found:
        read_plan(output)
    (problem,) = found.value.problems
    assert problem.file == file
    return problem.sentence("en")
