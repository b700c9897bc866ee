"""Files to a round: the contract's folder is read and checked as a whole, and everything wrong is told at once."""

from __future__ import annotations

from scheduler.intake.given import Given, read_round

__all__ = ["Given", "read_round"]
