"""The exact model: some meetings, each with the places still open to it, and every rule that joins them.

It serves whole small rounds, one date of a large one, and neighbourhoods of a plan alike: what differs is only which
places are open. Rules add themselves through `scheduler.constraints.rule.Model`; costs are in `objective`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.constraints.rule import Candidate
from scheduler.constraints.table import RULES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping, Sequence

    from scheduler.constraints.rule import Rule
    from scheduler.meetings import Meeting
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Literal


class ExactModel:
    """A CP-SAT model in which exactly the plans that keep every rule are feasible.

    `open_places` gives per position of a meeting in the instance its open places; meetings that are absent do not
    exist for this model. Where `all_placed`, no meeting may be left out. `without` names rules that the caller
    upholds by other means, or connects later. `cp` is a model to which this one is added, else it is one of its own.
    """

    def __init__(
        self, instance: Instance, open_places: Mapping[int, Sequence[Place]], *,
        all_placed: bool = False, without: frozenset[str] = frozenset(), cp: cp_model.CpModel | None = None,
    ) -> None:
        self.instance = instance
        self.round = instance.round
        self.all_placed = all_placed
        self.cp = cp_model.CpModel() if cp is None else cp
        self.open_places = {i: open_places[i] for i in sorted(open_places)}
        self.meetings: Sequence[Meeting] = [instance.meetings[i] for i in self.open_places]
        self.breaks_said: Collection[tuple[str, dt.date]] = ()
        self._candidates: dict[str, list[Candidate]] = {}
        self._placed: dict[str, Literal] = {}
        self._apart: dict[str, Literal] = {}
        for i in self.open_places:
            self._offer(i, all_placed)
        self._without = set(without)
        for rule in RULES:
            if rule.connect is not None and rule.key not in without:
                rule.connect(self)

    def connect_later(self, rule: Rule) -> None:
        """Demand a rule that was left out until now; nothing if it was not."""
        if rule.connect is not None and rule.key in self._without:
            self._without.remove(rule.key)
            rule.connect(self)

    def candidates(self, meeting: Meeting) -> Sequence[Candidate]:
        """Every way that is still open to hold this meeting, in the order of its open places."""
        return self._candidates[meeting.meeting_id]

    def placed(self, meeting: Meeting) -> Literal:
        """Whether the meeting gets an appointment at all."""
        return self._placed[meeting.meeting_id]

    def apart(self, adult_id: str) -> Literal:
        """Whether this adult's meetings are allowed to lie apart."""
        if adult_id not in self._apart:
            self._apart[adult_id] = self.new_choice()
        return self._apart[adult_id]

    @property
    def adults_apart(self) -> Sequence[Literal]:
        """The literals of all adults with two or more meetings here."""
        return list(self._apart.values())

    def new_choice(self) -> Literal:
        """A further yes/no choice."""
        return self.cp.new_bool_var("")

    def at_most_one(self, literals: Sequence[Literal]) -> None:
        """Demand that no two of these hold."""
        self.cp.add_at_most_one(literals)

    def at_most(self, terms: Sequence[tuple[Literal, int]], most: int) -> None:
        """Demand that the sum of the coefficients of the chosen literals is no more than `most`."""
        literals, coefficients = zip(*terms, strict=True)
        self.cp.add(cp_model.LinearExpr.weighted_sum(literals, coefficients) <= most)

    def implies_any(self, conditions: Sequence[Literal], choices: Sequence[Literal]) -> None:
        """Demand that where all conditions hold, at least one of the choices does."""
        self.cp.add_bool_or([*(~condition for condition in conditions), *choices])

    def hint(self, chosen: Mapping[int, Place]) -> None:
        """Suggest a plan to begin from: meetings that are absent from it are unplaced."""
        for i in self.open_places:
            for candidate, place in zip(self.candidates(self.instance.meetings[i]), self.open_places[i], strict=True):
                self.cp.add_hint(candidate.literal, chosen.get(i) == place)

    def chosen(self, value: Callable[[Literal], int]) -> dict[int, Place]:
        """The place of each meeting that a solution places."""
        found = {}
        for i, places in self.open_places.items():
            for candidate, place in zip(self.candidates(self.instance.meetings[i]), places, strict=True):
                if value(candidate.literal):
                    found[i] = place
        return found

    def _offer(self, i: int, all_placed: bool) -> None:
        meeting = self.instance.meetings[i]
        offered = [
            Candidate(meeting, meeting.teams[place.team], self.round.windows[place.window],
                      place.start_minute, place.end_minute, self.new_choice())
            for place in self.open_places[i]
        ]
        literals = [candidate.literal for candidate in offered]
        if all_placed:
            self.cp.add_exactly_one(literals)
            placed = self.cp.new_constant(1)
        else:
            placed = self.new_choice()
            self.cp.add_exactly_one([*literals, ~placed])
        self._candidates[meeting.meeting_id] = offered
        self._placed[meeting.meeting_id] = placed
