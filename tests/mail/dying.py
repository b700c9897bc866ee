"""A run of send that is killed right before or after it enters something in the ledger."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from scheduler.mail.parcels import MessageParcel
from tests.mail.office import sent


def main(output: str, port: str, step: str, moment: str, call: str) -> None:
    """Send, and die without a last word at that call."""
    calls, whole = [0], getattr(MessageParcel, step)

    def dying(*given: Any) -> None:
        calls[0] += 1
        last = calls[0] == int(call)
        if last and moment == "before":
            os._exit(9)
        whole(*given)
        if last:
            os._exit(9)

    setattr(MessageParcel, step, dying)
    sent(Path(output), int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
