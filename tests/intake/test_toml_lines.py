from __future__ import annotations

import pytest

from scheduler.intake.toml_lines import lines_of

TEXT = """\
title = "[not, a, list]"   # line 1
[[scenario]]
name = "Eerste, met een ] en een \\" erin"
absent = [
  { teacher_id = "t01", days = ["mon", "tue"] },   # a comment, with a comma

  { teacher_id = "t02" },
]
[scenario.set]
round.cutoff = "16:30"
[[scenario]]
sizes = [1, 2,
         3]
[[scenario.add_window]]
date = 2027-02-02
[[scenario.add_window]]
date = 2027-02-04
start = "14:30"
[[scenario]]
name = 'Derde'
"""


@pytest.mark.parametrize(("path", "line"), [
    (("title",), 1),
    (("title", 0), 1),
    (("scenario", 0), 2),
    (("scenario", 0, "name"), 3),
    (("scenario", 0, "absent"), 4),
    (("scenario", 0, "absent", 0), 5),
    (("scenario", 0, "absent", 1), 7),
    (("scenario", 0, "absent", 1, "teacher_id"), 7),
    (("scenario", 0, "set"), 9),
    (("scenario", 0, "set", "round", "cutoff"), 10),
    (("scenario", 1, "sizes", 1), 12),
    (("scenario", 1, "sizes", 2), 13),
    (("scenario", 1, "add_window", 0), 14),
    (("scenario", 1, "add_window", 1), 16),
    (("scenario", 1, "add_window", 1, "start"), 18),
    (("scenario", 2, "name"), 20),
    (("scenario", 3), None),
])
def test_every_key_and_every_value_of_a_list_has_its_line(path: tuple[str | int, ...], line: int | None) -> None:
    assert lines_of(TEXT).line(*path) == line
