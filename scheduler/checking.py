"""Whether a round can work at all, before any planning: what has no time, what is too many, what cannot adjoin.

Everything here is counted in plain Python: it runs where OR-Tools is not installed, in well under a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.explanations.another_time import at_another_time
from scheduler.explanations.apart import never_together
from scheduler.explanations.capacity import most_meetings
from scheduler.explanations.causes import Clash, TooFewPlaces
from scheduler.explanations.changes import renewed
from scheduler.explanations.counted import when_words
from scheduler.explanations.counts import Demand
from scheduler.explanations.findings import Finding, Supply
from scheduler.explanations.least import least
from scheduler.explanations.parties import both_fit
from scheduler.explanations.pools import pools_of
from scheduler.explanations.proposals import kinds_of, proposals, shortened
from scheduler.explanations.times import Times
from scheduler.explanations.unplaced import alone
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from scheduler.explanations.causes import Cause
    from scheduler.explanations.changes import Change
    from scheduler.explanations.counts import Shortage
    from scheduler.explanations.pools import Pool
    from scheduler.meetings import Meeting
    from scheduler.round import Round

    Pools = Sequence[tuple[Pool, Sequence[Meeting]]]
    """Pools, each with the meetings that need it."""

MOST_CHANGES = 2
"""Changes that a finding names."""

MOST_PLACES = 1_000
"""No window has more places than this."""


@dataclass(frozen=True)
class Checked:
    """What was found of a round: all that cannot work, [] for nothing that shows without planning; and the numbers."""

    findings: list[Finding]
    supply: list[Supply]


def check(round: Round) -> Checked:
    """Find out whether the round can work."""
    meetings = meetings_of(round)
    times = {meeting.meeting_id: Times(round, meeting) for meeting in meetings}
    every = pools_of(meetings, least=1)
    pools = [(pool, mine) for pool, mine in every if len(mine) > 1]
    findings = [
        *_without_time(round, pools, times),
        *_together(round, list(_too_few_places(round, pools, times))),
        *_parties(round, times),
        *_apart(round, times),
    ]
    return Checked(findings, list(_supply(round, every, times)))


def _supply(round: Round, pools: Pools, times: Mapping[str, Times]) -> Iterator[Supply]:
    """The numbers of each pool of teachers; one who can be stood in for is counted with the others."""
    together = {one for pool, _ in pools if len(pool.ids) > 1 for one in pool.ids}
    for pool, mine in pools:
        if pool.kind != "teacher" or (len(pool.ids) == 1 and pool.ids[0] in together):
            continue
        demand = Demand(round, pool, [(meeting, times[meeting.meeting_id].open) for meeting in mine])
        lengths = [meeting.minutes for meeting in mine]
        many = [min(lengths)] * MOST_PLACES
        differ = min(lengths) < max(lengths)
        everything = demand.union(meeting.meeting_id for meeting in mine)
        yield Supply(pool.ids, len(mine), {
            window: most_meetings(round, pool, {key: bits for key, bits in everything.items() if key[1] == window},
                                  many, breaks=True, limit=True)
            for window in sorted(round.windows, key=lambda window: (window.date, window.start_minute))
        }, sum(lengths) if differ else 0, min(lengths) if differ else 0)


def _without_time(round: Round, pools: Pools, times: Mapping[str, Times]) -> Iterator[Finding]:
    """The meetings that no rule leaves a time, those with one cause together."""
    groups: dict[Cause, list[Times]] = {}
    for each in times.values():
        cause = alone(each)
        if cause is not None:
            groups.setdefault(cause, []).append(each)
    for cause, row in groups.items():
        ids = {each.meeting.meeting_id for each in row}
        near = [(pool, mine) for pool, mine in pools if not ids.isdisjoint(meeting.meeting_id for meeting in mine)]

        def works(changed: Round, row: Sequence[Times] = row, near: Pools = near) -> bool:
            if any(each.none for each in renewed(round, changed, row)):
                return False
            return not _short(round, changed, near, times, {each.meeting.meeting_id for each in row})

        changes = _working(round, row, works)
        pupils = tuple(dict.fromkeys(sorted(each.meeting.pupil_id for each in row)))
        yield Finding(pupils, cause, changes)


def _too_few_places(round: Round, pools: Pools, times: Mapping[str, Times]) -> Iterator[Finding]:
    """The counts of meetings and places that do not go together; of several that say the same, the smallest."""
    told: list[Shortage] = []
    for pool, mine in pools:
        demand = Demand(round, pool, [(meeting, times[meeting.meeting_id].open) for meeting in mine])
        found = dict.fromkeys(demand.by_meeting().values())
        for shortage in sorted(found, key=lambda each: (each.rank, each.meeting_ids)):
            ids = set(shortage.meeting_ids)
            if any(ids >= set(less.meeting_ids) and shortage.missing <= less.missing for less in told):
                continue
            told.append(shortage)
            yield _counted(round, pool, mine, shortage, times)


def _together(round: Round, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Those that say the same of several single teachers as one, in the place of the first."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        assert isinstance(finding.cause, TooFewPlaces)
        shortage = finding.cause.shortage
        alike = (len(shortage.meeting_ids), shortage.places, shortage.breaks, shortage.limit,
                 when_words(round, shortage, "en"), finding.changes)
        single = shortage.pool.kind == "teacher" and len(shortage.pool.ids) == 1
        groups.setdefault(alike if single else id(finding), []).append(finding)
    for first, *others in groups.values():
        pupils = {pupil_id for finding in (first, *others) for pupil_id in finding.pupil_ids}
        shortages = [finding.cause.shortage for finding in (first, *others) if isinstance(finding.cause, TooFewPlaces)]
        yield Finding(tuple(sorted(pupils)), TooFewPlaces(shortages[0], tuple(shortages[1:])), first.changes)


def _counted(
    round: Round, pool: Pool, mine: Sequence[Meeting], shortage: Shortage, times: Mapping[str, Times]
) -> Finding:
    bound = [meeting for meeting in mine if meeting.meeting_id in shortage.meeting_ids]

    def works(changed: Round) -> bool:
        return not _short(round, changed, [(pool, mine)], times, set(shortage.meeting_ids))

    missing = [times[meeting.meeting_id] for meeting in _left_out(bound, shortage)]
    longest = shortage.lengths.pupil_ids if shortage.lengths else ()
    shorter = [change for change in shortened(round, [each for each in bound if each.pupil_id in longest])
               if works(change.applied(round))][:1]
    elsewhere = [change for count in sorted({shortage.missing, len(missing)})
                 for change in at_another_time(bound, count, works, round)][:1]
    changes = (*elsewhere,
               *(least(round, each, lambda change: works(change.applied(round))) for each in shorter),
               *_working(round, missing, works, parents=pool.kind == "adult"))[:MOST_CHANGES]
    return Finding(tuple(sorted({meeting.pupil_id for meeting in bound})), TooFewPlaces(shortage), changes)


def _short(
    round: Round, changed: Round, near: Pools, times: Mapping[str, Times], meeting_ids: Collection[str]
) -> bool:
    """Whether any of these meetings is one too many of those of some pool, in the changed round."""
    for pool, mine in near:
        anew = renewed(round, changed, [times[meeting.meeting_id] for meeting in mine])
        demand = Demand(changed, pool, [(each.meeting, each.open) for each in anew])
        if not demand.by_meeting().keys().isdisjoint(meeting_ids):
            return True
    return False


def _left_out(bound: Sequence[Meeting], shortage: Shortage) -> list[Meeting]:
    """As many of the meetings as are too many: of some that differ in length, the shortest."""
    if shortage.lengths is None:
        return list(bound[: shortage.missing])
    found: list[Meeting] = []
    for meeting in sorted(bound, key=lambda each: each.minutes):
        if sum(each.minutes for each in found) < shortage.lengths.missing:
            found.append(meeting)
    return found


def _parties(round: Round, times: Mapping[str, Times]) -> Iterator[Finding]:
    """The pupils of whom two parties cannot both have a time."""
    least = round.settings.min_apart_minutes
    of_pupil: dict[str, list[Times]] = {}
    for each in times.values():
        if each.meeting.party and not each.none:
            of_pupil.setdefault(each.meeting.pupil_id, []).append(each)
    for pupil_id, row in sorted(of_pupil.items()):
        for pair in combinations(row, 2):
            if both_fit(*pair, apart_minutes=least, same_teachers=True):
                continue
            rules = tuple(rule for rule, possible in (
                ("separate_distance", both_fit(*pair, apart_minutes=0, same_teachers=True)),
                ("separate_meetings", both_fit(*pair, apart_minutes=least, same_teachers=False)),
            ) if possible)

            def works(changed: Round, pair: Sequence[Times] = pair) -> bool:
                return both_fit(*renewed(round, changed, pair), apart_minutes=least, same_teachers=True)

            yield Finding((pupil_id,), Clash((pupil_id,), rules), _working(round, pair, works, parents=False))
            break


def _apart(round: Round, times: Mapping[str, Times]) -> Iterator[Finding]:
    """The adults whose meetings cannot adjoin, were they the only ones; parents of the same pupils together."""
    of_adult: dict[str, list[Times]] = {}
    for each in sorted(times.values(), key=lambda each: (each.meeting.pupil_id, each.meeting.meeting_id)):
        for adult_id in each.meeting.adult_ids:
            if not each.none:
                of_adult.setdefault(adult_id, []).append(each)
    groups: dict[tuple[str, ...], list[str]] = {}
    for adult_id in sorted(of_adult):
        if len(of_adult[adult_id]) > 1:
            groups.setdefault(tuple(each.meeting.meeting_id for each in of_adult[adult_id]), []).append(adult_id)
    for meeting_ids, adult_ids in groups.items():
        row = [times[meeting_id] for meeting_id in meeting_ids]
        cause = never_together(round, row)
        if cause is not None:
            changes = _working(round, row, lambda changed, row=row: never_together(  # type: ignore[misc]
                changed, renewed(round, changed, row)) is None)
            pupils = tuple(sorted(each.meeting.pupil_id for each in row))
            yield Finding(pupils, cause, changes, tuple(adult_ids))


def _working(
    round: Round, row: Sequence[Times], works: Callable[[Round], bool], *, parents: bool = True
) -> tuple[Change, ...]:
    """The first changes that work, as far as can be told without planning, each as little as is enough."""
    found: list[Change] = []
    for change in proposals(round, row, parents=parents):
        if len(found) == MOST_CHANGES:
            break
        alike = any(kinds_of(less) <= kinds_of(change) for less in found)
        if not alike and works(change.applied(round)):
            found.append(least(round, change, lambda less: works(less.applied(round))))
    return tuple(found)
