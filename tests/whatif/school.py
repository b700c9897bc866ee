"""A school of six pupils with two short afternoons, so that every number can be counted on one's fingers.

5A has four pupils and 8B two; p1 and p5 are brother and sister. Each afternoon has three slots: four conversations in
5A take its teacher two afternoons, two in 8B one.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scheduler.intake.given import read_cells
from scheduler.problems import BadInput, Problems
from scheduler.whatif.compare import Effort
from scheduler.whatif.reading import read_scenarios
from scheduler.whatif.run import compare, prepare
from scheduler.whatif.scenarios import scenarios_of
from tests.intake.folders import write

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.whatif.comparison import Comparison
    from scheduler.whatif.scenarios import Scenario

SETTINGS = """\
[school]
name = "De Zandloper"
email = "gesprekken@zandloper.example"

[round]
id = "2027-february"
name = "Februarigesprekken 2027"
audience = "all"
meeting_minutes = 10
slot_minutes = 10
cutoff = "17:00"

[[window]]
date = 2027-02-02
start = "16:30"
end = "17:00"
[[window]]
date = 2027-02-04
start = "16:30"
end = "17:00"
"""
TABLES = {
    "teachers": """\
teacher_id,name,working_days
t1,Anja Visser,ma;di;wo;do
t2,Tom Bakker,di;do
t9,Carolien Brouwer,di
""",
    "groups": "group,level,teacher_id\n5A,5,t1\n8B,8,t2\n",
    "pupils": """\
pupil_id,first_name,last_name,group
p1,Elif,Yılmaz,5A
p2,Noor,de Wit,5A
p3,Sam,Hendriks,5A
p4,Mees,Kuipers,5A
p5,Kerem,Yılmaz,8B
p6,Lotte,Willems,8B
""",
    "adults": """\
adult_id,name,email
a1,Ali Yılmaz,ali@post.example
a2,Kim Groothuis,kim@post.example
a3,Bas Hendriks,bas@post.example
a4,Suzanne Blom,suzanne@post.example
a5,Wim Kuipers,wim@post.example
a6,Joke Willems,joke@post.example
""",
    "guardians": """\
pupil_id,adult_id,relation
p1,a1,parent
p5,a1,parent
p2,a2,parent
p3,a3,parent
p3,a4,parent
p4,a5,parent
p6,a6,parent
""",
    "requests": None,
}
ASKED = {"settings": SETTINGS.replace('"all"', '"requested"'), "requests": "pupil_id,minutes\np2,20\np6,\n"}
"""What is different where only two pupils asked for a conversation, one of them for twenty minutes."""


def school(folder: Path, **changed: str | None) -> Path:
    """The school's folder, with some of its files changed."""
    return write(folder / "school", **{"settings": SETTINGS, **TABLES, **changed})


def scenarios_file(folder: Path, text: str) -> Path:
    """A file with scenarios."""
    path = folder / "whatif.toml"
    path.write_text(text, encoding="utf-8")
    return path


def scenarios(
    folder: Path, text: str, *, seed: int = 0, yes: bool = False, **changed: str | None
) -> tuple[Scenario, ...]:
    """The scenarios of the file."""
    problems = Problems()
    wanted = read_scenarios(scenarios_file(folder, text), problems)
    cells = read_cells(school(folder, **changed))
    found = scenarios_of(wanted.scenarios, cells, problems, seed=seed, yes=yes, language="en")
    problems.stop_if_any()
    return found


def problems_of(folder: Path, text: str, language: str = "en", **changed: str | None) -> list[str]:
    """All that is wrong with the file, as the command line prints it."""
    try:
        prepare(school(folder, **changed), scenarios_file(folder, text), folder / "out", language=language)
    except BadInput as bad:
        return [problem.text(language) for problem in bad.problems if problem.severity == "problem"]
    return []


def compared(
    folder: Path, text: str, *, cheapest: bool = False, seed: int = 0, **changed: str | None
) -> Comparison:
    """The comparison, planned in this process."""
    prepared = prepare(school(folder, **changed), scenarios_file(folder, text), folder / "out", cheapest=cheapest,
                       seed=seed)
    with ThreadPoolExecutor(1) as executor:
        return compare(prepared, executor, Effort(seed=seed))
