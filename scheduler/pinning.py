"""The pupils whose published appointments must stay (`--keep`) or must get another time (`--move`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import marked
from scheduler.problems import BadInput, Problems
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Plan, Published, Told
    from scheduler.meetings import Meeting
    from scheduler.round import Round
    from scheduler.solver.pins import Pin


def pins_of(round: Round, published: Published, keep: Sequence[str] = (), move: Sequence[str] = ()) -> dict[str, Pin]:
    """What must become of the published meetings of these pupils, by meeting_id; pupils are ids or whole names.

    Raises:
        BadInput: there is no such pupil, nothing was published for one, one is named under both, or a rule no longer
            allows what must be kept.
    """
    from scheduler.meetings import meetings_of

    if not keep and not move:
        return {}
    meetings = {meeting.meeting_id: meeting for meeting in meetings_of(round)}
    told = {each.meeting_id: each for each in published if each.meeting_id in meetings}
    problems = Problems()
    pins: dict[str, Pin] = {}
    wanted: list[tuple[Pin, str, Sequence[str]]] = [("keep", "--keep", keep), ("move", "--move", move)]
    for pin, option, texts in wanted:
        for pupil_id in dict.fromkeys(pupil_of(round, text) for text in texts):
            mine = [meeting_id for meeting_id in told if meetings[meeting_id].pupil_id == pupil_id]
            if not mine:
                problems.add(option, None, "", round.pupil[pupil_id].name,
                             marked("Nothing was published for this pupil that can be kept or moved."))
            if any(pins.get(meeting_id, pin) != pin for meeting_id in mine):
                problems.add(option, None, "", round.pupil[pupil_id].name,
                             marked("This pupil is to be kept and to be moved. Choose one."))
            pins |= dict.fromkeys(mine, pin)
    kept = [meetings[meeting_id] for meeting_id, pin in pins.items() if pin == "keep"]
    for meeting in _not_allowed(round, published, kept):
        _cannot_stay(problems, round, told[meeting.meeting_id], meeting.pupil_id)
    problems.stop_if_any()
    return pins


def refuse_unkept(round: Round, published: Published, plan: Plan, pins: Mapping[str, Pin]) -> None:
    """Refuse a plan that gave up what must be kept.

    Raises:
        BadInput: what was to be kept cannot stay beside the others, by rules on several meetings.
    """
    problems = Problems()
    for told in {each.meeting_id: each for each in published if pins.get(each.meeting_id) == "keep"}.values():
        now = plan.appointment.get(told.meeting_id)
        if now is None:
            pupil_id = next(row.pupil_id for row in plan.unplaced if row.meeting_id == told.meeting_id)
            _cannot_stay(problems, round, told, pupil_id)
    problems.stop_if_any()


def pupil_of(round: Round, text: str) -> str:
    """The id of the pupil with this id or, in whatever case, this name.

    Raises:
        BadInput: there is no such pupil, or there are several of that name.
    """
    if text in round.pupil:
        return text
    wanted = " ".join(text.split()).casefold()
    found = [pupil.pupil_id for pupil in round.pupils if pupil.name.casefold() == wanted]
    if not found:
        raise BadInput.one("pupils.csv", marked("There is no pupil with this id or name."), value=text)
    if len(found) > 1:
        raise BadInput.one("pupils.csv", marked("Several pupils have this name. Give the id: {ids}."), value=text,
                           ids=", ".join(found))
    return found[0]


def _not_allowed(round: Round, published: Published, kept: Sequence[Meeting]) -> list[Meeting]:
    """Of these meetings those whose published place a rule takes away, by itself or beside the others that stay."""
    from scheduler.solver.instance import instance_of
    from scheduler.solver.pins import pinned

    free = instance_of(round, kept, published)
    stay = pinned(free, {meeting.meeting_id: "keep" for meeting in kept})
    return [meeting for meeting, places in zip(kept, stay.places, strict=True) if not places]


def _cannot_stay(problems: Problems, round: Round, told: Told, pupil_id: str) -> None:
    problems.add("--keep", None, "", round.pupil[pupil_id].name,
                 marked("The appointment on {date} at {time} cannot stay: a rule no longer allows it, or it does not "
                        "go together with what else must be planned."),
                 date=told.date.isoformat(), time=clock(told.start_minute))
