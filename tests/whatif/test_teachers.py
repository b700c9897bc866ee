from __future__ import annotations

from dataclasses import replace

from scheduler.whatif.teachers import called
from tests.rounds import group, teacher, tiny_round


def test_teachers_are_called_after_their_groups_and_numbered_where_that_is_not_enough() -> None:
    round = tiny_round(
        groups=[group("1", "t1", "t2"), group("2", "t3"), group("3", "t3", "t4")],
        teachers=[teacher("t9", role="head"), *(teacher(f"t{number}") for number in range(1, 6)),
                  teacher("t7", role="ib"), teacher("t8", role="ib")])
    assert called([round], "nl") == {
        "t1": "groep 1 (1)", "t2": "groep 1 (2)", "t3": "groep 2 en 3", "t4": "groep 3", "t9": "directeur",
        "t5": "leerkracht zonder groep", "t7": "intern begeleider (1)", "t8": "intern begeleider (2)"}


def test_who_only_comes_in_a_scenario_is_called_after_the_group_there() -> None:
    now = tiny_round(groups=[group("1", "t1")])
    later = replace(now, groups=(group("1a", "t1"), group("1b", "t2")), teachers=(teacher("t1"), teacher("t2")))
    assert called([now, later], "en") == {"t1": "group 1", "t2": "group 1b"}
