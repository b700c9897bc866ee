"""A right folder becomes a round, however the office's programs saved it."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.intake import Given, read_round
from scheduler.intake.columns import SECTIONS, TABLE, TABLES
from scheduler.intake.folder import write_round_folder
from scheduler.problems import BadInput
from scheduler.round import Availability, GroupTeacher, Guardian, Request, Separation
from tests.intake.folders import FILES, REQUESTS, SEPARATE, changed, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.problems import Problem


def test_cells_are_text(tmp_path: Path) -> None:
    adults = changed("adults.csv", "Ali Yılmaz", "None")
    round = read(tmp_path, adults=adults, pupils=FILES["pupils.csv"].replace("p2,", "007,"),
                 guardians=changed("guardians.csv", "p2,", "007,")).round
    assert (round.pupil["007"].last_name, round.adult["a1"].name) == ("NA", "None")
    assert [adult.phone for adult in round.adults] == ["+31612345678", "0201234567", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_encodings_line_ends_and_separators(tmp_path: Path, encoding: str, newline: str, separator: str) -> None:
    text = FILES["pupils.csv"].replace("Yılmaz", "Lefèvre").replace(",", separator).replace("\n", newline)
    (write(tmp_path) / "pupils.csv").write_bytes(text.encode(encoding))
    assert [pupil.name for pupil in read_round(tmp_path).round.pupils] == ["Elif Lefèvre", "Daan NA"]


def test_accents_are_composed_and_columns_come_in_any_order(tmp_path: Path) -> None:
    text = "Group,last_name,FIRST_NAME,pupil_id\n5A,Lefe\u0300vre,Elif,p1\n8B,NA,Daan,p2\n"
    assert read(tmp_path, pupils=text).round.pupil["p1"].name == "Elif Lefèvre"


def test_the_optional_tables(tmp_path: Path) -> None:
    round = read(
        tmp_path, separate=SEPARATE, requests=REQUESTS, agreements="pupil_id,teacher_id\np1,t2;t3\np1,t1\n",
        availability="person_id,date,weekday,start,end,kind\na1,,ma;do,,15:00,unavailable\nt2,2027-02-02,,16:00,,available\n",
    ).round
    assert round.separations == (Separation("p1", "a1", "A"), Separation("p1", "a2", "B"))
    assert round.requests == (Request("p1", "teacher", 20, ("t3",), "phone", True),)
    assert round.agreements == {"p1": ("t2", "t3", "t1")}
    assert round.availability == (
        Availability("a1", "unavailable", weekday=0, end_minute=900),
        Availability("a1", "unavailable", weekday=3, end_minute=900),
        Availability("t2", "available", date=dt.date(2027, 2, 2), start_minute=960),
    )
    assert round.group["5A"].teachers == (GroupTeacher("t1"), GroupTeacher("t2", frozenset({3, 4})))


@pytest.mark.parametrize(("word", "means"), [
    ("yes", True), ("ja", True), ("TRUE", True), ("1", True),
    ("no", False), ("Nee", False), ("false", False), ("0", False), ("", False),
])
def test_yes_and_no_in_every_spelling(tmp_path: Path, word: str, means: bool) -> None:
    ties = f"pupil_id,adult_id,relation,consent\np1,a1,parent,\np1,a2,step,{word}\np2,a3,parent,\n"
    assert read(tmp_path, guardians=ties).round.guardians[1] == Guardian("p1", "a2", "step", False, means)


def test_one_person_may_be_teacher_and_adult_under_one_id(tmp_path: Path) -> None:
    adults = "adult_id,name,teacher_id\na1,Ali,\na2,Suzanne,\nt3,Ruth,t3\n"
    round = read(tmp_path, adults=adults, guardians=changed("guardians.csv", "a3", "t3")).round
    assert round.adult["t3"].teacher_id == "t3"


def test_the_checksum_is_over_the_rounds_own_files(tmp_path: Path) -> None:
    first = read(tmp_path / "one").sha256
    elsewhere = write(tmp_path / "two")
    (elsewhere / "whatif.toml").write_text("")
    (elsewhere / ".DS_Store").write_bytes(b"\0")
    assert read_round(elsewhere).sha256 == first
    (elsewhere / "agreements.csv").write_text("pupil_id,teacher_id\n")
    assert read_round(elsewhere).sha256 != first


def test_a_written_folder_is_read_back(tmp_path: Path) -> None:
    tables = {
        "teachers.csv": [{"teacher_id": "t1", "name": "Anja; de juf", "working_days": "ma;di"}],
        "groups.csv": [{"group": "5A", "level": "5", "teacher_id": "t1"}],
        "pupils.csv": [{"pupil_id": "p1", "first_name": 'Elif "El"', "last_name": "NA", "group": "5A"}],
        "adults.csv": [{"adult_id": "a1", "name": "Ali", "phone": "+31612345678"}],
        "guardians.csv": [{"pupil_id": "p1", "adult_id": "a1", "relation": "parent"}],
        "separate.csv": [],
    }
    write_round_folder(tmp_path / "round", FILES["round.toml"], tables)
    assert not (tmp_path / "round" / "separate.csv").exists()
    assert (tmp_path / "round" / "adults.csv").read_text() == "adult_id,name,phone\na1,Ali,+31612345678\n"
    round = read_round(tmp_path / "round").round
    assert (round.teachers[0].name, round.pupils[0].first_name) == ("Anja; de juf", 'Elif "El"')
    with pytest.raises(KeyError):
        write_round_folder(tmp_path, "", {"lunches.csv": []})
    with pytest.raises(KeyError):
        write_round_folder(tmp_path, "", {"pupils.csv": [{"shoe_size": "31"}]})


def test_the_described_examples_can_be_read(tmp_path: Path) -> None:
    rows = {
        table.file: [{column.name: column.example for column in table.columns}]
        for table in TABLES
        if table.file not in {"separate.csv", "agreements.csv", "requests.csv", "availability.csv"}
    }
    write_round_folder(tmp_path, FILES["round.toml"], rows)
    assert read_round(tmp_path).round.pupils[0].name == "Elif Yılmaz"
    assert TABLE["groups.csv"].names == ("group", "level", "teacher_id", "days")
    assert [section.name for section in SECTIONS] == [
        "school", "round", "siblings", "separate", "breaks", "objective", "window",
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_folder_gives_a_round_or_says_what_is_wrong(tmp_path: Path, data: st.DataObject) -> None:
    files = {**FILES, "separate.csv": SEPARATE, "requests.csv": REQUESTS,
             "availability.csv": "person_id,date,weekday,start,end,kind\na1,,ma,14:30,15:00,preferred\n"}
    contents = {name: text.encode() for name, text in files.items()}
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(files)))
        start = data.draw(st.integers(0, len(contents[name])))
        end = data.draw(st.integers(start, min(len(contents[name]), start + 40)))
        put = data.draw(st.one_of(
            st.binary(max_size=6),
            st.sampled_from([b"", b'"', b";", b",", b"\n", b"=", b"[", b"[[round]]", b"{}", b"-1", b"99:99", b"9" * 9]),
        ))
        contents[name] = contents[name][:start] + put + contents[name][end:]
    folder = tmp_path / "round"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    told = _told(folder)
    assert isinstance(told, Given) or any(problem.severity == "problem" for problem in told)
    if not isinstance(told, Given):
        assert all("{" not in problem.message.format(**problem.fields) for problem in told)
        assert all(problem.text("nl") != problem.text("en") for problem in told)


def _told(folder: Path) -> Given | tuple[Problem, ...]:
    try:
        return read_round(folder)
    except BadInput as bad:
        return bad.problems
