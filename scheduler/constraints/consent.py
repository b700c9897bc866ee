"""Invited are parents with authority, and anyone else with consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.round import Guardian


def may_be_invited(tie: Guardian) -> bool:
    """Whether this tie allows an invitation; authority alone does so for a parent only."""
    return tie.consent or (tie.relation == "parent" and tie.authority)
