"""The report in a real browser: nothing sticks out, on a telephone and on a desk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.meetings import meetings_of
from scheduler.reports.comparison import comparison_page
from scheduler.reports.overview import board_page
from scheduler.reports.report import report_page
from tests.reports.school import outcome_of, school_plan, school_round
from tests.reports.test_comparison import TEXT
from tests.reports.test_overview import FAILED, UNPROVEN, row
from tests.whatif.school import compared

if TYPE_CHECKING:
    from pathlib import Path

MEASURE = """<!DOCTYPE html><title>measuring</title><body>
<iframe width="390" height="800" src="report.html"></iframe>
<iframe width="1280" height="800" src="report.html"></iframe>
<script>onload = () => { document.title = [...document.querySelectorAll("iframe")].map(frame => {
  const root = frame.contentDocument.documentElement;
  return `${frame.clientWidth}:${root.scrollWidth}`;
}).join(" ") }</script>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser; without it these tests are skipped, but never in CI."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        assert os.environ.get("CI") != "true", "CI needs chromium"
        pytest.skip("no chromium on this machine: the report's layout is not measured")
    return found


def browse(chromium: str, folder: Path, page: Path, *options: str) -> str:
    """What the browser says about the page."""
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
               "--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def widths(chromium: str, folder: Path, page: str) -> str:
    """How wide the page is on a telephone and on a desk, each beside the width there is."""
    (folder / "report.html").write_text(page, encoding="utf-8")
    measure = folder / "measure.html"
    measure.write_text(MEASURE)
    dom = browse(chromium, folder, measure, "--window-size=1800,1000", "--virtual-time-budget=5000", "--dump-dom")
    title = re.search(r"<title>(.*?)</title>", dom)
    assert title is not None
    return title[1]


def test_the_page_never_scrolls_sideways(chromium: str, tmp_path: Path) -> None:
    round = school_round()
    outcome = outcome_of(round, school_plan(round))
    page = report_page(round, meetings_of(round), outcome)
    assert widths(chromium, tmp_path, page) == "390:390 1280:1280"


def test_the_overview_of_a_board_never_scrolls_sideways(chromium: str, tmp_path: Path) -> None:
    rows = [row("west/a-folder-with-a-long-name/februari-2027"), UNPROVEN, FAILED]
    assert widths(chromium, tmp_path, board_page("Bestuur", rows, {}, "nl")) == "390:390 1280:1280"


def test_a_comparison_never_scrolls_sideways(chromium: str, tmp_path: Path) -> None:
    long = "Een_heel_lange_naam_zonder_spaties_voor_een_scenario_van_de_directeur"
    text = TEXT.replace("Met een avond", long)
    page = comparison_page(compared(tmp_path, text, cheapest=True))
    assert widths(chromium, tmp_path, page) == "390:390 1280:1280"


WORDS = """<!DOCTYPE html><title>measuring</title><body>
<iframe width="800" height="800" src="report.html"></iframe>
<script>onload = () => {
  const page = document.querySelector("iframe").contentDocument, names = [...page.querySelectorAll(".grid .pupil b")];
  const right = each => each.getBoundingClientRect().right;
  const broken = names.filter(name => name.getClientRects().length > 1 || right(name) > right(name.closest("td")));
  const wider = [...page.querySelectorAll(".scroll:has(.grid)")].filter(box => box.scrollWidth > box.clientWidth);
  document.title = `${names.length} ${broken.length} ${wider.length}`;
}</script>"""


def test_names_in_the_timetable_are_never_broken(chromium: str, tmp_path: Path) -> None:
    round = school_round()
    long = replace(round, pupils=tuple(replace(each, first_name="Schimmelpenninck") for each in round.pupils))
    outcome = outcome_of(long, school_plan(round))
    (tmp_path / "report.html").write_text(report_page(long, meetings_of(long), outcome), encoding="utf-8")
    (tmp_path / "words.html").write_text(WORDS)
    dom = browse(chromium, tmp_path, tmp_path / "words.html", "--virtual-time-budget=5000", "--dump-dom")
    title = re.search(r"<title>(.*?)</title>", dom)
    assert title is not None
    names, broken, wider = map(int, title[1].split())
    assert (names > 20, broken, wider > 0) == (True, 0, True), "a name that is too long makes its box scroll"
