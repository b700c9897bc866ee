"""Delivered files judged alone, against the input: without the solver, and reading nothing with the writer's own code.

Every fault is collected; nothing that stands in a delivered file ends in an exception.
"""

from __future__ import annotations

from scheduler.verification.verdict import Verdict, verify

__all__ = ["Verdict", "verify"]
