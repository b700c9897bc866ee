"""What a scenario may say, as data: for the reader, its messages and the README."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.intake.columns import SECTIONS, Column
from scheduler.language import marked


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a scenario; `columns` are those of each table in its list, () where it is no list of tables.

    `about` is one English sentence from the catalogue, `example` what stands behind the equals sign.
    """

    name: str
    about: str
    example: str
    columns: tuple[Column, ...] = ()


def _needed(name: str, about: str, example: str) -> Column:
    return Column(name, about, example)


def _optional(name: str, about: str, example: str) -> Column:
    return Column(name, about, example, required=False)


_TEACHER = _needed("teacher_id", marked("The id of the teacher."), "t03")
_WINDOW_START = marked("From when; empty means every window on this date.")

KEYS = (
    Key("name", marked("What you call it; each scenario its own name."), '"Stoppen om 16:30"'),
    Key("after", marked("The name of the scenario on which this one builds."), '"Stoppen om 16:30"'),
    Key("teacher_joins", marked("A new teacher, or a colleague who holds conversations for one more group."),
        '[ { teacher_id = "t20", working_days = "ma;di", group = "8" } ]', (
            _TEACHER,
            _optional("name", marked("The name of a new teacher."), "Noor de Wit"),
            _optional("working_days", marked("The days a new teacher works, joined by a semicolon."), "ma;di"),
            _optional("group", marked("The groups this teacher holds conversations for, joined by a semicolon."), "8"),
            _optional("days", marked("The days this teacher has the group; empty means every day worked."), "ma"),
            _optional("room", marked("Where this teacher holds conversations."), "Lokaal 11"),
            _optional("max_meetings_per_day", marked("The most conversations this teacher holds on one day."), "14"),
        )),
    Key("teacher_leaves", marked("A teacher who holds no conversations any more."),
        '[ { teacher_id = "t10", instead = "t20" } ]', (
            _TEACHER,
            _optional("instead", marked("The id of the teacher who takes over; empty means the colleagues of the "
                                        "group."), "t20"),
        )),
    Key("split_group", marked("A group that becomes two or more, its pupils dealt out evenly."),
        '[ { group = "6", into = ["6a", "6b"], teacher_id = ["t10", "t20"] } ]', (
            _needed("group", marked("The name of the group."), "6"),
            _needed("into", marked("The names of the new groups."), "6a;6b"),
            _optional("teacher_id", marked("A teacher for each new group; empty means those of the group now."),
                      "t10;t20"),
        )),
    Key("merge_groups", marked("Groups that become one."),
        '[ { groups = ["7a", "7b"], into = "7" } ]', (
            _needed("groups", marked("The names of the groups."), "7a;7b"),
            _needed("into", marked("The name of the new group."), "7"),
            _optional("teacher_id", marked("Its teachers; empty means those of all these groups."), "t11;t13"),
        )),
    Key("set", marked("Settings of round.toml that are different, also breaks, the order of costs and walking time."),
        '{ "round.cutoff" = "16:30", "siblings.walk_minutes" = 5, breaks = false }'),
    Key("remove_window", marked("Windows in which no conversations are held after all."),
        "[ { date = 2027-02-04 } ]", (
            _needed("date", marked("The date of this window."), "2027-02-04"),
            _optional("start", _WINDOW_START, "18:30"),
            _optional("end", _WINDOW_START, "20:30"),
        )),
    Key("add_window", marked("Extra windows."),
        '[ { date = 2027-02-09, start = "18:30", end = "20:30", evening = true } ]',
        next(section.keys for section in SECTIONS if section.name == "window")),
    Key("absent", marked("When a teacher cannot be there."),
        '[ { teacher_id = "t03", date = 2027-02-02 } ]', (
            _TEACHER,
            _optional("date", marked("One date; or fill in weekday; neither means every date."), "2027-02-02"),
            _optional("weekday", marked("One day of every week; or fill in date."), "di"),
            _optional("start", marked("From when; empty means from the start of the day."), "14:30"),
            _optional("end", marked("Until when; empty means until the end of the day."), "15:30"),
        )),
    Key("flag", marked("A pupil whose adults meet the teacher apart from now on."),
        '[ { pupil_id = "p101", parties = [["a201"], ["a202"]] } ]', (
            _needed("pupil_id", marked("The id of the pupil."), "p101"),
            _optional("parties", marked("Who comes with whom; empty means each adult alone."), "a201 | a202;a203"),
        )),
    Key("unflag", marked("A flagged pupil whose adults come together again."), '[ "p019" ]', (
        _needed("pupil_id", marked("The id of the pupil."), "p019"),
    )),
    Key("request_share", marked("The part of all pupils for whom a conversation is held, in a round for all too; who "
                                "asked already counts first, the others are drawn with the seed."), "0.7"),
    Key("draws", marked("How often that is drawn, to show the spread; without it 5 times."), "5"),
    Key("sweep", marked("Values to try for one or more settings: each combination becomes a scenario."),
        '{ "round.meeting_minutes" = [10, 12, 15], "round.cutoff" = ["16:00", "16:30"] }'),
)
"""Every key, in the order in which a scenario's changes are made."""

CHANGES = tuple(key.name for key in KEYS if key.columns or key.name in ("set", "request_share", "sweep"))
"""The keys that change something; a scenario has at least one of them."""

SETTING = {
    f"{section.name}.{column.name}": column
    for section in SECTIONS
    for column in section.keys
    if section.name not in ("school", "window") and f"{section.name}.{column.name}" not in ("round.id", "round.name")
}
"""The settings of round.toml that a scenario may change, as `set` and `sweep` name them."""

MOST_DRAWS = 100
USUAL_DRAWS = 5
