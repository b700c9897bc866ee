"""Exports after exports, with people who come, go, marry and move: nothing that was entered by hand is ever lost."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.imports.folder import import_into
from scheduler.intake.values import yes_no_in
from tests.imports.schools import PUPILS, edexml, table, written

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("Suzanne Berg", "S. Berg", "Karel Smit", "Ali Yılmaz", "Ayşe Yılmaz", "Kim NA", "Anja Visser", "Piet Bos", "")
ADDRESSES = ("s@post.example", "k@post.example", "fam@post.example", "ali@post.example", "geen", "")
HEADER = "Leerlingnummer;Ouder 1;E-mail ouder 1;Ouder 2;E-mail ouder 2;Relatie ouder 2;Contactverbod ouder 1\n"


def _sources(folder: Path, chance: Random) -> list[Path]:
    """A register, a list of parents, or both, as the school has them now."""
    found = []
    if chance.random() < 0.5:
        here = [(*pupil[:4], chance.choice(("g5", "g34", pupil[4], "")), pupil[5]) for pupil in PUPILS
                if chance.random() < 0.9]
        found.append(written(folder, "school.xml", edexml(tuple(here) or PUPILS)))
    if chance.random() < 0.8 or not found:
        rows = [(f"p{chance.randint(1, 5)}", chance.choice(NAMES), chance.choice(ADDRESSES), chance.choice(NAMES),
                 chance.choice(ADDRESSES), chance.choice(("", "", "moeder", "stiefvader", "oma")),
                 chance.choice(("", "", "ja", "nee"))) for _ in range(chance.randint(1, 6))]
        found.append(written(folder, "ouders.csv", HEADER + "".join(";".join(row) + "\n" for row in rows)))
    return found


def _ban_somebody(folder: Path, chance: Random) -> None:
    path = folder / "round" / "guardians.csv"
    lines = path.read_text("utf-8").splitlines()
    if len(lines) > 1:
        at = chance.randrange(1, len(lines))
        cells = lines[at].split(",")
        lines[at] = ",".join([*cells[:4], "ja", "ja", *cells[6:]])
        path.write_text("\n".join(lines) + "\n", "utf-8")


def _marked(folder: Path, column: str) -> set[tuple[str, str]]:
    return {(row["pupil_id"], row["adult_id"]) for row in table(folder, "guardians.csv") if yes_no_in(row[column])}


@pytest.mark.parametrize("seed", range(24))
def test_no_ban_or_consent_disappears_and_twice_is_once(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    import_into(_sources(tmp_path, chance), tmp_path / "round", "nl")
    for _ in range(3):
        _ban_somebody(tmp_path, chance)
        before = {column: _marked(tmp_path, column) for column in ("contact_ban", "consent")}
        sources = _sources(tmp_path, chance)
        import_into(sources, tmp_path / "round", "nl")
        assert all(before[column] <= _marked(tmp_path, column) for column in before)
        once = {path.name: path.read_bytes() for path in (tmp_path / "round").iterdir() if path.name != "to-do.txt"}
        import_into(sources, tmp_path / "round", "nl")
        again = {path.name: path.read_bytes() for path in (tmp_path / "round").iterdir() if path.name != "to-do.txt"}
        assert {name for name in again if again[name] != once.get(name)} == set()
