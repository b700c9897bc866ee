"""What a rule is: one promise of the school, said three times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from scheduler.language import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scheduler.appointments import Plan
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Guardian, Round, Window

Stretch = tuple[int, int]
"""A stretch of one date, [from, to) in minutes since midnight."""

Literal = Any
"""A yes/no choice of the solver: opaque to a rule, which only hands it back to the model."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise broken by a plan, with the people and clock times it concerns in `fields`."""

    rule: str
    en: str
    nl: str
    meeting_ids: tuple[str, ...]
    fields: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong, for the school to read; names people, so never for a log."""
        return worded(self.en, self.nl, language, self.fields)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract, under the contract's key.

    `en` and `nl` say it broken, with fields for people and clock times; `promise_en` and `promise_nl` say it kept.
    `violations` judges a finished plan on its own, in plain Python. The solver's side is up to three parts, each
    None where the rule has nothing to say there: `invites` (may this adult be invited at all?), `forbids` (the
    stretches of a window in which no part of this meeting with this team may lie) and `connect` (what holds where
    meetings meet).
    """

    key: str
    promise_en: str
    promise_nl: str
    en: str
    nl: str
    violations: Callable[[Round, Plan], Iterable[Violation]]
    invites: Callable[[Guardian], bool] | None = None
    forbids: Callable[[Round, Meeting, Team, Window], Sequence[Stretch]] | None = None
    connect: Callable[[Model], None] | None = None

    def promise(self, language: str) -> str:
        """The rule as a sentence that holds."""
        return worded(self.promise_en, self.promise_nl, language, {})

    def broken(self, *meeting_ids: str, **fields: object) -> Violation:
        """This rule's violation by these meetings."""
        return Violation(self.key, self.en, self.nl, meeting_ids, fields)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to hold a meeting: a team, a date and a time, and the literal that chooses it."""

    meeting: Meeting
    team: Team
    window: Window
    start_minute: int
    end_minute: int
    literal: Literal


class Model(Protocol):
    """What a rule may use of the solver, so that rules run and are tested without one.

    Sums are over (literal, coefficient) pairs.
    """

    round: Round
    meetings: Sequence[Meeting]

    def candidates(self, meeting: Meeting) -> Sequence[Candidate]:
        """Every way that is still open to hold this meeting."""

    def placed(self, meeting: Meeting) -> Literal:
        """Whether the meeting gets an appointment at all."""

    def apart(self, adult_id: str) -> Literal:
        """Whether this adult's meetings are allowed to lie apart, at the cost `siblings_apart`."""

    def new_choice(self) -> Literal:
        """A further yes/no choice of the rule's own."""

    def at_most_one(self, literals: Sequence[Literal]) -> None:
        """Demand that no two of these hold."""

    def at_most(self, terms: Sequence[tuple[Literal, int]], most: int) -> None:
        """Demand that the sum of the coefficients of the chosen literals is no more than `most`."""

    def implies_any(self, conditions: Sequence[Literal], choices: Sequence[Literal]) -> None:
        """Demand that where all conditions hold, at least one of the choices does."""


def worded(en: str, nl: str, language: str, fields: Mapping[str, object]) -> str:
    """A rule's text in that language; a third language looks the English up in its catalogue."""
    template = nl if language == "nl" else translate(en, language)
    return template.format(**fields) if fields else template
