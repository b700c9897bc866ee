"""Whether meetings fit, found out by planning them: the only place here that runs the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.times import chosen

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scheduler.appointments import Appointment, Published
    from scheduler.constraints.rule import Literal
    from scheduler.explanations.times import Times
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round
    from scheduler.solver.instance import Place
    from scheduler.solver.model import ExactModel

EFFORT = 0.3
"""Deterministic seconds for one try: the same on every machine, and plenty for a teacher's afternoon."""

OF_FAMILIES = ("unplaced_mandatory", "unplaced_optional", "siblings_apart", "moved", "wishes_missed")
"""The costs that a few meetings planned anew are compared by."""

COUNT_BELOW = 200
"""More than each of these costs can count for so few meetings."""


def fit(
    round: Round, free: Sequence[Times], kept: Sequence[tuple[Meeting, Appointment]], *,
    together: Sequence[str] = (), before: Collection[Appointment] = (), effort: float = EFFORT,
) -> tuple[Appointment, ...] | None:
    """Appointments for all the free meetings, while the kept ones stay; None where none were found.

    The meetings of the adults `together` adjoin. Of all that fits, what differs least from `before` is taken, then
    what keeps siblings together and wishes.
    """
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort, solve
    from scheduler.solver.objective import Objective

    free = _on_common_dates(free, kept, together)
    model = _model(round, free, _near(round, free, kept), all_placed=True)
    for adult_id in together:
        model.cp.add(model.apart(adult_id) == 0)
    objective = Objective(model)
    stay = _stay(model, before)
    model.cp.minimize(1000 * objective.siblings_apart + objective.wishes_missed - 1_000_000 * sum(stay))
    answer = solve(model.cp, Effort(effort), Clock(None))
    if not answer.found:
        return None
    found = model.chosen(answer.value)
    return tuple(model.instance.appointment(i, found[i]) for i in range(len(free)))


def cheapest(
    round: Round, free: Sequence[Times], kept: Sequence[tuple[Meeting, Appointment]], order: Sequence[str],
    published: Published, *, must: int, together: Sequence[str] = (), effort: float = EFFORT,
) -> tuple[Appointment, ...] | None:
    """Appointments for the free meetings while the kept ones stay, at the least cost to families, in this order.

    The first `must` of the free ones get a place, the meetings of the adults `together` adjoin. None where that
    cannot be, or the least cost was not found for certain.
    """
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort, solve
    from scheduler.solver.objective import Objective

    model = _model(round, free, _near(round, free, kept), published=published)
    for times in free[:must]:
        model.cp.add(model.placed(times.meeting) == 1)
    for adult_id in together:
        model.cp.add(model.apart(adult_id) == 0)
    objective = Objective(model)
    counted = [key for key in order if key in OF_FAMILIES]
    model.cp.minimize(sum(
        COUNT_BELOW ** (len(counted) - rank) * objective.cost(key) for rank, key in enumerate(counted, 1)
    ))
    answer = solve(model.cp, Effort(effort), Clock(None))
    if not answer.found or not answer.closed:
        return None
    found = model.chosen(answer.value)
    return tuple(model.instance.appointment(i, found[i]) for i in range(len(free)) if i in found)


def _stay(model: ExactModel, before: Collection[Appointment]) -> list[Literal]:
    """The choices that leave a meeting as it was."""
    return [
        candidate.literal
        for i, places in model.open_places.items()
        for candidate, place in zip(model.candidates(model.instance.meetings[i]), places, strict=True)
        if model.instance.appointment(i, place) in before
    ]


def surely_not(
    round: Round, meetings: Sequence[Times], without: frozenset[str] = frozenset(), effort: float = EFFORT
) -> bool:
    """Whether it is certain that these meetings cannot all be held, alone in the school, by all but some rules."""
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort, solve_for_certain

    model = _model(round, meetings, (), all_placed=True, without=without | {"sibling_adjacency"})
    answer = solve_for_certain(model.cp, Effort(effort), Clock(None))
    return answer.closed and not answer.found


def _model(
    round: Round, free: Sequence[Times], kept: Sequence[tuple[Meeting, Appointment]], *, all_placed: bool = False,
    published: Published = (), without: frozenset[str] = frozenset(),
) -> ExactModel:
    """The exact model of the free meetings, with all their times, and the kept ones, each with its own only."""
    from scheduler.solver.instance import Instance
    from scheduler.solver.model import ExactModel

    meetings = [times.meeting for times in free] + [meeting for meeting, _ in kept]
    places = [_places(round, times) for times in free] + [(_place(round, *each),) for each in kept]
    ids = {meeting.meeting_id for meeting in meetings}
    told = tuple(each for each in published if each.meeting_id in ids)
    instance = Instance(round, tuple(meetings), tuple(places), told)
    model = ExactModel(instance, dict(enumerate(instance.places)), all_placed=all_placed, without=without)
    for meeting, _ in kept:
        model.cp.add(model.placed(meeting) == 1)
    return model


def _places(round: Round, times: Times) -> tuple[Place, ...]:
    """The open starts of a meeting as the solver has them."""
    from scheduler.solver.instance import instance_of

    open_ones = {(offer.team, offer.window, start) for offer, bits in times.open
                 for start in chosen(offer.starts, bits)}
    return tuple(
        place for place in instance_of(round, [times.meeting]).places[0]
        if (times.meeting.teams[place.team], round.windows[place.window], place.start_minute) in open_ones
    )


def _place(round: Round, meeting: Meeting, it: Appointment) -> Place:
    from scheduler.solver.instance import Place

    window = next(w for w, window in enumerate(round.windows) if window.date == it.date
                  and window.start_minute <= it.start_minute and it.end_minute <= window.end_minute)
    team = next(t for t, team in enumerate(meeting.teams)
                if (team.teacher_ids, team.room) == (it.teacher_ids, it.room))
    return Place(team, window, it.start_minute, it.end_minute, 0)


def _on_common_dates(
    free: Sequence[Times], kept: Sequence[tuple[Meeting, Appointment]], together: Sequence[str]
) -> list[Times]:
    """The free meetings, those of an adult `together` only on dates on which all of them can be."""
    found = list(free)
    for adult_id in together:
        mine = [k for k, times in enumerate(found) if adult_id in times.meeting.adult_ids]
        dates = [{offer.window.date for offer in found[k].offers if offer.open} for k in mine]
        dates += [{it.date} for meeting, it in kept if adult_id in meeting.adult_ids]
        for k in mine:
            found[k] = found[k].only([
                (offer, offer.everything if all(offer.window.date in each for each in dates) else 0)
                for offer in found[k].offers])
    return found


def _near(
    round: Round, free: Sequence[Times], kept: Sequence[tuple[Meeting, Appointment]]
) -> list[tuple[Meeting, Appointment]]:
    """The kept appointments that have anything to do with the free meetings.

    These are all of the same families, and those of the same teachers and rooms on dates that are open to them.
    """
    dates = {offer.window.date for times in free for offer in times.offers if offer.open}
    keys = {key for times in free for team in times.meeting.teams for key in _keys(round, times.meeting, team)}
    return [
        (meeting, it) for meeting, it in kept
        if any(it.date in dates or kind in ("pupil", "adult")
               for kind, _ in keys.intersection(_keys_of(round, meeting, it)))
    ]


def _keys_of(round: Round, meeting: Meeting, it: Appointment) -> set[tuple[str, str]]:
    team = next(team for team in meeting.teams if (team.teacher_ids, team.room) == (it.teacher_ids, it.room))
    return _keys(round, meeting, team, apart=False)


def _keys(round: Round, meeting: Meeting, team: Team, *, apart: bool = True) -> set[tuple[str, str]]:
    """Who and what a meeting keeps busy, and whom its adults must not meet."""
    adults = set(meeting.adult_ids)
    if apart:
        adults |= round.others_apart(meeting.adult_ids)
    works_here = {round.adult[adult_id].teacher_id for adult_id in adults if adult_id in round.adult}
    return {
        ("pupil", meeting.pupil_id), ("room", team.room),
        *(("adult", adult_id) for adult_id in adults),
        *(("teacher", teacher_id) for teacher_id in {*team.teacher_ids, *works_here} if teacher_id),
    } - {("room", "")}
