"""Who has answered an invite, who has declined, and whom the school may have to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.costs import holds_true

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Answer, Appointment, Plan, Published
    from scheduler.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Replies:
    """The answers to what was published and still stands.

    `silent` are the adults without an answer to a mandatory meeting, `declined` those who cannot come, each with the
    appointment, in order of time. `comments` are what people wrote with their answers, by adult and meeting.
    """

    invites: int
    accepted: int
    tentative: int
    declined: tuple[tuple[str, Appointment], ...]
    silent: tuple[tuple[str, Appointment], ...]
    comments: Mapping[tuple[str, str], str]

    @property
    def answered(self) -> int:
        """How many invites have an answer: with none yet, a printed list of the silent is a list of everyone."""
        return self.accepted + self.tentative + len(self.declined)


def replies_to(
    meetings: Sequence[Meeting], plan: Plan, published: Published, answers: Mapping[tuple[str, str], Answer]
) -> Replies:
    """The answers to the invites that still tell what the plan has: who must be told of a change is asked anew."""
    mandatory = {meeting.meeting_id for meeting in meetings if meeting.mandatory}
    invited = {(told.adult_id, told.meeting_id) for told in published if holds_true(told, plan)}
    asked = [(a, it) for it in plan.appointments for a in it.adult_ids if (a, it.meeting_id) in invited]
    said = [(adult_id, it, answers.get((adult_id, it.meeting_id))) for adult_id, it in asked]
    kinds = [answer.kind for _, _, answer in said if answer]
    return Replies(
        invites=len(asked),
        accepted=kinds.count("accepted"),
        tentative=kinds.count("tentative"),
        declined=tuple((adult_id, it) for adult_id, it, answer in said if answer and answer.kind == "declined"),
        silent=tuple((a, it) for a, it, answer in said if answer is None and it.meeting_id in mandatory),
        comments={(a, it.meeting_id): answer.comment for a, it, answer in said if answer and answer.comment},
    )
