"""The comparison as data, and as the `whatif.json` that other programs read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.round import Round
    from scheduler.whatif.cheapest import Found
    from scheduler.whatif.result import Result


@dataclass(frozen=True)
class Comparison:
    """All results, the baseline first, and where they come from.

    `round` is the round as it is; `teachers` gives what each teacher is called without a name. `found` are the answers
    of the search for what is cheapest, () where none was asked for. `stopped` says that not all was planned.
    """

    round: Round
    results: tuple[Result, ...]
    teachers: Mapping[str, str]
    seed: int
    input_sha256: str
    found: tuple[Found, ...] = ()
    stopped: bool = False

    @property
    def baseline(self) -> Result:
        """The round as it is."""
        return self.results[0]

    @property
    def scenarios(self) -> tuple[Result, ...]:
        """The results of the scenarios."""
        return self.results[1:]


def comparison_json(comparison: Comparison) -> str:
    """A list, the baseline first: the contract's keys, and what else a program may want to know."""
    rows = [_row(result, comparison) for result in comparison.results]
    for answer in comparison.found:
        if answer.result is not None:
            rows.append(_row(answer.result, comparison) | {"search": answer.as_data()})
        rows += [_row(result, comparison) | {"search": {"question": answer.key, "alone": True}}
                 for result in answer.singles]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _row(result: Result, comparison: Comparison) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": result.name,
        "status": result.status,
        "meetings": result.meetings,
        "placed": result.placed,
        "objective": {key: {"cost": each.cost, "bound": each.bound} for key, each in result.objective.items()},
        "changed_appointments": 0 if result is comparison.baseline else result.changed,
        "seconds": round(result.seconds, 2),
        "families": result.families,
        "families_unplaced": result.families_unplaced if result.found else None,
        "families_changed": 0 if result is comparison.baseline else result.families_changed,
        "told": result.told,
        "teachers": [
            {"teacher": name, "meetings": load.meetings, "windows": load.windows, "most_a_day": load.most_a_day}
            for teacher_id, name in comparison.teachers.items() if (load := result.load.get(teacher_id))
        ],
    }
    if result.reason:
        row["error"] = result.reason
    if result.after:
        row["after"] = result.after
    if result.sweep:
        row |= {"sweep": result.sweep, "point": dict(result.point)}
    if result.share is not None:
        row |= {"request_share": result.share, "draws": result.draws}
    if result.spread:
        row["spread"] = {key: [each.least, each.middle, each.most] for key, each in result.spread.items()}
    return row
