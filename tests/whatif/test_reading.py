"""Everything that is wrong with a scenarios file is told at once, with its line, before anything is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.whatif.keys import SETTING
from tests.whatif.school import ASKED, problems_of

if TYPE_CHECKING:
    from pathlib import Path

LATER = 'set = { "round.cutoff" = "16:50" }'
KNOWN = ", ".join(SETTING)


@pytest.mark.parametrize(("key", "told"), [
    ('sett = { "round.cutoff" = "16:50" }', 'line 3, column sett: This name is unknown. Did you mean "set"? Then '
                                            "change it."),
    ("shoe_size = 3", "line 3, column shoe_size: This key is unknown. Choose from: name, after, teacher_joins, "
     "teacher_leaves, split_group, merge_groups, set, remove_window, add_window, absent, flag, unflag, request_share, "
     "draws, sweep."),
    ('set = { "round.cutof" = "16:50" }', 'line 3, column set.round.cutof: This name is unknown. Did you mean '
                                          '"round.cutoff"? Then change it.'),
    ('set = { "round.id" = "x" }', "line 3, column set.round.id: This is no setting that a scenario can change. Choose "
                                   f"from: {KNOWN}, breaks."),
    ('set = "16:50"', 'line 3, column set: "16:50" Write the settings between braces, such as { "round.cutoff" = '
                      '"16:30", "siblings.walk_minutes" = 5, breaks = false }.'),
    ('set = { "round.cutoff" = "half five" }', 'line 3, column round.cutoff: "half five" This is not a time. Write '
                                               "hours and minutes, such as 14:30."),
    ('set = { "round.meeting_minutes" = 15 }', 'line 3, column round.meeting_minutes: "15" A conversation takes a '
     "whole number of slots. Choose a multiple of slot_minutes, which is 10."),
    ('set = { "breaks.minutes" = 10 }', 'line 3, column set.breaks.minutes: "10" This key is missing. Add it, such as '
                                        "breaks.after_meetings = 6."),
    ("set = { breaks = true }", 'line 3, column set.breaks: "yes" Write breaks = false for none, or '
                                "breaks.after_meetings and breaks.minutes."),
    ('set = { "objective.order" = ["siblings"] }', 'line 3, column objective.order: "siblings" "siblings" is unknown. '
     "Choose from: unplaced_mandatory, unplaced_optional, siblings_apart, moved, wishes_missed, "
     "teacher_idle_minutes, teacher_windows, parent_wait_minutes."),
    ('absent = [ { teacher_id = "t7", date = 2027-02-02 } ]', 'line 3, column absent.teacher_id: "t7" No teacher has '
     "this id in teachers.csv. Correct it, or add the teacher."),
    ('absent = [ { date = 2027-02-02 } ]', "line 3, column absent.teacher_id: This key is missing. Add it, such as "
                                           'teacher_id = "t03".'),
    ('absent = [\n  { teacher_id = "t1", date = 2027-02-04 },\n  { teacher_id = "t2", date = 2027-02-05 },\n]',
     'line 5, column absent.date: "2027-02-05" This changes nothing: there is no window then, or this teacher does '
     "not work. Check the date, or leave this out."),
    ('absent = [ { teacher_id = "t9", weekday = "do" } ]', "line 3, column absent.date: This changes nothing: there is "
     "no window then, or this teacher does not work. Check the date, or leave this out."),
    ("absent = 3", 'line 3, column absent: "3" This is not a list of tables. Write it as absent = [ { teacher_id = '
                   '"t03", date = 2027-02-02 } ].'),
    ('add_window = [ { date = 2027-02-04, start = "16:30", end = "17:00" } ]', 'line 3, column add_window.date: '
     '"2027-02-04" The round has this window already. Choose another one.'),
    ('add_window = [ { date = 2027-02-04, start = "16:00", end = "16:40" } ]', 'line 3, column add_window.date: '
     '"2027-02-04" This window overlaps the one from 16:30 to 17:00 on this date. Make them one, or change a time.'),
    ('add_window = [ { date = 2027-02-30, start = "16:00", end = "16:40" } ]', "line 3: This line cannot be read. "
     'Write key = value, with texts between quotation marks, such as name = "De Zandloper"; every key once, and '
     "every part between brackets once."),
    ("remove_window = [ { date = 2027-02-03 } ]", 'line 3, column remove_window.date: "2027-02-03" The round has no '
     "such window. Look in round.toml, and give date and start as they stand there."),
    ("remove_window = [ { date = 2027-02-02 }, { date = 2027-02-04 } ]", 'line 3, column remove_window.date: '
     '"2027-02-04" Without this window the round has none left. Add another one first.'),
    ("request_share = 70", 'line 3, column request_share: "70" This is no part of all pupils. Write a number above 0 '
                           "and at most 1, such as 0.7 for 70 %."),
    ('teacher_leaves = [ "t1" ]', 'line 3, column teacher_leaves.teacher_id: "t1" Group 5A then has no teacher. Say '
                                  "who takes over: instead = …"),
    ('teacher_leaves = [ { teacher_id = "t1", instead = "t1" } ]', 'line 3, column teacher_leaves.instead: "t1" This '
     "is the teacher who leaves. Name another one."),
    ('teacher_joins = [ { teacher_id = "t20", group = "5A" } ]', "line 3, column teacher_joins.working_days: Say on "
     "which days this new teacher works, such as ma;di."),
    ('teacher_joins = [ { teacher_id = "t2", working_days = "ma", group = "5A" } ]', 'line 3, column '
     'teacher_joins.working_days: "ma" This teacher works here already: only group and days can be new. Leave this '
     "out, or give a new teacher another id."),
    ('teacher_joins = [ { teacher_id = "t2" } ]', 'line 3, column teacher_joins.teacher_id: "t2" This teacher works '
     "here already. Say for which group they hold conversations too: group = …"),
    ('teacher_joins = [ { teacher_id = "t2", group = "9C" } ]', 'line 3, column teacher_joins.group: "9C" No group has '
     "this name in groups.csv. Correct it, or add the group with its teacher."),
    ('teacher_joins = [ { teacher_id = "t2", group = "8B" } ]', 'line 3, column teacher_joins.group: "8B" This teacher '
     "holds conversations for this group already. Name another group."),
    ('split_group = [ { group = "5A", into = "5B" } ]', 'line 3, column split_group.into: "5B" Name at least two new '
                                                        "groups."),
    ('split_group = [ { group = "5A", into = ["8B", "5B"] } ]', 'line 3, column split_group.into: "8B;5B" There is a '
     "group with this name already. Choose another name."),
    ('split_group = [ { group = "5A", into = ["5A", "5B"], teacher_id = "t2" } ]', 'line 3, column '
     'split_group.teacher_id: "t2" Name one teacher for each new group, in the same order, or none.'),
    ('merge_groups = [ { groups = ["5A"], into = "5" } ]', 'line 3, column merge_groups.groups: "5A" Name at least two '
                                                           "groups to make one of."),
    ('merge_groups = [ { groups = ["5A", "9C"], into = "5" } ]', 'line 3, column merge_groups.groups: "5A;9C" No group '
     "has this name in groups.csv. Correct it, or add the group with its teacher."),
    ('flag = [ "p7" ]', 'line 3, column flag.pupil_id: "p7" No pupil has this id in pupils.csv. Correct it, or add the '
                        "pupil."),
    ('flag = [ "p2" ]', 'line 3, column flag.pupil_id: "p2" Only one party comes for this pupil. Whoever meets apart '
                        "needs at least two."),
    ('flag = [ { pupil_id = "p3", parties = [["a3"], ["a4", "a1"]] } ]', 'line 3, column flag.adult_id: "a1" This '
     "adult is not invited for this pupil: no authority as a parent, no consent, or a contact ban. Remove the row, or "
     "correct guardians.csv."),
    ('unflag = [ "p3" ]', 'line 3, column unflag.pupil_id: "p3" The adults of this pupil come together already. Leave '
                          "this out."),
    ('sweep = { "round.cutoff" = "16:50" }', 'line 3, column sweep.round.cutoff: "16:50" Write the values to try '
                                             "between brackets, such as [10, 12, 15]."),
    ('sweep = { "round.cutoff" = ["16:50", "16:50"] }', 'line 3, column sweep.round.cutoff: "16:50;16:50" A value '
                                                        "stands there twice. Name each only once."),
    ('set = { "round.cutoff" = "17:00" }', 'line 2, column scenario.name: "Een" This scenario changes nothing: it is '
                                           "as the round is without it."),
    ("", 'line 2, column scenario.name: "Een" This scenario changes nothing. Say what would be different, such as set '
         '= { "round.cutoff" = "16:30" }.'),
])
def test_whatever_is_wrong_is_told_with_its_line(tmp_path: Path, key: str, told: str) -> None:
    assert problems_of(tmp_path, f'[[scenario]]\nname = "Een"\n{key}\n') == [f"whatif.toml, {told}"]


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    assert problems_of(tmp_path, f"""\
[[scenario]]
name = "Een"
{LATER}
[[scenario]]
name = "een"
after = "Drie"
{LATER}
[[scenario]]
name = "Twee"
after = "Ee"
{LATER}
[[scenario]]
{LATER}
[[scenario]]
name = "Rond"
after = "Kring"
{LATER}
[[scenario]]
name = "Kring"
after = "Rond"
{LATER}
""", "nl") == [
        'whatif.toml, regel 5, kolom scenario.name: "een" Het scenario op regel 1 heeft deze naam ook. Geef elk een '
        "eigen naam.",
        'whatif.toml, regel 6, kolom scenario.after: Geen scenario heet "Drie". Kies uit: Een, een, Twee, Rond, '
        "Kring.",
        'whatif.toml, regel 10, kolom scenario.after: Geen scenario heet "Ee". Bedoelt u "een"?',
        "whatif.toml, regel 12, kolom scenario.name: Dit is leeg, maar wel nodig. Vul het in.",
        "whatif.toml, regel 16, kolom scenario.after: Dit scenario bouwt op zichzelf voort, al dan niet via andere. "
        "Haal één after weg.",
        "whatif.toml, regel 20, kolom scenario.after: Dit scenario bouwt op zichzelf voort, al dan niet via andere. "
        "Haal één after weg.",
    ]


def test_what_no_longer_fits_elsewhere_is_the_scenarios_fault(tmp_path: Path) -> None:
    assert problems_of(tmp_path, '[[scenario]]\nname = "Een"\nteacher_leaves = [ { teacher_id = "t1", instead = "t2" } '
                                 ']\nset = { "round.audience" = "requested" }\n') == [
        'whatif.toml, line 2, column scenario.name: "Een" With this scenario something no longer fits: requests.csv: '
        "This round is only for the pupils in requests.csv, and there are none. Add the file with a row for each of "
        'them, or write audience = "all" in round.toml.']


def test_a_huge_sweep_is_asked_about_first(tmp_path: Path) -> None:
    hundred = ", ".join(str(minutes) for minutes in range(1, 101))
    text = f'[[scenario]]\nname = "Veel"\nsweep = {{ "siblings.walk_minutes" = [{hundred}], ' \
           f'"separate.min_apart_minutes" = [{hundred}] }}\n'
    assert problems_of(tmp_path, text) == [
        'whatif.toml, line 2, column scenario.name: "Veel" With this scenario there would be 10000 plans to make, and '
        "more than 100 take long. If that is what you want, add --yes."]


def test_a_sweep_cannot_be_built_upon(tmp_path: Path) -> None:
    assert problems_of(tmp_path, f'[[scenario]]\nname = "Reeks"\nsweep = {{ "round.cutoff" = ["16:40", "16:50"] }}\n'
                                 f'[[scenario]]\nname = "Verder"\nafter = "Reeks"\n{LATER}\n') == [
        'whatif.toml, line 6, column scenario.after: "Reeks" is a whole series of scenarios. Build on a scenario '
        "without sweep."]


def test_a_file_without_scenarios_or_none_at_all(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "") == [
        "whatif.toml: There is no scenario to plan. Name a file with scenarios, or ask with --cheapest how far the "
        "round can go."]
    assert problems_of(tmp_path, "scenario = 3") == [
        "whatif.toml, line 1, column scenario: Write [[scenario]] between double brackets, once for each.",
        "whatif.toml: There is no scenario to plan. Name a file with scenarios, or ask with --cheapest how far the "
        "round can go."][:1]


def test_a_child_in_the_name_of_a_scenario_is_warned_of(tmp_path: Path) -> None:
    from scheduler.whatif.run import prepare
    from tests.whatif.school import scenarios_file, school

    text = '[[scenario]]\nname = "Sam Hendriks apart"\nflag = [ "p3" ]\n'
    prepared = prepare(school(tmp_path), scenarios_file(tmp_path, text), tmp_path / "out")
    assert [warning.text("en") for warning in prepared.warnings] == [
        'whatif.toml, column name: "Sam Hendriks apart" A child\'s or parent\'s name stands in the name of this '
        "scenario, which is shown on a page to pass around. Call it something else."]


def test_a_share_must_be_one_in_a_sweep_too(tmp_path: Path) -> None:
    assert problems_of(tmp_path, '[[scenario]]\nname = "Een"\nsweep = { request_share = [0.5, 50] }\n', **ASKED) == [
        'whatif.toml, line 1, column sweep.request_share: "50" This is no part of all pupils. Write a number above 0 '
        "and at most 1, such as 0.7 for 70 %."]
