"""A small round that is right in every way, as a folder for tests to break one way at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.intake import read_round
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.intake import Given

FILES = {
    "round.toml": """\
[school]
name = "De Zandloper"
email = "gesprekken@zandloper.example"

[round]
id = "2027-february"
name = "Februarigesprekken 2027"
audience = "all"
meeting_minutes = 10
slot_minutes = 10

[[window]]
date = 2027-02-02
start = "14:30"
end = "17:00"
[[window]]
date = 2027-02-04
start = "18:30"
end = "20:30"
evening = true
""",
    "teachers.csv": """\
teacher_id,name,working_days
t1,Juf Anja,ma;di;wo
t2,Meester Tom,wed;thu;fri
t3,Juf Ruth,mon;tue;wed;thu;fri
""",
    "groups.csv": """\
group,level,teacher_id,days
5A,5,t1,
5A,5,t2,do;vr
8B,8,t3,
""",
    "pupils.csv": """\
pupil_id,first_name,last_name,group
p1,Elif,Yılmaz,5A
p2,Daan,NA,8B
""",
    "adults.csv": """\
adult_id,name,email,phone
a1,Ali Yılmaz,ali@post.example,+31612345678
a2,Suzanne de Vries,suzanne@post.example,0201234567
a3,Juf Ruth NA,ruth@post.example,
""",
    "guardians.csv": """\
pupil_id,adult_id,relation
p1,a1,parent
p1,a2,parent
p2,a3,parent
""",
}
"""Two pupils: p1 with two parents in a duo group, p2 with one parent. Every table has its header on line 1."""

SEPARATE = "pupil_id,adult_id,party\np1,a1,A\np1,a2,B\n"
REQUESTS = "pupil_id,requested_by,minutes,staff,modality,mandatory\np1,teacher,20,t3,phone,ja\n"


def write(folder: Path, **changed: str | None) -> Path:
    """Write the folder; `pupils="..."` gives another pupils.csv, `settings="..."` another round.toml, None no file."""
    folder.mkdir(exist_ok=True)
    files: dict[str, str | None] = dict(FILES)
    for name, text in changed.items():
        files["round.toml" if name == "settings" else f"{name}.csv"] = text
    for name, content in files.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_text(content, encoding="utf-8", newline="")
    return folder


def changed(file: str, old: str, new: str) -> str:
    """The text of a right file with one thing in it changed."""
    assert old in FILES[file]
    return FILES[file].replace(old, new, 1)


def read(folder: Path, **changed: str | None) -> Given:
    """What is read from the folder with these files changed."""
    return read_round(write(folder, **changed))


def problems(folder: Path, language: str = "en", **changed: str | None) -> list[str]:
    """Every problem, as the command line prints it, with these files changed; [] where a round is given."""
    try:
        read(folder, **changed)
    except BadInput as bad:
        return [problem.text(language) for problem in bad.problems if problem.severity == "problem"]
    return []


def warnings(folder: Path, language: str = "en", **changed: str | None) -> list[str]:
    """Every warning about a round that is given, with these files changed."""
    return [warning.text(language) for warning in read(folder, **changed).warnings]
