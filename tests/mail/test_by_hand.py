"""Schools that send by hand: the mails as files, or told from messages.csv; the ledger knows of both."""

from __future__ import annotations

import stat
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from scheduler.files import CannotWrite
from scheduler.mail.delivery import AsFiles, ByHand
from scheduler.problems import BadInput
from tests.invites.school import appointment, daans, tree
from tests.mail.office import ALI, SUZANNE, at, published, sent
from tests.mail.post_office import Conduct, post_office

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path) -> list[tuple[str, str]]:
    """To whom each file goes, and about what, in the order of their names."""
    mails = [message_from_bytes(content, policy=default) for content in tree(folder).values()]
    return [(mail["to"].addresses[0].addr_spec, mail["subject"].strip().partition(":")[0]) for mail in mails]


def test_mails_are_written_as_files_once(tmp_path: Path) -> None:
    output, folder = tmp_path / "output", tmp_path / "mails"
    published(output)
    assert len(sent(output, AsFiles(folder, at(0))).mails.sent) == 3
    assert written(folder) == [(ALI, "Invitation"), (SUZANNE, "Uitnodiging"), (SUZANNE, "Uitnodiging")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    before = tree(folder)
    assert sent(output, AsFiles(folder, at(1)), days=1).mails.sent == []
    published(output, appointment(start="15:00"), days=1)
    sent(output, AsFiles(folder, at(1)), days=1)
    assert written(folder)[3:] == [(ALI, "Changed"), (SUZANNE, "Vervallen"), (SUZANNE, "Gewijzigd")]
    assert {name: content for name, content in tree(folder).items() if name in before} == before


def test_a_file_is_the_mail_that_would_be_sent_and_opens_as_a_draft(tmp_path: Path) -> None:
    output, folder, conduct = tmp_path / "output", tmp_path / "mails", Conduct()
    published(output, daans())
    published(tmp_path / "other", daans())
    sent(output, AsFiles(folder, at(0)))
    with post_office(conduct) as port:
        sent(tmp_path / "other", port)
    (content,) = tree(folder).values()
    as_sent = conduct.received[0].content.partition(b"Date:")
    as_file = content.partition(b"Date:")
    assert as_file[0] == as_sent[0]
    assert message_from_bytes(content, policy=default)["x-unsent"] == "1"
    assert as_file[2].partition(b"\r\n\r\n")[2] == as_sent[2].partition(b"\r\n\r\n")[2]


def test_files_that_could_not_be_written_are_not_entered(tmp_path: Path) -> None:
    output = tmp_path / "output"
    published(output)
    (tmp_path / "mails").touch()
    with pytest.raises(CannotWrite):
        sent(output, AsFiles(tmp_path / "mails", at(0)))
    assert len(sent(output, AsFiles(tmp_path / "other", at(0))).mails.sent) == 3


def test_a_run_that_is_killed_writes_the_same_files_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, folder = tmp_path / "output", tmp_path / "mails"
    published(output)
    with monkeypatch.context() as patch:
        patch.setattr("scheduler.mail.parcels.MessageParcel.went", lambda *given: interrupt())
        with pytest.raises(KeyboardInterrupt):
            sent(output, AsFiles(folder, at(0)))
    before = tree(folder)
    assert len(sent(output, AsFiles(folder, at(3))).mails.sent) == 3
    assert tree(folder) == before


def interrupt() -> None:
    """As Ctrl-C does."""
    raise KeyboardInterrupt


def test_what_was_told_by_hand_is_not_mailed_and_its_change_is_a_change(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    assert len(sent(tmp_path, ByHand(at(0))).mails.sent) == 2
    with post_office(conduct) as port:
        assert sent(tmp_path, port).mails.sent == []
        published(tmp_path, appointment(start="15:00"), days=1)
        sent(tmp_path, port, days=1)
    assert [mail.subject.partition(":")[0] for mail in conduct.received] == ["Changed", "Gewijzigd"]


def test_reminders_are_written_too(tmp_path: Path) -> None:
    output, folder = tmp_path / "output", tmp_path / "mails"
    published(output)
    sent(output, ByHand(at(0)))
    sent(output, AsFiles(folder, at(18)), days=18, remind=True)
    assert sorted(tree(folder)) == ["reminder-2027-02-02-ali.eml", "reminder-2027-02-02-suzanne.eml"]
    assert sent(output, AsFiles(folder, at(18)), days=18, remind=True).reminders.sent == []


def test_no_mail_is_written_beside_the_plan(tmp_path: Path) -> None:
    published(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(BadInput) as bad:
        sent(tmp_path, AsFiles(tmp_path / "mails", at(0)))
    assert bad.value.problems[0].sentence("en").startswith(f"Name a folder outside {tmp_path}:")
    assert tree(tmp_path) == before | {".sending": b""}
