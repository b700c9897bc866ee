"""Two lists for the office: whom to call because there is no address, and which mails did not go and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.files import CannotWrite, csv_text, write_whole
from scheduler.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from scheduler.mail.outbox import Due, Outbox
    from scheduler.round import Round

TELEPHONE, UNSENT = "telephone.csv", "unsent.csv"
TELEPHONE_COLUMNS = ("adult_id", "name", "phone", "language", "subject", "body", "meeting_id", "method", "listed_at")
UNSENT_COLUMNS = ("adult_id", "email", "subject", "meeting_id", "method", "state", "refusal")


def write_telephone(output: Path, round: Round, told: Outbox) -> list[Due]:
    """List what is told by telephone, the newest at the end, and return it; no file where there is nothing.

    Raises:
        CannotWrite: what was there before is untouched.
    """
    rows = _by_number(due for due in (*told.settled, *told.doubtful) if not due.entry.message.recipient)
    _write(output / TELEPHONE, TELEPHONE_COLUMNS, [_telephone_row(round, due) for due in rows])
    return rows


def write_unsent(output: Path, told: Outbox, language: str) -> None:
    """List the mails that are still to be sent or may not have arrived; no file where there are none.

    Raises:
        CannotWrite: what was there before is untouched.
    """
    rows = _by_number(due for due in (*told.doubtful, *told.due) if due.entry.message.recipient)
    _write(output / UNSENT, UNSENT_COLUMNS, [_unsent_row(due, language) for due in rows])


def bring_in_line(output: Path, round: Round, told: Outbox) -> None:
    """Make the lists that are there say what holds now: who must not be named any more leaves them.

    Raises:
        CannotWrite: running it again completes the work.
    """
    if (output / TELEPHONE).exists():
        write_telephone(output, round, told)
    if (output / UNSENT).exists():
        write_unsent(output, told, round.school.language)


def _by_number(rows: Iterable[Due]) -> list[Due]:
    return sorted(rows, key=lambda due: due.entry.number)


def _telephone_row(round: Round, due: Due) -> tuple[str, ...]:
    message, invite = due.entry.message, due.entry.invite
    adult = round.adult.get(message.adult_id)
    subject, body = due.letter
    listed_at = due.entry.sent_at.isoformat() if due.entry.sent_at else ""
    return (message.adult_id, invite.name, adult.phone if adult else "", invite.language, subject, body,
            message.meeting_id, message.method, listed_at)


def _unsent_row(due: Due, language: str) -> tuple[str, ...]:
    message = due.entry.message
    if due.entry.state == "in doubt":
        state = translate("may have arrived", language)
    elif due.entry.refusal:
        state = translate("refused", language)
    else:
        state = translate("not sent", language)
    return (message.adult_id, message.recipient, due.letter[0], message.meeting_id, message.method, state,
            due.entry.refusal)


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(path, error) from error
        return
    write_whole(path, csv_text(columns, rows).encode())
