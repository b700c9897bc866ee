"""EDEXML 1.0.3, 2.0 and 2.1, and the UWLR form of it: the school, its groups, pupils and teachers; no parents.

Edustandaard publishes the standard; ParnasSys and ESIS both export it. UWLR puts the same names in a namespace, so
local names are matched. Only the elements named here are ever looked at: birth dates, numbers and origins are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError, TreeBuilder

from scheduler.imports.school import Extract, FoundGroup, FoundPupil, FoundTeacher, Place
from scheduler.imports.text import clean, clean_email, clean_name, whole_name
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any
    from xml.etree.ElementTree import Element

    from scheduler.imports.notes import Notes

LINE = "tienminuten-line"

HEADS = {"ADJ", "DIR", "LOC"}
NOT_HOLDING = {"OWA", "KLA", "LOS", "STA", "ADM", "CON", "ICT", "SMW", "OUD"}
"""Assistants, trainees, office staff and the like: roles that hold no conversation of their own."""

NOT_OF_GROUP = {"VAK", "RT", "IB"}
"""Subject and remedial teachers, internal counsellors: they may attend, but are not the teacher of these groups."""

GONE = {"H", "B", "D", "N", "V"}
"""Year groups of children who left, are too young or are not at a primary school."""

READ = {
    "achternaam", "voorvoegsel", "voorletters-1", "voornamen", "roepnaam", "jaargroep", "groep", "groepen",
    "samengestelde_groepen", "uitstroomdatum", "emailadres", "rol",
}
"""All that is looked at of a pupil or a teacher, besides their key."""


def read_edexml(content: bytes, file: str, notes: Notes) -> Extract:
    """What the file says about the school.

    Raises:
        BadInput: it is no EDEXML, is cut off, defines entities, or has two people with one key.
    """
    root = _parsed(content, file)
    if next(_all(root, "leerlingen"), None) is None:
        raise BadInput.one(file, marked("This XML file is no EDEXML with pupils: export the school's EDEXML file and "
                                        "use that."))
    groups = tuple(_group(element, file) for element in _within(root, "groepen", "groep", "samengestelde_groep"))
    teachers = tuple(_teachers(root, file, notes))
    pupils = tuple(_pupils(root, file, notes))
    _no_key_twice("groep", groups, file)
    _no_key_twice("leerling", pupils, file)
    _no_key_twice("leerkracht", teachers, file)
    _say(root, file, notes, len(groups), len(teachers), len(pupils))
    return Extract(file, register=True, groups=groups, teachers=teachers, pupils=pupils)


def _parsed(content: bytes, file: str) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser

    class Builder(TreeBuilder):
        """Keeps the line that each element starts on, for messages."""

        def start(self, tag: str, attrs: dict[Any, Any], /) -> Element:
            return super().start(tag, {**attrs, LINE: str(parser.parser.CurrentLineNumber)})

    parser = XMLParser(target=Builder(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise BadInput.one(file, marked("This XML file has a DOCTYPE or defines entities, which an export never needs: "
                                        "it is not opened. Export it again.")) from error
    except ParseError as error:
        raise BadInput.one(file, marked("This XML file is damaged or only half there: export it again."),
                           line=error.position[0]) from error
    except (ValueError, LookupError) as error:
        raise BadInput.one(file, marked("This XML file is in an encoding that cannot be read: export it as UTF-8.")) \
            from error
    return root


def _group(element: Element, file: str) -> FoundGroup:
    key = element.get("key", "")
    return FoundGroup(key, clean_name(_text(element, "naam")) or key, _place(element, file),
                      _text(element, "jaargroep"), composite=_local(element) == "samengestelde_groep")


def _pupils(root: Element, file: str, notes: Notes) -> Iterator[FoundPupil]:
    school = next(_all(root, "school"), root)
    as_of = _text(school, "peildatum") or _text(school, "aanmaakdatum")[:10] or "9999"
    for element in _within(root, "leerlingen", "leerling"):
        place = _place(element, file)
        last_name = whole_name(_text(element, "voorvoegsel"), _text(element, "achternaam"))
        first_name = clean_name(_text(element, "roepnaam"))
        if not first_name:
            first_name = clean_name(_text(element, "voornamen")).split(" ")[0] or _text(element, "voorletters-1")
            notes.add("missing", place, marked("A pupil has no roepnaam; the first of the first names was taken: "
                                               "look whether {pupil} is called that."),
                      pupil=f"{first_name} {last_name}")
        if _text(element, "jaargroep") in GONE or "" < _text(element, "uitstroomdatum") <= as_of:
            notes.add("left_out", place, marked("{pupil} has left the school, or is no pupil "
                                                   "of a primary school yet."), pupil=f"{first_name} {last_name}")
            continue
        yield FoundPupil(element.get("key", ""), first_name, last_name, _key_of(element, "groep"), place,
                         _text(element, "jaargroep"), tuple(_keys(element, "samengestelde_groep")))


def _teachers(root: Element, file: str, notes: Notes) -> Iterator[FoundTeacher]:
    for element in _within(root, "leerkrachten", "leerkracht"):
        place = _place(element, file)
        first_name = clean_name(_text(element, "roepnaam")) or _text(element, "voorletters-1")
        name = whole_name(first_name, _text(element, "voorvoegsel"), _text(element, "achternaam"))
        own = {clean(rol.text or "") for rol in _children(element, "rol")}
        groups = []
        aside: set[str] = set()
        links = [link for part in _children(element, "groepen") for link in part if link.get("key")]
        for link in links:
            roles = own | {clean(rol.text or "") for rol in _children(link, "rol")}
            if roles & (NOT_HOLDING | NOT_OF_GROUP) and "LRK" not in roles:
                aside |= roles
            else:
                groups.append(link.get("key", ""))
        helping = sorted((own | aside) & NOT_HOLDING)
        if helping and not groups and not own & (HEADS | NOT_OF_GROUP | {"LRK"}):
            notes.add("left_out", place, marked("{name} ({role}) holds no conversations."), name=name,
                      role=", ".join(helping))
            continue
        role = "ib" if "IB" in own | aside else "head" if own & HEADS else ""
        yield FoundTeacher(element.get("key", ""), name, place, clean_email(_text(element, "emailadres")), role,
                           tuple(groups))


def _say(root: Element, file: str, notes: Notes, groups: int, teachers: int, pupils: int) -> None:
    place = Place(file)
    version = next((clean(element.text or "") for element in _all(root, "xsdversie")), "")
    notes.add("understood", place, marked("EDEXML {version}: {pupils} pupils, {groups} groups, {teachers} teachers."),
              version=version[:10], pupils=pupils, groups=groups, teachers=teachers)
    people = [*_within(root, "leerlingen", "leerling"), *_within(root, "leerkrachten", "leerkracht")]
    dropped = {_local(child) for person in people for child in person}
    dropped |= {name for person in people for name in person.attrib if name not in {"key", LINE}}
    if dropped - READ:
        notes.add("left_out", place, marked("What no conversation needs of pupils and teachers was not read: {names}."),
                  names=", ".join(sorted(name[:40] for name in dropped - READ)))


def _no_key_twice(what: str, found: tuple[FoundGroup | FoundPupil | FoundTeacher, ...], file: str) -> None:
    problems = Problems()
    first: dict[str, int | None] = {}
    for one in found:
        if not one.key:
            problems.add(file, one.place.line, what, "", marked("The key is missing: every one needs its own."))
        elif one.key in first:
            problems.add(file, one.place.line, what, one.key, marked("This key was used before, on line {first}: each "
                                                                     "needs its own."), first=first[one.key])
        else:
            first[one.key] = one.place.line
    problems.stop_if_any()


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element) == name)


def _children(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element if _local(child) in names)


def _within(root: Element, parent: str, *names: str) -> Iterator[Element]:
    """The elements of a list of the school itself: `groepen` stands within each teacher too, with links only."""
    for listing in _all(root, parent):
        for child in _children(listing, *names):
            if len(child) and not (parent == "groepen" and not _text(child, "naam")):
                yield child


def _text(element: Element, name: str) -> str:
    return next((clean(child.text or "") for child in _children(element, name)), "")


def _key_of(element: Element, name: str) -> str:
    return next((child.get("key", "") for child in _children(element, name)), "")


def _keys(element: Element, name: str) -> Iterator[str]:
    return (child.get("key", "") for child in element.iter() if child is not element and _local(child) == name)


def _place(element: Element, file: str) -> Place:
    return Place(file, int(element.get(LINE, "0")) or None)
