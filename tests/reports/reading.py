"""Reading a page as a visitor does: its elements, their texts, and the grids by teacher and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element


def parsed(html: str) -> Element:
    """The page's root; pages are well-formed, so an XML parser reads them."""
    return ElementTree.fromstring(html.removeprefix("<!DOCTYPE html>\n"))


def text(element: Element) -> str:
    """All that stands in the element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def by_id(page: Element, name: str) -> Element:
    """The one element with that id."""
    found = [element for element in page.iter() if element.get("id") == name]
    assert len(found) == 1, f"{len(found)} elements are called {name}"
    return found[0]


def section(page: Element, heading_id: str) -> Element:
    """The part of the page that the heading names."""
    return next(each for each in page.iter() if each.get("aria-labelledby") == heading_id and each.tag != "div")


def of_class(element: Element, name: str) -> Iterator[Element]:
    """Everything inside with that class."""
    return (each for each in element.iter() if name in each.get("class", "").split())


def rows(table: Element) -> list[list[str]]:
    """The texts of a table's body."""
    return [[text(cell) for cell in row] for row in table.iterfind("tbody/tr")]


@dataclass(frozen=True)
class Seen:
    """A cell of a grid: its kind, from which column heading, over how many, and what it says."""

    kind: str
    start: str
    slots: int
    text: str


def grid(page: Element, number: int) -> dict[str, list[Seen]]:
    """The cells of a window's grid, by teacher."""
    table = next(of_class(section(page, f"window-{number}"), "grid"))
    starts = [text(cell) for cell in table.iterfind("thead/tr/th")][1:]
    found: dict[str, list[Seen]] = {}
    for row in table.iterfind("tbody/tr"):
        cells, column = [], 0
        for cell in row.iterfind("td"):
            slots = int(cell.get("colspan", 1))
            cells.append(Seen(cell.get("class", "").split()[0], starts[column], slots, text(cell)))
            column += slots
        assert column == len(starts), "the cells fill the row"
        found[text(row.find("th/a"))] = cells  # type: ignore[arg-type]
    return found
