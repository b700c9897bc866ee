"""What a rule is: one promise of the school, said three times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from scheduler.language import date_short, listed, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from scheduler.appointments import Plan
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Guardian, Round, Window

Stretch = tuple[int, int]
"""A stretch of one date, [from, to) in minutes since midnight."""

Literal = Any
"""A yes/no choice of the solver: opaque to a rule, which only hands it back to the model."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in the two languages that every rule speaks, with `{fields}` for people, dates and clock times."""

    en: str
    nl: str

    def said(self, language: str, **fields: object) -> str:
        """The text in that language; a third language looks the English up in its catalogue.

        A date, a list (a tuple) and a phrase among the fields are written as that language does.
        """
        template = self.nl if language == "nl" else translate(self.en, language)
        return template.format(**{name: _shown(value, language) for name, value in fields.items()})


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise broken by a plan, with the people and clock times it concerns in `fields`."""

    rule: str
    phrase: Phrase
    meeting_ids: tuple[str, ...]
    fields: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong, for the school to read; names people, so never for a log."""
        return self.phrase.said(language, **self.fields)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract, under the contract's key.

    `kept` says it as the school promises it; `broken` are all the sentences that tell how a plan breaks it.
    `violations` judges a finished plan on its own, in plain Python. `cost` is the cost key that its violations
    count towards, for a rule that yields to a meeting's place; "" for a rule that no plan may break.
    The solver's side is up to three parts, each None where the rule has nothing to say there: `invites` (may this
    adult be invited at all?), `forbids` (the stretches of a window in which no part of this meeting with this team
    may lie) and `connect` (what holds where meetings meet).
    """

    key: str
    kept: Phrase
    broken: tuple[Phrase, ...]
    violations: Callable[[Round, Plan], Iterable[Violation]]
    cost: str = ""
    invites: Callable[[Guardian], bool] | None = None
    forbids: Callable[[Round, Meeting, Team, Window], Sequence[Stretch]] | None = None
    connect: Callable[[Model], None] | None = None

    def promise(self, language: str) -> str:
        """The rule as a sentence that holds."""
        return self.kept.said(language)

    def violation(self, phrase: Phrase, *meeting_ids: str, **fields: object) -> Violation:
        """This rule's violation by these meetings, as that phrase tells it."""
        return Violation(self.key, phrase, meeting_ids, fields)


class Candidate(NamedTuple):
    """One way to hold a meeting: a team, a date and a time, and the literal that chooses it."""

    meeting: Meeting
    team: Team
    window: Window
    start_minute: int
    end_minute: int
    literal: Literal


class Model(Protocol):
    """What a rule may use of the solver, so that rules run and are tested without one.

    Sums are over (literal, coefficient) pairs. `breaks_said` are the teachers and dates whose breaks need not be
    demanded, as other parts of the model leave no plan without them.
    """

    round: Round
    meetings: Sequence[Meeting]
    breaks_said: Collection[tuple[str, dt.date]]

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


def _shown(value: object, language: str) -> str:
    if isinstance(value, dt.date):
        return date_short(value, language)
    if isinstance(value, tuple):
        return listed([_shown(item, language) for item in value], language)
    if isinstance(value, Phrase):
        return value.said(language)
    return str(value)
