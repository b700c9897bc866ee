"""The Python interface: the names that the commands use themselves, and nothing heavy before they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import scheduler
from scheduler import plan, publish, read_round, verify
from scheduler.cli import COMMANDS, main
from scheduler.demo.folder import write_school
from scheduler.problems import BadInput

HEAVY = ("ortools", "pandas", "icalendar", "openpyxl", "matplotlib", "jinja2", "numpy", "pydantic", "distributed",
         "holidays", "rich")


def loaded_after(statement: str) -> set[str]:
    """The heavy packages that a fresh Python has loaded once it has run this."""
    listed = f"import sys\n{statement}\nprint(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_importing_loads_nothing_heavy() -> None:
    assert loaded_after("import scheduler; scheduler.plan") == set()


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids=lambda words: " ".join(words) or "all")
def test_help_loads_nothing_heavy(command: tuple[str, ...]) -> None:
    typed = [*command, "--help"]
    assert loaded_after(f"from scheduler.cli import main\ntry: main({typed})\nexcept SystemExit: pass") == set()


def test_the_search_for_heavy_packages_finds_them() -> None:
    assert "numpy" in loaded_after("import pandas")


def test_the_package_offers_what_it_says() -> None:
    assert sorted(scheduler.__all__) == ["Planned", "plan", "publish", "read_round", "verify"]
    assert all(getattr(scheduler, name).__doc__ for name in scheduler.__all__)


def test_no_module_stands_in_the_way_of_a_function() -> None:
    modules = {path.stem for path in Path(scheduler.__file__).parent.iterdir()}
    assert modules.isdisjoint(scheduler.__all__)


def test_from_lists_to_invites(tmp_path: Path) -> None:
    school, output = tmp_path / "school", tmp_path / "output"
    write_school(school, pupils=12)
    said: list[str] = []
    given, outcome, folder = plan(school, output, say=said.append)
    assert (given, folder) == (read_round(school), output)
    assert outcome.plan is not None
    assert said
    announced: list[object] = []
    looked = publish(output, dry_run=True)
    assert not (output / "invites").exists()
    news = publish(output, announce=announced.append)
    assert announced == [news]
    assert looked.new == news.new
    assert verify(school, output).plan == outcome.plan
    assert verify(school, output).sound


def test_an_output_is_named_after_the_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_school(tmp_path / "school", pupils=4, round="november")
    planned = plan(tmp_path / "school")
    assert planned.output == Path("outputs/2026-november")
    assert (tmp_path / "outputs/2026-november/plan.csv").is_file()


def test_bad_input_is_raised_whole(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        plan(tmp_path)
    assert [problem.file for problem in bad.value.problems] == [
        "adults.csv", "groups.csv", "guardians.csv", "pupils.csv", "round.toml", "teachers.csv"]
    assert str(bad.value) == "6 problems in adults.csv, groups.csv, guardians.csv, pupils.csv, round.toml, teachers.csv"


@pytest.mark.parametrize(
    ("typed", "name"), [("plan {0}", "plan"), ("publish {0}", "publish"), ("verify {0} {0}", "verify")]
)
def test_the_command_line_uses_these_functions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, name: str
) -> None:
    called: list[Path] = []

    def noted(input: Path, *others: object, **options: object) -> None:
        called.append(input)
        raise BadInput.one("here", "Noted.")

    monkeypatch.setattr(scheduler, name, noted)
    assert main(typed.format(tmp_path).split()) == 2
    assert called == [tmp_path]
