"""Whatever is done to a source, an import ends in sentences, never in a traceback, and never half."""

from __future__ import annotations

import io
import shutil
import zipfile
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.imports.folder import import_into
from scheduler.intake import read_round
from scheduler.problems import BadInput
from tests.imports.schools import PARENTS, edexml, workbook, written, zipped
from tests.imports.test_rosters import ONEROSTER
from tests.imports.test_workbook import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
SOCIAL = (("Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Klasnaam", "Leerjaar",
           "E-mailadres ouder/verzorger 1", "E-mailadres ouder/verzorger 2"),
          ("Noor", "van den", "Berg", "2016-01-01", "5A", 5, "suzanne@post.example", "karel@post.example"),
          ("Tim", "van den", "Berg", "2018-01-01", "3-4", 3, "suzanne@post.example", None))
OWN = {
    "school.xml": lambda: edexml().encode(),
    "ouders.csv": PARENTS.encode,
    "ouders.xlsx": lambda: workbook(*(tuple(line.split(";")) for line in PARENTS.splitlines())),
    "sociaal.xlsx": lambda: workbook(*SOCIAL),
    "zermelo.csv": lambda: b'Code;Achternaam;Email;Leerlingcodes\nx;Berg;b@post.example;"p1,p2"\n',
    "aanmelding.csv": lambda: b"Leerlingnummer;Gesprek;Wens\np1;ja;liefst na 16u\np3;nee;niet op woensdag\n",
    "oneroster.zip": lambda: zipped({name: text.encode() for name, text in ONEROSTER.items()}),
}
SHARED = {
    "edexml.xml": lambda: (SAMPLES / "edexml" / "EDEXML.Voorbeeld.2.1.xml").read_bytes(),
    "sds.zip": lambda: zipped({path.name: path.read_bytes() for path in sorted((SAMPLES / "sds-v2.1").glob("*.csv"))}),
}
PIECES = [b"\0", b'"', b";", b"\n", b"<", b"&", b"=1", b"\xff", b"\xe2\x80\xae", b"]]>", b"99999999999999999999",
          b"<!DOCTYPE a>", b"''", b"2027-02-30", b",", b"PK\x03\x04", b"", b"3-4", b"\xc3", b"<groep key='x'/>"]


@cache
def sample(name: str) -> bytes:
    """A source as it should be."""
    if name in SHARED and not SAMPLES.exists():
        pytest.skip("the shared samples are not here")
    return (OWN | SHARED)[name]()


def mutated(content: bytes, chance: Random) -> bytes:
    """Up to four stretches replaced; of a zip now and then within one of its files, so that it stays a zip."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice([*parts, *[name for name in parts if "sheet1" in name or "haredStr" in name] * 3])
        return zipped({**parts, name: mutated(parts[name].removeprefix(b"PK"), chance)})
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(changed))
        changed[at:at + chance.choice((0, 1, 3, 12, 40))] = chance.choice(PIECES)
    return bytes(changed[:chance.choice((None, None, None, len(changed) // 2))])


def cells_swapped(content: bytes, chance: Random) -> bytes:
    """Words of the source replaced by others of it or by odd ones: well-formed still, but nonsense."""
    words = sorted(set(content.replace(b";", b" ").replace(b"<", b" ").replace(b">", b" ").split()))
    odd = ["é", "=SOM(A1)", "'", "x" * 300, "\u202e", "3-apr", "0", "?", "ja;nee", "..", "-", "none"]
    for _ in range(chance.randint(1, 3)):
        other = chance.choice([*words, *(text.encode() for text in odd)])
        content = content.replace(chance.choice(words), other, chance.choice((1, -1)))
    return content


def mutations(name: str) -> Iterator[bytes]:
    """The same ones in every run."""
    chance = Random(name)
    for _ in range(25):
        yield mutated(sample(name), chance)
    for _ in range(0 if sample(name).startswith(b"PK") else 15):
        yield cells_swapped(sample(name), chance)


def ending(done: Callable[[], str]) -> tuple[str, list[str]]:
    """How it ends, and what is then said; anything but sentences is raised."""
    try:
        return "done", [done()]
    except BadInput as bad:
        return "refused", [problem.text("nl") for problem in bad.problems]


def contents(folder: Path) -> dict[str, bytes]:
    """What stands in a folder, but for the mapping, which is written where it is asked to be corrected."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "mapping.toml"}


@pytest.mark.parametrize("name", [*OWN, *SHARED])
def test_mutations_of_every_sample_end_in_sentences(tmp_path: Path, name: str) -> None:
    import_into([written(tmp_path, "eerst.xml", edexml())], tmp_path / "before", "nl")
    before = contents(tmp_path / "before")
    endings = set()
    for number, content in enumerate(mutations(name)):
        folder = shutil.copytree(tmp_path / "before", tmp_path / str(number))
        source = written(tmp_path, name, content)
        how, said = ending(partial(_text_of_import, source, folder))
        assert all(said)
        assert how == "done" or contents(folder) == before
        endings.add(how)
    assert "refused" in endings


def _text_of_import(source: Path, folder: Path) -> str:
    return import_into([source], folder, "nl").text


def test_mutations_of_a_filled_workbook_end_in_sentences(tmp_path: Path) -> None:
    chance, path, whole = Random("workbook"), tmp_path / "round.xlsx", filled()
    endings = set()
    for _ in range(25):
        path.write_bytes(mutated(whole, chance))
        how, said = ending(lambda: f"a round of {len(read_round(path).round.pupils)}")
        assert all(said)
        endings.add(how)
    assert endings == {"done", "refused"}
