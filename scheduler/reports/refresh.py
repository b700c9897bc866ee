"""A report that follows the ledger: after a publication or new answers, its parts about them are written anew.

The rest of the page stays as `plan` wrote it, which alone knows the whole round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.costs import holds_true
from scheduler.files import write_whole
from scheduler.meetings import meetings_of
from scheduler.reports.replies import replies_to

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.appointments import Answer, Plan, Published
    from scheduler.reports.replies import Replies
    from scheduler.round import Round

REPORT = "report.html"
MATTERS = "matters.html.j2"


def refresh_report(
    output: Path, round: Round, plan: Plan, published: Published, answers: Mapping[tuple[str, str], Answer]
) -> Replies:
    """Make the report in the folder show these answers, and no change that was published; return the answers shown.

    A report that is gone, or that another version of the program wrote, stays as it is.

    Raises:
        CannotWrite: the report is untouched.
    """
    from scheduler.reports.page import piece

    language = round.school.language
    replies = replies_to(meetings_of(round), plan, published, answers)
    parts = {
        "replies-link": piece(MATTERS, "replies_link", language, replies, round=round),
        "replies": piece(MATTERS, "replies_part", language, replies, round=round),
    }
    if _all_told(plan, published):
        parts |= {"changes-link": "", "changes": ""}
    path = output / REPORT
    page = path.read_text(encoding="utf-8") if path.is_file() else ""
    if all(_begin(name) in page and _end(name) in page for name in parts):
        write_whole(path, _with_parts(page, parts).encode())
    return replies


def _all_told(plan: Plan, published: Published) -> bool:
    known = {(told.adult_id, told.meeting_id) for told in published}
    needed = {(adult_id, it.meeting_id) for it in plan.appointments for adult_id in it.adult_ids}
    return needed <= known and all(holds_true(told, plan) for told in published)


def _with_parts(page: str, parts: Mapping[str, str]) -> str:
    for name, content in parts.items():
        before, _, rest = page.partition(_begin(name))
        page = before + _begin(name) + content + _end(name) + rest.partition(_end(name))[2]
    return page


def _begin(name: str) -> str:
    return f"<!-- {name} -->"


def _end(name: str) -> str:
    return f"<!-- /{name} -->"
