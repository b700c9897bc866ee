"""Before and after: whose appointment differs from what they were last told, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.costs import holds_true
from scheduler.language import translate
from scheduler.meetings import invited_adults, meeting_id_of
from scheduler.reports.old_places import OldPlaces
from scheduler.reports.why_moved import why_moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Appointment, Plan, Published, Told
    from scheduler.meetings import Meeting
    from scheduler.round import Round

@dataclass(frozen=True, slots=True)
class Change:
    """What changes for the people of one meeting.

    `before` is None for a meeting nobody was told of yet, `after` None where it is cancelled. `adult_ids` may all
    still be told by name; `others` counts those who are not invited any more, and so are not named.
    """

    pupil_id: str
    adult_ids: tuple[str, ...]
    others: int
    before: Told | None
    after: Appointment | None
    reason: str


def changes_of(round: Round, meetings: Sequence[Meeting], plan: Plan, published: Published) -> tuple[Change, ...]:
    """Every change against what was published, by the old date and time, new ones last; () before a publication."""
    if not published:
        return ()
    by_id = {meeting.meeting_id: meeting for meeting in meetings}
    old = OldPlaces(meetings, published)
    alike: dict[Told, list[str]] = {}
    for told in published:
        if not holds_true(told, plan):
            alike.setdefault(replace(told, adult_id=""), []).append(told.adult_id)
    found = [
        _change(round, by_id.get(told.meeting_id), plan, old, told, adult_ids) for told, adult_ids in alike.items()
    ]
    found.sort(key=lambda change: _when(change.before))
    return (*found, *_new_ones(round, plan, published))


def _change(
    round: Round, meeting: Meeting | None, plan: Plan, old: OldPlaces, before: Told, adult_ids: Sequence[str]
) -> Change:
    language = round.school.language
    if meeting is None:
        return _no_longer_held(round, before, adult_ids)
    named = tuple(sorted(set(adult_ids) & set(meeting.adult_ids)))
    if not named:
        reason = translate("The people told are no longer invited.", language)
        return Change("", (), len(adult_ids), before, None, reason)
    after = plan.appointment.get(before.meeting_id)
    reason = why_moved(round, meeting, plan, old, before, after)
    return Change(meeting.pupil_id, named, len(adult_ids) - len(named), before, after, reason)


def _no_longer_held(round: Round, before: Told, adult_ids: Sequence[str]) -> Change:
    """A conversation that the round has no more: for parents who come apart now, each party has one of its own."""
    language = round.school.language
    together = {meeting_id_of(row.pupil_id, ""): row.pupil_id for row in round.separations}
    pupil_id = together.get(before.meeting_id, "")
    named = tuple(sorted(set(adult_ids) & set(invited_adults(round, pupil_id))))
    if not named:
        reason = translate("That conversation is no longer held, or the people told are no longer invited.", language)
        return Change("", (), len(adult_ids), before, None, reason)
    reason = translate("The parents come apart now.", language)
    return Change(pupil_id, named, len(adult_ids) - len(named), before, None, reason)


def _new_ones(round: Round, plan: Plan, published: Published) -> list[Change]:
    known = {(told.meeting_id, told.adult_id) for told in published}
    reason = translate("Has not been invited yet.", round.school.language)
    found = []
    for it in plan.appointments:
        new = tuple(adult_id for adult_id in it.adult_ids if (it.meeting_id, adult_id) not in known)
        if new:
            found.append(Change(it.pupil_id, new, 0, None, it, reason))
    return found


def _when(told: Told | None) -> tuple[object, ...]:
    return (told.date, told.start_minute, told.meeting_id) if told else ()
