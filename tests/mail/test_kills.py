"""A run of send that is killed at any moment: the next one goes on where it stopped, and says what is in doubt."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.clients.tools import PROJECT
from tests.invites.school import Calendar
from tests.mail.office import ALI, SUZANNE, published, sent
from tests.mail.post_office import Conduct, post_office

if TYPE_CHECKING:
    from pathlib import Path


def killed(output: Path, port: int, step: str, moment: str, call: int) -> bool:
    """Whether a run in a process of its own died there."""
    command = [sys.executable, "-m", "tests.mail.dying", str(output), str(port), step, moment, str(call)]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode == 9


@pytest.mark.parametrize(("step", "moment", "call", "doubtful", "arrived"), [
    ("goes", "before", 1, (), ([], [ALI, SUZANNE, SUZANNE], [])),
    ("goes", "after", 1, ("ali",), ([], [SUZANNE, SUZANNE], [ALI])),
    ("went", "before", 2, ("suzanne",), ([ALI, SUZANNE], [SUZANNE], [SUZANNE])),
    ("went", "after", 2, (), ([ALI, SUZANNE], [SUZANNE], [])),
])
def test_the_next_run_goes_on(
    tmp_path: Path, step: str, moment: str, call: int, doubtful: tuple[str, ...], arrived: tuple[list[str], ...]
) -> None:
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct) as port:
        assert killed(tmp_path, port, step, moment, call)
        before_the_kill = conduct.addresses()
        assert sent(tmp_path, port).doubtful == doubtful
        next_run = conduct.addresses()[len(before_the_kill):]
        assert sent(tmp_path, port, again=True).doubtful == ()
    asked_for = conduct.addresses()[len(before_the_kill) + len(next_run):]
    assert (before_the_kill, next_run, asked_for) == arrived
    calendars = {ALI: Calendar(), SUZANNE: Calendar()}
    for mail in {mail.message["message-id"]: mail for mail in conduct.received}.values():
        calendars[mail.recipients[0]].receive(mail.part("text/calendar"))
    assert {address: len(calendar.events) for address, calendar in calendars.items()} == {ALI: 1, SUZANNE: 2}
