"""An adult with a contact ban is invited to nothing about that pupil, whatever else says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.round import Guardian


def may_be_invited(tie: Guardian) -> bool:
    """Whether no court forbids it."""
    return not tie.contact_ban
