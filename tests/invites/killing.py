"""The end of a run, at the worst moment: an exception that nobody catches, at the how-manyth call of what matters."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scheduler.invites import ledger
from scheduler.invites.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLED_AT: list[tuple[Any, str]] = [
    (os, "replace"), (os, "fsync"), (Ledger, "begin"), (Ledger, "known"), (Ledger, "enter"), (ledger, "_message_row"),
    (Ledger, "latest_messages"),
]
"""What a publication calls on its way; it is killed at the how-manyth of all these calls."""


class Killed(BaseException):
    """The end of a run, at the worst moment."""


@contextmanager
def killed_after(calls: int | None) -> Iterator[None]:
    """Let so many calls through and end the run at the next; None lets it live."""
    left = [calls]
    whole = [(owner, name, getattr(owner, name)) for owner, name in KILLED_AT]

    def burning(call: Any) -> Any:
        def burns(*given: Any) -> Any:
            if left[0] is not None:
                if left[0] == 0:
                    raise Killed
                left[0] -= 1
            return call(*given)
        return burns

    for owner, name, call in whole:
        setattr(owner, name, burning(call))
    try:
        yield
    finally:
        for owner, name, call in whole:
            setattr(owner, name, call)
