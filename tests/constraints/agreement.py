"""Every plan of a tiny round, judged twice: the solver accepts exactly those in which the checks find nothing."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.constraints.table import RULES
from scheduler.meetings import meetings_of
from scheduler.solver.instance import instance_of
from scheduler.solver.model import ExactModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.meetings import Meeting
    from scheduler.round import Round

Times = frozenset[Appointment]


def assert_agreement(round: Round, key: str, *, together: bool = False) -> None:
    """Demand that solver and checks accept the same plans, and that some plan breaks this one rule and no other.

    Where `together`, no adult's meetings may lie apart.
    """
    accepted, broken = _checks_accept(round, together=together)
    assert frozenset({key}) in broken, "the round puts the rule to no test"
    assert len(accepted) > 1
    assert _solver_accepts(round, together=together) == accepted


def assert_same_meetings(round: Round, key: str) -> None:
    """Demand that of all ways to bring adults together, the checks accept exactly the round's meetings."""
    accepted, broken = [], set()
    adult_ids = [adult.adult_id for adult in round.adults]
    companies = [subset for size in range(1, len(adult_ids) + 1) for subset in combinations(adult_ids, size)]
    rows = [chosen for size in range(3) for chosen in combinations(companies, size)]
    for choice in product(rows, repeat=len(round.pupils)):
        met = [(pupil.pupil_id, who) for pupil, chosen in zip(round.pupils, choice, strict=True) for who in chosen]
        unplaced = [Unplaced(f"m{i}", pupil_id, who) for i, (pupil_id, who) in enumerate(met)]
        keys = _broken(round, Plan.of([], unplaced))
        broken.add(keys)
        if not keys:
            accepted.append(sorted(met))
    assert frozenset({key}) in broken, "the round puts the rule to no test"
    assert accepted == [sorted((meeting.pupil_id, meeting.adult_ids) for meeting in meetings_of(round))]


def _checks_accept(round: Round, *, together: bool) -> tuple[set[Times], set[frozenset[str]]]:
    """The plans without a violation, and each set of rules that some plan breaks.

    What one appointment breaks alone, further ones never mend: it is not combined with others.
    """
    meetings = meetings_of(round)
    broken: set[frozenset[str]] = set()
    sound: list[list[Appointment | None]] = []
    for meeting in meetings:
        keys = {way: _broken(round, _plan(meetings, [way])) for way in _every_way(round, meeting)}
        broken.update(keys.values())
        sound.append([None, *(way for way in keys if not keys[way])])
    accepted = set()
    for ways in product(*sound):
        placed = [way for way in ways if way is not None]
        keys_of_plan = _broken(round, _plan(meetings, placed), together=together)
        broken.add(keys_of_plan)
        if not keys_of_plan:
            accepted.add(frozenset(placed))
    return accepted, broken


def _every_way(round: Round, meeting: Meeting) -> Iterator[Appointment]:
    """Any teachers, at any half slot in and around a window, in any room."""
    teacher_ids = [teacher.teacher_id for teacher in round.teachers]
    teams = [team for size in range(1, len(teacher_ids) + 1) for team in combinations(teacher_ids, size)]
    rooms = sorted({teacher.room for teacher in round.teachers})
    slot = round.settings.slot_minutes
    for window, team, room in product(round.windows, teams, rooms):
        for start in range(window.start_minute - slot, window.end_minute + slot, slot // 2):
            yield Appointment(
                meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, team, window.date,
                start, start + meeting.minutes, room, meeting.modality,
            )


def _plan(meetings: Iterable[Meeting], placed: Sequence[Appointment]) -> Plan:
    ids = {appointment.meeting_id for appointment in placed}
    left_out = [Unplaced(m.meeting_id, m.pupil_id, m.adult_ids) for m in meetings if m.meeting_id not in ids]
    return Plan.of(list(placed), left_out)


def _broken(round: Round, plan: Plan, *, together: bool = False) -> frozenset[str]:
    rules = [rule for rule in RULES if together or not rule.cost]
    return frozenset(found.rule for rule in rules for found in rule.violations(round, plan))


class _Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: ExactModel) -> None:
        super().__init__()
        self.model = model
        self.found: set[Times] = set()

    def on_solution_callback(self) -> None:
        """Note the appointments of one more solution."""
        chosen = self.model.chosen(self.value)
        self.found.add(frozenset(self.model.instance.appointment(i, place) for i, place in chosen.items()))


def _solver_accepts(round: Round, *, together: bool) -> set[Times]:
    instance = instance_of(round, meetings_of(round))
    model = ExactModel(instance, dict(enumerate(instance.places)))
    for literal in model.adults_apart:
        model.cp.add(literal == (0 if together else 1))
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    collector = _Collector(model)
    assert solver.solve(model.cp, collector) == cp_model.OPTIMAL
    return collector.found
