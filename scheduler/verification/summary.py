"""summary.json against the plan: each cost counted again, each bound possible, the status no better than it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scheduler.costs import costs_of
from scheduler.language import marked
from scheduler.meetings import meetings_of
from scheduler.round import COST_KEYS
from scheduler.verification.ledger import read_ledger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.appointments import Plan
    from scheduler.intake import Given
    from scheduler.problems import Problems

FILE = "summary.json"
STATUSES = ("optimal", "feasible", "infeasible", "no_answer")


def read_summary(output: Path, problems: Problems) -> dict[str, Any]:
    """What summary.json says; {} where it cannot be read."""
    try:
        found = json.loads((output / FILE).read_text("utf-8"))
    except FileNotFoundError:
        problems.add(FILE, None, "", "", marked("This file is missing."))
        return {}
    except (OSError, ValueError, RecursionError):
        problems.add(FILE, None, "", "", marked("This file is no JSON text."))
        return {}
    if not isinstance(found, dict):
        problems.add(FILE, None, "", "", marked("This file is no JSON object."))
        return {}
    return found


def check_summary(
    given: Given, output: Path, summary: Mapping[str, Any], plan: Plan | None, problems: Problems
) -> None:
    """Note every difference; `plan` is None where not all of it could be read, its costs are then not counted."""
    if not summary:
        return
    status = summary.get("status")
    if status not in STATUSES:
        problems.add(FILE, None, "status", status, marked("This is none of the four outcomes."))
    if summary.get("input_sha256") != given.sha256:
        problems.add(FILE, None, "input_sha256", summary.get("input_sha256", ""),
                     marked("The plan was made from another input than this one."))
    kinds: dict[str, type | tuple[type, ...]] = {"seconds": (int, float), "seed": int, "version": str}
    for key, kind in kinds.items():
        if not isinstance(summary.get(key), kind):
            problems.add(FILE, None, key, summary.get(key, ""), marked("This is missing, or of another kind."))
    if status in ("infeasible", "no_answer"):
        if plan is None or plan.appointments:
            problems.add(FILE, None, "status", status, marked("An outcome without a plan comes with no appointments."))
    elif plan is not None:
        _check_counts(given, summary, plan, problems)
        _check_costs(given, output, summary, plan, problems)


def _check_counts(given: Given, summary: Mapping[str, Any], plan: Plan, problems: Problems) -> None:
    counts = {"meetings": len(meetings_of(given.round)), "placed": len(plan.appointments)}
    for key, count in counts.items():
        if summary.get(key) != count:
            problems.add(FILE, None, key, summary.get(key, ""), marked("There are {count}."), count=count)


def _check_costs(
    given: Given, output: Path, summary: Mapping[str, Any], plan: Plan, problems: Problems
) -> None:
    round, told = given.round, summary.get("objective")
    if not isinstance(told, dict) or not all(_well_formed(told.get(key)) for key in COST_KEYS):
        problems.add(FILE, None, "objective", "", marked("Every cost has a whole number as cost, and as bound a whole "
                                                         "number or null."))
        return
    ledger = read_ledger(output)
    published = ledger.told if ledger else ()
    counted = costs_of(round, meetings_of(round), plan, published)
    # Once the plan is published, what its adults were told before can no longer be counted.
    uncountable = {"moved"} if published and counted["moved"] == 0 else set()
    for key in COST_KEYS:
        cost, bound = told[key]["cost"], told[key]["bound"]
        if cost != counted[key] and key not in uncountable:
            problems.add(FILE, None, key, cost, marked("Counted again from the plan, this cost is {count}."),
                         count=counted[key])
        if bound is not None and not 0 <= bound <= cost:
            problems.add(FILE, None, key, bound, marked("No bound is above the cost, {cost}."), cost=cost)
        if bound is not None and key not in round.settings.objective:
            problems.add(FILE, None, key, bound, marked("A cost that the round leaves out has no bound."))
    proven = all(told[key]["bound"] == told[key]["cost"] for key in round.settings.objective)
    if summary.get("status") == "optimal" and not proven:
        problems.add(FILE, None, "status", "optimal", marked("A plan is optimal only where every bound is the cost."))


def _well_formed(entry: object) -> bool:
    if not isinstance(entry, dict) or not {"cost", "bound"} <= set(entry):
        return False
    cost, bound = entry["cost"], entry["bound"]
    return type(cost) is int and cost >= 0 and (bound is None or type(bound) is int)
