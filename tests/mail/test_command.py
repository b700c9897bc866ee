"""The command as an office types it: what it prints, and its exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main
from scheduler.commands import send
from scheduler.mail.turn import own_turn
from tests.invites.school import appointment, school, tree
from tests.mail.office import ALI, SUZANNE, published
from tests.mail.post_office import CERTIFICATE, PASSWORD, USER, Conduct, post_office

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2027-01-12"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office that reads English."""
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def run(capsys: pytest.CaptureFixture[str], output: Path, *options: str) -> tuple[int, list[str], str]:
    """Run `send` without waiting between mails: the exit code, the lines printed, and what went wrong."""
    code = main(["send", str(output), "--quiet", "--today", DAY, "--per-minute", "1000000", *options])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


def test_everything_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setenv("TIENMINUTEN_SMTP_PASSWORD", PASSWORD)
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct, encryption="starttls", login=True) as port:
        assert run(capsys, tmp_path, "--smtp", f"smtp://{USER}@localhost:{port}") == (0, ["3 mails sent"], "")
    assert conduct.addresses() == [ALI, SUZANNE, SUZANNE]


def test_what_is_left_is_said_with_ids_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    conduct = Conduct(replies={SUZANNE: "550 no such user"})
    published(tmp_path, round=school())
    with post_office(conduct) as port:
        assert run(capsys, tmp_path, "--smtp", f"smtp://127.0.0.1:{port}") == (1, [
            "0 mails sent",
            "1 address was refused: suzanne. See unsent.csv",
            "1 mail is kept for the next run",
            "1 adult without an e-mail address, 1 of them new: see telephone.csv",
            "The mail server is this machine itself, and was spoken to without encryption.",
        ], "")


def test_what_is_in_doubt_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    conduct = Conduct(breaks={"TAKEN": 1})
    published(tmp_path)
    with post_office(conduct) as port:
        code, lines, _ = run(capsys, tmp_path, "--smtp", f"smtp://127.0.0.1:{port}")
        assert (code, lines[:2]) == (1, [
            "2 mails sent",
            "1 adult may or may not have a mail (--again sends it once more): ali. See unsent.csv"])
        assert run(capsys, tmp_path, "--smtp", f"smtp://127.0.0.1:{port}", "--again")[:2] == (0, [
            "1 mail sent", "The mail server is this machine itself, and was spoken to without encryption."])


def test_a_server_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(tmp_path)
    with post_office(Conduct()) as port:
        pass
    code, lines, said = run(capsys, tmp_path, "--smtp", f"smtp://127.0.0.1:{port}")
    assert (code, lines) == (2, ["0 mails sent", "3 mails are kept for the next run"])
    assert said == (
        f"127.0.0.1 cannot be reached on port {port}. Look at the address and at your connection to the internet.\n"
        "Nothing is lost: run the same command again.\n")


def test_no_password(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIENMINUTEN_SMTP_PASSWORD", raising=False)
    published(tmp_path)
    code, _, said = run(capsys, tmp_path, "--smtp", "smtps://jan@mail.example")
    assert code == 2
    assert said.startswith("--smtp: There is no password for jan. Put it in the environment variable "
                           "TIENMINUTEN_SMTP_PASSWORD.\n")


def test_who_sits_at_the_keyboard_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from scheduler.mail.address import server_address

    asked: list[str] = []
    monkeypatch.delenv("TIENMINUTEN_SMTP_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or PASSWORD)
    assert send._password(server_address("smtps://jan@mail.example"), "en") == PASSWORD
    assert asked == ["Password of jan at mail.example: "]


@pytest.mark.parametrize("options", [
    (), ("--smtp", "smtp://localhost", "--eml", "mails"), ("--eml", "mails", "--by-hand"),
    ("--by-hand", "--today", "x"), ("--by-hand", "--per-minute", "0"),
])
def test_what_it_cannot_be_asked(tmp_path: Path, options: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["send", str(tmp_path), *options])
    assert left.value.code == 2


def test_reminders_by_hand_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(tmp_path)
    assert run(capsys, tmp_path, "--by-hand", "--remind")[2].startswith(
        "--by-hand: A reminder goes by mail or as a file. Leave one of the two out.")


def test_files_and_reminders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output, folder = tmp_path / "output", tmp_path / "mails"
    published(output)
    assert run(capsys, output, "--by-hand") == (0, ["3 messages entered as told"], "")
    assert run(capsys, output, "--eml", str(folder), "--remind")[:2] == (0, [
        f"0 mails written to {folder}, and entered as sent", "0 reminders"])
    published(output, appointment(start="15:00"), days=1)
    assert run(capsys, output, "--eml", str(folder))[:2] == (0, [
        f"3 mails written to {folder}, and entered as sent"])


def test_nothing_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, tmp_path, "--by-hand")[2].startswith(f"round.json: There is no plan in {tmp_path}.")
    published(tmp_path)
    for path in [tmp_path / "ledger.sqlite", *tmp_path.glob("invites/*/*.ics")]:
        path.unlink()
    before = tree(tmp_path)
    code, _, said = run(capsys, tmp_path, "--by-hand")
    assert code == 2
    assert said.startswith("ledger.sqlite: Nothing was published from this folder. Publish the plan first: "
                           f"tienminuten publish {tmp_path}.")
    assert tree(tmp_path) == before


def test_a_plan_that_is_not_published_is_pointed_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(tmp_path)
    (tmp_path / "plan.csv").write_text((tmp_path / "plan.csv").read_text().replace("14:40,14:50", "15:00,15:10"))
    assert run(capsys, tmp_path, "--by-hand") == (0, ["3 messages entered as told"], (
        "The plan is no longer what was published. To tell what changed: "
        f"tienminuten publish {tmp_path}\n"))


def test_without_the_plan_what_was_told_is_entered_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(tmp_path)
    (tmp_path / "plan.csv").unlink()
    assert run(capsys, tmp_path, "--by-hand") == (0, ["3 messages entered as told"], (
        f"plan.csv: There is no plan in {tmp_path}. Make one first: tienminuten plan INPUT --out {tmp_path}.\n"
        "So nobody could look whether the plan is still what was published. What was told is entered.\n"))
    assert run(capsys, tmp_path, "--by-hand")[1] == ["0 messages entered as told"]


def test_of_two_at_once_the_second_stops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(tmp_path)
    with own_turn(tmp_path):
        code, _, said = run(capsys, tmp_path, "--by-hand")
    assert code == 2
    assert said.startswith(f"{tmp_path}: Another command is sending from this folder or purging it.")
    assert run(capsys, tmp_path, "--by-hand")[0] == 0


def test_a_folder_in_which_nothing_can_be_locked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(tmp_path)
    (tmp_path / ".sending").write_text("no lock at all" * 100)
    code, lines, said = run(capsys, tmp_path, "--by-hand")
    assert (code, lines) == (2, [])
    assert said.startswith(f"{tmp_path}/.sending could not be written: ")


def test_a_run_that_died_keeps_nobody_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(tmp_path)
    (tmp_path / ".sending").touch()
    assert run(capsys, tmp_path, "--by-hand")[0] == 0
