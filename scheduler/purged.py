"""The mark of a round whose personal data is gone: `purged.json`, with counts only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from pathlib import Path

PURGED = "purged.json"


def read_purged(output: Path) -> dict[str, Any] | None:
    """What was kept of a purged round; None where this is none."""
    try:
        found = json.loads((output / PURGED).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def refuse_purged(output: Path) -> None:
    """See that the round in this folder has not been purged.

    Raises:
        BadInput: it has.
    """
    found = read_purged(output)
    if found is not None:
        raise BadInput.one(PURGED, marked("The personal data of this round was removed on {date}. Give a new round an "
                                          "id and a folder of its own."), date=found.get("purged_on", "?"))
