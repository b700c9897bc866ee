"""The report follows the ledger: written anew in part, it is what `plan` would write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Answer
from scheduler.meetings import meetings_of
from scheduler.reports.refresh import refresh_report
from scheduler.reports.report import report_page
from tests.reports.reading import by_id, of_class, parsed, text
from tests.reports.school import outcome_of, school_plan, school_round
from tests.reports.test_changes import published

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.appointments import Published

ROUND = school_round()
PLAN = school_plan(ROUND)
TOLD = published(PLAN)
FIRST = TOLD[0]
ANSWERS = {(FIRST.adult_id, FIRST.meeting_id): Answer("declined", "Ziek")}


def page(was: Published = (), answers: dict[tuple[str, str], Answer] | None = None) -> str:
    """The report as `plan` writes it."""
    return report_page(ROUND, meetings_of(ROUND), outcome_of(ROUND, PLAN), published=was, answers=answers)


@pytest.mark.parametrize("was", [(), TOLD, (replace(FIRST, room="elders"), *TOLD[1:])])
@pytest.mark.parametrize("known", [None, {}])
def test_after_a_publication_it_is_what_planning_again_would_write(
    tmp_path: Path, was: Published, known: dict[tuple[str, str], Answer] | None
) -> None:
    (tmp_path / "report.html").write_text(page(was, known if was else None), encoding="utf-8")
    refresh_report(tmp_path, ROUND, PLAN, TOLD, ANSWERS)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page(TOLD, ANSWERS)


def test_what_is_not_published_yet_stays(tmp_path: Path) -> None:
    was = (replace(FIRST, room="elders"), *TOLD[1:])
    (tmp_path / "report.html").write_text(page(was, {}), encoding="utf-8")
    replies = refresh_report(tmp_path, ROUND, PLAN, was, ANSWERS)
    assert replies.declined == (), "who hears of a change is asked anew"
    found = parsed((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert len(list(of_class(found, "changes"))) == 1
    assert text(by_id(found, "replies")) == "Antwoorden"


@pytest.mark.parametrize("content", [None, "", "<p>A page of another version</p>"])
def test_a_report_that_is_not_ours_stays(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "report.html"
    if content is not None:
        path.write_text(content)
    assert refresh_report(tmp_path, ROUND, PLAN, TOLD, ANSWERS).declined[0][0] == FIRST.adult_id
    assert (path.read_text() if path.exists() else None) == content


def test_a_name_cannot_pass_for_a_mark(tmp_path: Path) -> None:
    sly = replace(ROUND.pupil[PLAN.appointments[0].pupil_id], first_name="<!-- /replies -->")
    round = replace(ROUND, pupils=tuple(sly if each.pupil_id == sly.pupil_id else each for each in ROUND.pupils))
    whole = report_page(round, meetings_of(round), outcome_of(round, PLAN), published=TOLD, answers=ANSWERS)
    (tmp_path / "report.html").write_text(whole, encoding="utf-8")
    refresh_report(tmp_path, round, PLAN, TOLD, ANSWERS)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == whole
