"""Times that stand beside a plan: written, read back, minded by planning and by the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.intake.given import Given
from scheduler.planning import plan_given
from scheduler.problems import BadInput
from scheduler.round import MINUTES_A_DAY, Availability
from scheduler.unavailable import read_unavailable, unavailable_csv
from tests.rounds import TUESDAY, minute, tiny_round

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (
    Availability("a1", "unavailable", TUESDAY, None, minute("14:20"), minute("15:10")),
    Availability("a1", "unavailable", TUESDAY, None, minute("15:20"), MINUTES_A_DAY),
)


def test_the_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    text = unavailable_csv(ROWS)
    assert text == ("person_id,date,start,end,kind\n"
                    "a1,2027-02-02,14:20,15:10,unavailable\n"
                    "a1,2027-02-02,15:20,24:00,unavailable\n")
    (tmp_path / "unavailable.csv").write_text(text)
    assert read_unavailable(tmp_path) == ROWS


def test_a_folder_without_the_file_has_none(tmp_path: Path) -> None:
    assert read_unavailable(tmp_path) == ()
    assert read_unavailable(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"person_id\na1\n",
                                     b"person_id,date,start,end\na1,2 Feb,14:20,15:10\n",
                                     b"person_id,date,start,end\na1,2027-02-02,14:20\n"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "unavailable.csv").write_bytes(content)
    with pytest.raises(BadInput) as told:
        read_unavailable(tmp_path)
    assert told.value.problems[0].text("en") == (
        "unavailable.csv: This is not as the program wrote it. Remove it, and plan the board again: "
        "tienminuten board FOLDER.")


def test_a_plan_keeps_out_of_these_times_and_passes_them_on() -> None:
    outcome, files = plan_given(Given(tiny_round(), (), "0" * 64), unavailable=ROWS)
    assert outcome.plan is not None
    assert [a.start_minute for a in outcome.plan.appointments] == [minute("15:10")]
    assert files["unavailable.csv"] == unavailable_csv(ROWS).encode()
    _, files = plan_given(Given(tiny_round(), (), "0" * 64))
    assert "unavailable.csv" not in files
