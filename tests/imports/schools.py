"""Small exports of the fictional school De Zandloper, and what tests do with them."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from scheduler.imports.folder import import_into
from scheduler.imports.held import held_in
from scheduler.imports.template import template_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.imports.folder import Report

GROUPS = {"g5": ("5A", "5"), "g34": ("3/4", "C")}
PUPILS = (
    ("p1", "Noor", "van den", "Berg", "g5", "5"),
    ("p2", "Tim", "van den", "Berg", "g34", "3"),
    ("p3", "Elif", "", "Yılmaz", "g5", "5"),
    ("p4", "Sam", "", "NA", "g34", "4"),
)
TEACHERS = (("t1", "Anja", "", "Visser", ("g5",), ""), ("t2", "Tom", "de", "Wit", ("g34", "g5"), ""))


def edexml(pupils: tuple[tuple[str, ...], ...] = PUPILS, more: str = "", namespace: str = "",
           version: str = "2.1") -> str:
    """An EDEXML file with these pupils; `more` stands among the teachers."""
    groups = "".join(f'<groep key="{k}"><naam>{n}</naam><jaargroep>{j}</jaargroep></groep>' for k, (n, j) in
                     GROUPS.items())
    children = "\n".join(
        f'<leerling key="{key}"><achternaam>{last}</achternaam><voorvoegsel>{prefix}</voorvoegsel>'
        f"<roepnaam>{first}</roepnaam><geboortedatum>2018-03-04</geboortedatum><jaargroep>{level}</jaargroep>"
        + (f'<groep key="{group}"/>' if group else "") + "<bsn>123456782</bsn></leerling>"
        for key, first, prefix, last, group, level in pupils)
    staff = "".join(
        f'<leerkracht key="{key}"><achternaam>{last}</achternaam><voorvoegsel>{prefix}</voorvoegsel>'
        f"<roepnaam>{first}</roepnaam>{role}<groepen>" + "".join(f'<groep key="{g}"/>' for g in groups)
        + "</groepen></leerkracht>" for key, first, prefix, last, groups, role in TEACHERS)
    xmlns = f' xmlns="{namespace}"' if namespace else ""
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<EDEX{xmlns}>\n<school><peildatum>2026-10-01</peildatum>'
            f"<xsdversie>{version}</xsdversie></school>\n<groepen>{groups}</groepen>\n<leerlingen>{children}\n"
            f"</leerlingen>\n<leerkrachten>{staff}{more}</leerkrachten></EDEX>")


PARENTS = """Leerlingnummer;Roepnaam;Tussenvoegsel;Achternaam;Groep;Geboortedatum;Naam verzorger 1;E-mail verzorger 1;\
Telefoon verzorger 1;Naam verzorger 2;E-mail verzorger 2
p1;Noor;van den;Berg;5A;04-03-2018;Suzanne van den Berg;suzanne@post.example;+31612345678;Karel Smit;karel@post.example
p2;Tim;van den;Berg;3/4;04-03-2018;Suzanne van den Berg;suzanne@post.example;+31612345678;;
p3;Elif;;Yılmaz;5A;04-03-2018;Ali Yılmaz;ali@post.example;;Ayşe Yılmaz;
p4;Sam;;NA;3/4;04-03-2018;Kim NA;kim@post.example;;;
"""


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A source file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def imported(tmp_path: Path, *sources: Path, language: str = "en") -> Report:
    """Import the sources into the folder `round`."""
    return import_into(sources, tmp_path / "round", language)


def table(tmp_path: Path, file: str) -> list[dict[str, str]]:
    """The rows of a table of the folder `round`."""
    return list(csv.DictReader(io.StringIO((tmp_path / "round" / file).read_text("utf-8"))))


def column(tmp_path: Path, file: str, name: str) -> list[str]:
    """The cells of one column."""
    return [row[name] for row in table(tmp_path, file)]


def handed_out(tmp_path: Path) -> Workbook:
    """The workbook of the folder, to be filled in and brought back."""
    return load_workbook(io.BytesIO(template_workbook("nl", held_in(tmp_path / "round", "nl"))))


def brought_back(tmp_path: Path, book: Workbook) -> Path:
    """The file of a workbook that was filled in."""
    out = io.BytesIO()
    book.save(out)
    return written(tmp_path, "feb.xlsx", out.getvalue())


def edited(tmp_path: Path, file: str, old: str, new: str) -> None:
    """What an office does by hand in a file of the folder."""
    path = tmp_path / "round" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
