"""Small schools of a board, as folders: say whose parents they have and when they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.intake.folders import write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ALI, SUZANNE, KIM = "ali@post.example", "suzanne@post.example", "kim@post.example"


def write_school(
    folder: Path, name: str = "De Zandloper", parents: Sequence[str] = (ALI,), *,
    date: str = "2027-02-02", start: str = "14:30", end: str = "15:30", teacher: str = "",
) -> Path:
    """A round with one teacher and one window, and a pupil with one parent for each address, in that order."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(1, len(parents) + 1)
    return write(
        folder,
        settings=f"""\
[school]
name = "{name}"
email = "gesprekken@school.example"
[round]
id = "2027-february"
name = "Februarigesprekken 2027"
audience = "all"
meeting_minutes = 10
[[window]]
date = {date}
start = "{start}"
end = "{end}"
""",
        teachers=f"teacher_id,name,working_days,email\nt1,Juf Anja,ma;di;wo;do;vr,{teacher}\n",
        groups="group,level,teacher_id\n5A,5,t1\n",
        pupils="pupil_id,first_name,last_name,group\n" + "".join(f"p{n},Elif,Geheim,5A\n" for n in numbers),
        adults="adult_id,name,email\n" + "".join(
            f"a{n},Ouder {name} Geheim,{address}\n" for n, address in zip(numbers, parents, strict=True)),
        guardians="pupil_id,adult_id,relation\n" + "".join(f"p{n},a{n},parent\n" for n in numbers),
    )
