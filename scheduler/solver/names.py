"""Names of types that many rooms of the solver share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement, Family

Key = tuple[str, int]
"""A row of the timetable: the id of a teacher, and the position of a window in the round."""

Where = tuple[int, int]
"""The position of a team among those that could hold a meeting, and that of a window in the round."""

Literal = Any
"""A yes/no choice of a model, or its negation."""

Expression = Any
"""A linear expression of a model's variables, or a number."""

Patterns: TypeAlias = "Mapping[Family, Sequence[Arrangement]]"
"""For each family of a date the arrangements that it may have, the first a least one."""
