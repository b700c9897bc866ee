"""Calendar files to subscribe to, for schools that host files: one per adult and teacher, all made from the ledger.

Who has nothing any more keeps an empty calendar, so that it becomes empty where it is subscribed to.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.files import CannotWrite, csv_text, write_all
from scheduler.invites.events import feed_file, staff_file
from scheduler.invites.ledger import opened
from scheduler.invites.recovery import begin, demand_publication
from scheduler.invites.subscriptions import (
    COLUMNS,
    FEEDS,
    enter_folder,
    folder_of,
    mint,
    recover,
    revoke,
    subscriptions,
)
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.invites.invite import Known
    from scheduler.invites.ledger import Ledger
    from scheduler.invites.subscriptions import Subscription, Who
    from scheduler.round import Round

GUARD = "index.html"
"""An empty page, so that a web server that would list the folder shows nothing."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person with a calendar file: `content` has the appointments that stand, `empty` says that there are none."""

    name: str
    email: str
    content: bytes
    empty: bool


@dataclass(frozen=True, slots=True)
class Feeds:
    """What stands in the folder now: how many files, and how many of them are empty or have a name that is new."""

    files: int
    empty: int
    new: int


def write_feeds(output: Path, folder: Path, round: Round, revoked: Sequence[str] = ()) -> Feeds:
    """Make the calendar files in `folder` say what was published from `output`, and list whose is which.

    The people in `revoked`, by id, lose their files, and nobody gets a new one in that run.

    Raises:
        BadInput: nothing was published, a person has no file, the ledger cannot be used, or the folder is no place
            for these files.
        CannotWrite: running it again completes the work.
    """
    demand_publication(output)
    round_id = round.settings.round_id
    with opened(output, round_id) as ledger:
        with ledger.transaction():
            if ledger.new:
                begin(ledger, output, round_id)
            recover(ledger, output)
            _check_folder(output, folder, ledger)
            people = _subscribers(ledger, round)
            before = len(subscriptions(ledger))
            if revoked:
                _refuse_unknown(revoke(ledger, revoked))
            else:
                mint(ledger, (who for who, person in people.items() if not person.empty))
            enter_folder(ledger, folder)
            new = len(subscriptions(ledger)) - before
        # In a transaction of its own, so that of two runs at once the later one's files stay.
        with ledger.transaction():
            people = _subscribers(ledger, round)
            _bring_in_line(output, folder, people, subscriptions(ledger))
            standing = [people[each.who] for each in subscriptions(ledger) if not each.revoked]
    return Feeds(len(standing), sum(person.empty for person in standing), new)


def _check_folder(output: Path, folder: Path, ledger: Ledger) -> None:
    inside, outside = output.resolve(), folder.resolve()
    if outside in (inside, *inside.parents):
        raise BadInput.one(str(folder), marked("This folder holds the plan and its ledger, which must never be served. "
                                               "Name a folder of its own."))
    before = folder_of(ledger)
    if before and before != str(folder.absolute()) and Path(before).exists():
        raise BadInput.one(str(folder), marked("The calendar files of this round stand in {before}. Name that folder, "
                                               "or remove it first."), before=before)


def _refuse_unknown(person_ids: Sequence[str]) -> None:
    if person_ids:
        message = marked("There is no calendar file of {people}, so there is nothing to revoke.")
        raise BadInput.one(FEEDS, message, people=", ".join(person_ids))


def _subscribers(ledger: Ledger, round: Round) -> dict[Who, Subscriber]:
    """Everybody who was ever told of an appointment or has a file, with what stands of it."""
    known, nothing = ledger.known(), Subscriber("", "", feed_file((), _title(round), round.school.timezone), empty=True)
    forgotten = {each.who: nothing for each in subscriptions(ledger)}
    return {**forgotten, **_adults(known, round), **_teachers(known, round)}


def _title(round: Round) -> str:
    return f"{round.settings.name}, {round.school.name}"


def _adults(known: Known, round: Round) -> dict[Who, Subscriber]:
    title, timezone = _title(round), round.school.timezone
    found: dict[Who, Subscriber] = {}
    events = sorted(known.events.values(), key=lambda event: (event.invite.told.adult_id, event.stamp, event.uid))
    for adult_id, mine in groupby(events, key=lambda event: event.invite.told.adult_id):
        every = list(mine)
        live = [event for event in every if event.live]
        last = (live or every)[-1].invite
        found["adult", adult_id] = Subscriber(last.name, last.email, feed_file(live, title, timezone), not live)
    return found


def _teachers(known: Known, round: Round) -> dict[Who, Subscriber]:
    found: dict[Who, Subscriber] = {}
    events = sorted(known.staff.values(), key=lambda event: (event.teacher_id, event.stamp, event.uid))
    for teacher_id, theirs in groupby(events, key=lambda event: event.teacher_id):
        every = list(theirs)
        live = [event for event in every if event.live]
        name, teacher = every[-1].teacher_name, round.teacher.get(teacher_id)
        content = staff_file(live) if live else feed_file((), name, round.school.timezone)
        found["teacher", teacher_id] = Subscriber(name, teacher.email if teacher else "", content, not live)
    return found


def _bring_in_line(
    output: Path, folder: Path, people: Mapping[Who, Subscriber], every: Iterable[Subscription]
) -> None:
    """Take away the files whose names were revoked, write the others, and list those that have something in them."""
    contents, rows = {}, list[tuple[str, ...]]()
    for subscription in every:
        if subscription.revoked:
            _remove(folder / subscription.file)
            continue
        person = people[subscription.who]
        contents[folder / subscription.file] = person.content
        if not person.empty:
            kind, person_id = subscription.who
            rows.append((person_id, kind, person.name, person.email, subscription.file))
    if not (folder / GUARD).exists():
        contents[folder / GUARD] = b""
    write_all({**contents, output / FEEDS: csv_text(COLUMNS, rows).encode()})


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(path, error) from error
