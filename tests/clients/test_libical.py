"""libical's table of what iTIP demands of a REQUEST, a CANCEL and a PUBLISH."""

from __future__ import annotations

import ctypes

from tests.clients.tools import libical


def complaints(content: bytes) -> list[str]:
    """What libical finds wrong with a file."""
    library = libical()
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalrestriction_check.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    library.icalcomponent_free.argtypes = [ctypes.c_void_p]
    component = library.icalparser_parse_string(content)
    assert component, "libical cannot read this at all"
    library.icalrestriction_check(component)
    text = library.icalcomponent_as_ical_string(component).decode()
    library.icalcomponent_free(component)
    lines = text.replace("\r\n ", "").split("\r\n")
    return [line.partition(":")[2] for line in lines if line.startswith("X-LIC-ERROR")]


def test_every_file_is_correct_itip(written: dict[str, bytes]) -> None:
    addressed = {path: content for path, content in written.items() if "/ali/" not in path}
    assert {path: complaints(content) for path, content in addressed.items()} == {path: [] for path in addressed}


def test_without_an_address_only_the_attendee_is_lacking(written: dict[str, bytes]) -> None:
    (complaint,) = complaints(written["invites/ali/m1.ics"])
    assert "ATTENDEE" in complaint


def test_a_cancel_without_its_organizer_would_be_noticed(written: dict[str, bytes]) -> None:
    broken = written["invites/suzanne/m2.ics"].replace(b"ORGANIZER;", b"X-ORGANIZER;")
    assert "ORGANIZER" in "".join(complaints(broken))
