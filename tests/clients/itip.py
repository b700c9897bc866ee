"""libical's table of what iTIP demands: no calendar file that any test writes goes unchecked."""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

import scheduler.invites.events

if TYPE_CHECKING:
    from collections.abc import Callable

WRITERS = ("invite_file", "staff_file", "feed_file")


@cache
def library() -> ctypes.CDLL | None:
    """Debian's libical 3; None where it is not installed."""
    for name in ("libical.so.3", ctypes.util.find_library("ical")):
        try:
            if name:
                return _typed(ctypes.CDLL(name))
        except OSError:
            continue
    return None


@cache
def complaints(content: bytes) -> tuple[str, ...]:
    """What libical finds wrong with a file."""
    libical = library()
    assert libical is not None
    component = libical.icalparser_parse_string(content)
    assert component, "libical cannot read this at all"
    libical.icalrestriction_check(component)
    text = libical.icalcomponent_as_ical_string(component).decode()
    libical.icalcomponent_free(component)
    lines = text.replace("\r\n ", "").split("\r\n")
    return tuple(line.partition(":")[2] for line in lines if line.startswith("X-LIC-ERROR"))


def watch_every_file() -> None:
    """From here on every calendar file that is written is checked; an invite without an address has no ATTENDEE.

    Without libical nothing is checked: test_libical.py says so aloud.
    """
    if library() is not None:
        for name in WRITERS:
            setattr(scheduler.invites.events, name, _checked(getattr(scheduler.invites.events, name)))


def _checked(write: Callable[..., bytes]) -> Callable[..., bytes]:
    @wraps(write)
    def write_and_check(*given: Any) -> bytes:
        content = write(*given)
        found = [each for each in complaints(content) if b"ATTENDEE" in content or "ATTENDEE" not in each]
        assert found == [], "libical finds fault with a file that was written"
        return content

    return write_and_check


def _typed(libical: ctypes.CDLL) -> ctypes.CDLL:
    libical.icalparser_parse_string.restype = ctypes.c_void_p
    libical.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    libical.icalrestriction_check.argtypes = [ctypes.c_void_p]
    libical.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    libical.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    libical.icalcomponent_free.argtypes = [ctypes.c_void_p]
    return libical
