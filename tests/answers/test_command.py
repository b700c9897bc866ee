"""The command `answers`, as it is typed: from a declined invite to a plan that minds it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from scheduler import plan, publish, read_round
from scheduler.cli import main
from scheduler.delivery import read_plan
from scheduler.demo.folder import write_school
from tests.answers.mails import mail, put, reply
from tests.reports.reading import of_class, parsed, rows, section

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.appointments import Appointment


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small school and its published plan, once for all tests."""
    folder = tmp_path_factory.mktemp("school")
    write_school(folder / "input", pupils=12)
    plan(folder / "input", folder / "output")
    publish(folder / "output")
    return folder


@pytest.fixture
def school(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for one test."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return shutil.copytree(published, tmp_path / "school")


def first(school: Path) -> tuple[Appointment, str, str]:
    """The first appointment with an adult of it who has an address, and the address."""
    adults = read_round(school / "input").round.adult
    return next((it, adult_id, adults[adult_id].email) for it in read_plan(school / "output").appointments
                for adult_id in it.adult_ids if adults[adult_id].email)


def mailbox(school: Path, partstat: str, **changed: str) -> Path:
    """A mailbox with that adult's answer, and a mail about something else."""
    it, adult_id, email = first(school)
    answer = reply(school / "output", partstat, adult_id=adult_id, meeting_id=it.meeting_id,
                   **{"attendee": email} | changed)
    return put(school / "mails", answer=mail(answer, sender=email), other=mail())


def test_a_decline_becomes_a_plan_at_another_time(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    it, adult_id, _ = first(school)
    output, mails = school / "output", mailbox(school, "DECLINED")
    typed = ["answers", str(output), str(mails), "--replan", str(school / "input"), "--quiet"]
    assert main(typed) == 0
    read, holding, counting, said, declined, silent, added, again = capsys.readouterr().out.splitlines()
    date, start = f"{it.date:%a} {it.date.day} {it.date:%b}", f"{it.start_minute // 60}:{it.start_minute % 60:02d}"
    assert (read, holding) == ("2 mails read.", "1 holds no answer to an invite of this round.")
    assert (counting, said) == ("1 answer counts, 1 of them new.",
                                "All in all 0 accepted, 0 accepted with a maybe, 1 declined.")
    assert declined == f"{adult_id} cannot come for meeting {it.meeting_id} on {date} at {start}."
    assert silent.endswith(" adults have not answered a mandatory invite: see report.html.")
    assert added.startswith(f"Added to availability.csv: {adult_id} is unavailable on {date} from {start} to ")
    assert again == f"Now plan again: tienminuten plan {school / 'input'} --out {output}"

    assert main(typed) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "There is nothing to add to availability.csv."

    plan(school / "input", output)
    moved = read_plan(output).appointment[it.meeting_id]
    assert (moved.date, moved.start_minute) != (it.date, it.start_minute)
    assert json.loads((output / "summary.json").read_text())["status"] == "optimal"
    publish(output)
    assert main(["answers", str(output), str(mails), "--quiet"]) == 0
    said = capsys.readouterr().out
    assert f"answer.eml: {adult_id} answers an invite for meeting {it.meeting_id} that has changed or was" in said
    assert "0 declined." in said


def test_the_report_follows(school: Path) -> None:
    _, adult_id, _ = first(school)
    name = read_round(school / "input").round.adult[adult_id].name
    page = (school / "output" / "report.html").read_text(encoding="utf-8")
    main(["answers", str(school / "output"), str(mailbox(school, "DECLINED")), "--quiet"])
    report = (school / "output" / "report.html").read_text(encoding="utf-8")
    declined = next(of_class(section(parsed(report), "replies"), "people"))
    assert [row[0] for row in rows(declined)] == [name]
    assert ('href="#replies"' in page, 'href="#replies"' in report) == (False, True)


def test_what_a_parent_writes_is_shown_and_where_to_read_the_rest(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    it, adult_id, email = first(school)
    mails = mailbox(school, "DECLINED", comment="Ik moet werken\\, kan wel donderdag")
    put(mails, plain=mail(sender=email, text="Ik kan niet."))
    assert main(["answers", str(school / "output"), str(mails), "--quiet"]) == 0
    told = capsys.readouterr().out
    assert f"{adult_id} cannot come for meeting {it.meeting_id} on " in told
    assert " “Ik moet werken, kan wel donderdag”\n" in told
    assert f"plain.eml: {adult_id} writes without answering the invite. Read this mail.\n" in told
    report = school / "output" / "report.html"
    assert "“Ik moet werken, kan wel donderdag”" in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o777 == 0o600
    mailbox(school, "ACCEPTED", comment="Tot dan", stamp="20270113T080000Z")
    main(["answers", str(school / "output"), str(mails), "--quiet"])
    assert f"{adult_id} writes with the answer for meeting {it.meeting_id}: “Tot dan”\n" in capsys.readouterr().out


def test_planning_again_without_news_gives_the_same_report(school: Path) -> None:
    output = school / "output"
    main(["publish", str(output), "--quiet"])
    main(["answers", str(output), str(mailbox(school, "ACCEPTED")), "--quiet"])
    before = (output / "report.html").read_text(encoding="utf-8")
    plan(school / "input", output)
    after = (output / "report.html").read_text(encoding="utf-8")
    assert without_seconds(after) == without_seconds(before)


def without_seconds(page: str) -> list[str]:
    """The lines but for the one that tells how long it took."""
    return [line for line in page.splitlines() if 'class="made"' not in line]


def test_what_does_not_count_is_told_without_names(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    it, adult_id, _ = first(school)
    strange = mailbox(school, "ACCEPTED", attendee="grandma@post.example")
    (strange / "broken.eml").write_bytes(b"Content-Type: text/calendar\n\n" + b"x" * 300_000)
    for number in range(25):
        (strange / f"{number:02d}.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert main(["answers", str(school / "output"), str(strange), "--quiet"]) == 0
    told = capsys.readouterr().out
    assert (f"answer.eml: somebody who was not invited answers the invite of {adult_id} for meeting {it.meeting_id}. "
            "That does not count.") in told
    assert "broken.eml: this is too large or too complicated to be an answer, and was not read." in told
    assert "19.msg: only Outlook reads this form of mail. Save it as .eml or .ics." in told
    assert "… and 5 more like this.\n" in told
    names = {adult.name for adult in read_round(school / "input").round.adults}
    assert not any(name in told for name in names)
    assert "grandma" not in told


def test_a_folder_of_another_round_stops_it_before_anything_is_entered(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_school(school / "november", pupils=12, round="november")
    mails = mailbox(school, "DECLINED")
    assert main(["answers", str(school / "output"), str(mails), "--replan", str(school / "november"), "--quiet"]) == 2
    assert "the answers are to 2027-february." in capsys.readouterr().err
    main(["answers", str(school / "output"), str(mails), "--quiet"])
    assert "1 answer counts, 1 of them new." in capsys.readouterr().out
