"""EDEXML in its versions: groups, pupils, teachers and their roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.imports.edexml import read_edexml
from scheduler.imports.notes import Notes
from tests.imports.schools import edexml

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "edexml" / "EDEXML.Voorbeeld.2.1.xml"


def _staff(key: str, roles: str, group_roles: str = "") -> str:
    own = "".join(f"<rol>{role}</rol>" for role in roles.split())
    linked = "".join(f"<rol>{role}</rol>" for role in group_roles.split())
    return (f'<leerkracht key="{key}"><achternaam>Dam</achternaam><roepnaam>Bo</roepnaam>{own}<groepen>'
            f'<groep key="g5">{linked}</groep></groepen></leerkracht>')


@pytest.mark.parametrize("version", ["1.03", "2.0", "2.1"])
@pytest.mark.parametrize("namespace", ["", "http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"])
def test_versions_and_namespaces_read_alike(version, namespace):
    notes = Notes()
    plain = read_edexml(edexml().encode(), "s.xml", Notes())
    found = read_edexml(edexml(namespace=namespace, version=version).encode(), "s.xml", notes)
    assert found == plain
    assert f"EDEXML {version}: 4 pupils" in notes.text("en")


@pytest.mark.parametrize(("roles", "group_roles", "role", "groups"), [
    ("", "", "", ("g5",)),
    ("LRK", "", "", ("g5",)),
    ("IB", "", "ib", ()),
    ("IB LRK", "", "ib", ("g5",)),
    ("DIR", "", "head", ("g5",)),
    ("", "VAK", "", ()),
    ("", "IB", "ib", ()),
    ("TAL", "", "", ("g5",)),
])
def test_roles_of_who_may_attend(roles, group_roles, role, groups):
    found = read_edexml(edexml(more=_staff("t9", roles, group_roles)).encode(), "s.xml", Notes())
    assert (found.teachers[-1].role, found.teachers[-1].groups) == (role, groups)


@pytest.mark.parametrize(("roles", "group_roles"), [("OWA", ""), ("", "STA OWA"), ("ADM", ""), ("OUD", "OUD")])
def test_assistants_and_trainees_hold_no_conversations(roles, group_roles):
    notes = Notes()
    found = read_edexml(edexml(more=_staff("t9", roles, group_roles)).encode(), "s.xml", notes)
    assert [teacher.key for teacher in found.teachers] == ["t1", "t2"]
    assert "holds no conversations." in notes.text("en")


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not here")
def test_the_standards_own_example():
    notes = Notes()
    found = read_edexml(SAMPLE.read_bytes(), "s.xml", notes)
    assert [(pupil.key, pupil.name, pupil.group) for pupil in found.pupils] == [
        ("00001", "Wimpie imp ie", "GRP4B"), ("00002", "Ismaël Assati", "")]
    assert [(teacher.name, len(teacher.groups)) for teacher in found.teachers] == [
        ("Julia van Bemmel", 1), ("Uilke Veldman", 5)]
    said = notes.text("en")
    assert "s.xml, line 108: Gradje van 't Hof has left the school" in said
    assert "s.xml, line 159: Lia de Bruin (OWA, STA) holds no conversations." in said
    assert "s.xml, line 94: A pupil has no roepnaam" in said
