"""The contract's tables and their columns, as data: for the reader, the workbook template, exports and the README."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.language import marked


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `about` is one English sentence from the catalogue, `example` a cell as a school fills it.

    Where `required`, every row has something in it; else column and cell may be left out.
    """

    name: str
    about: str
    example: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of a round, its columns in the contract's order; an optional table may be absent."""

    file: str
    about: str
    columns: tuple[Column, ...]
    required: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of round.toml: its name between brackets, and its keys, described as columns are."""

    name: str
    about: str
    keys: tuple[Column, ...]
    required: bool = True


def _optional(name: str, about: str, example: str) -> Column:
    return Column(name, about, example, required=False)


TABLES = (
    Table(
        "teachers.csv",
        marked("Everyone who works here and can attend a conversation."),
        (
            Column("teacher_id", marked("A short id of your own for this teacher."), "t03"),
            Column("name", marked("The name as parents know it."), "Anja Visser"),
            _optional("email", marked("The teacher's e-mail address."), "anja@zandloper.example"),
            Column("working_days", marked("The days this teacher works, joined by a semicolon."), "ma;di;wo"),
            _optional("room", marked("Where this teacher holds conversations."), "Lokaal 3"),
            _optional("role", marked("teacher, ib (internal counsellor) or head; empty means teacher."), "teacher"),
            _optional("max_meetings_per_day", marked("The most conversations this teacher holds on one day."), "14"),
        ),
    ),
    Table(
        "groups.csv",
        marked("One row for each teacher of each group; a duo group has two rows."),
        (
            Column("group", marked("The name of the group."), "5A"),
            Column("level", marked("The year group, 1 to 8."), "5"),
            Column("teacher_id", marked("The id of a teacher of this group."), "t03"),
            _optional("days", marked("The days this teacher has this group; empty means every day worked."), "ma;di"),
        ),
    ),
    Table(
        "pupils.csv",
        marked("All pupils of the school."),
        (
            Column("pupil_id", marked("A short id of your own for this pupil."), "p101"),
            Column("first_name", marked("The pupil's first name."), "Elif"),
            Column("last_name", marked("The pupil's last name."), "Yılmaz"),
            Column("group", marked("The group this pupil is in."), "5A"),
        ),
    ),
    Table(
        "adults.csv",
        marked("The parents, guardians and step-parents, each of them once."),
        (
            Column("adult_id", marked("A short id of your own for this adult."), "a201"),
            Column("name", marked("The adult's whole name."), "Ali Yılmaz"),
            _optional("email", marked("Where the invite goes."), "ali@post.example"),
            _optional("phone", marked("The number for conversations by telephone."), "+31612345678"),
            _optional("language", marked("The language of the invite; empty means the school's."), "nl"),
            _optional("teacher_id", marked("The teacher's id, where this adult also works here."), ""),
        ),
    ),
    Table(
        "guardians.csv",
        marked("Which adult belongs to which pupil, and what applies between them."),
        (
            Column("pupil_id", marked("The id of the pupil."), "p101"),
            Column("adult_id", marked("The id of the adult."), "a201"),
            Column("relation", marked("parent or step."), "parent"),
            _optional("authority", marked("Whether this adult has parental authority; empty means yes for a parent, "
                                          "no for a step-parent."), "ja"),
            _optional("consent", marked("Whether the parents consent to inviting this adult; empty means no."), "nee"),
            _optional("contact_ban", marked("Whether a court forbids contact with this pupil; empty means no."), "nee"),
            _optional("order_on_file", marked("Whether the school has a copy of the ruling; empty means no."), "nee"),
        ),
    ),
    Table(
        "separate.csv",
        marked("The pupils whose adults meet the teacher apart, only where it cannot be otherwise."),
        (
            Column("pupil_id", marked("The id of the pupil."), "p101"),
            Column("adult_id", marked("The id of the adult."), "a201"),
            Column("party", marked("Adults of this pupil with the same word here come together."), "A"),
        ),
        required=False,
    ),
    Table(
        "agreements.csv",
        marked("The pupils for whom it is agreed which teachers hold the conversation."),
        (
            Column("pupil_id", marked("The id of the pupil."), "p101"),
            Column("teacher_id", marked("The teachers agreed, joined by a semicolon; all of them attend."), "t03"),
        ),
        required=False,
    ),
    Table(
        "requests.csv",
        marked("The pupils for whom a conversation is asked, with what is different for them."),
        (
            Column("pupil_id", marked("The id of the pupil."), "p101"),
            _optional("requested_by", marked("parent or teacher; empty means parent."), "parent"),
            _optional("minutes", marked("How long this conversation lasts; empty means as the round says."), "20"),
            _optional("staff", marked("Further teachers who must attend, joined by a semicolon."), "t12"),
            _optional("modality", marked("school, phone or video; empty means as the round says."), "phone"),
            _optional("mandatory", marked("Whether it goes before optional conversations; empty means as the round "
                                          "says."), "ja"),
        ),
        required=False,
    ),
    Table(
        "availability.csv",
        marked("When someone cannot come, would rather come, or can be there on a day off."),
        (
            Column("person_id", marked("The id of an adult or a teacher."), "a201"),
            _optional("date", marked("One date; or fill in weekday; neither means every date."), "2027-02-02"),
            _optional("weekday", marked("One day of every week; or fill in date."), "di"),
            _optional("start", marked("From when; empty means from the start of the day."), "14:30"),
            _optional("end", marked("Until when; empty means until the end of the day."), "15:30"),
            Column("kind", marked("unavailable, preferred, or available (a teacher on a day off)."), "unavailable"),
        ),
        required=False,
    ),
)
"""Every table of the contract, in its order."""

SECTIONS = (
    Section("school", marked("The school as parents see it."), (
        Column("name", marked("The school's name."), "De Zandloper"),
        Column("email", marked("The address that sends every invite."), "gesprekken@zandloper.example"),
        _optional("timezone", marked("Where the school's clock is; empty means Europe/Amsterdam."), "Europe/Amsterdam"),
        _optional("language", marked("The language for adults without one of their own; empty means nl."), "nl"),
        _optional("region", marked("Whose school holidays apply: noord, midden or zuid; empty means none."), "midden"),
    )),
    Section("round", marked("What kind of conversations these are."), (
        Column("id", marked("A short id of your own for this round."), "2027-february"),
        Column("name", marked("The name that parents read."), "Februarigesprekken 2027"),
        Column("audience", marked("all (every pupil) or requested (only the pupils in requests.csv)."), "all"),
        _optional("mandatory", marked("Whether these conversations go before optional ones; empty means yes for all, "
                                      "no for requested."), "true"),
        Column("meeting_minutes", marked("How long a conversation lasts, a multiple of slot_minutes."), "10"),
        _optional("slot_minutes", marked("The minutes between two possible starts; empty means meeting_minutes."),
                  "10"),
        _optional("cutoff", marked("When the last conversation ends, evenings excepted; empty means 17:00."), "17:00"),
        _optional("child_present_from_level", marked("The year group from which the pupil comes along; empty means "
                                                     "never."), "5"),
        _optional("modality", marked("school, phone or video; empty means school."), "school"),
    )),
    Section("siblings", marked("How the conversations of one family lie together."), (
        _optional("level", marked("must or wish; empty means must."), "must"),
        _optional("walk_minutes", marked("The least minutes between two conversations of one adult; empty means 0."),
                  "0"),
        _optional("max_wait_minutes", marked("The most minutes an adult waits between two; empty means 10."), "10"),
    ), required=False),
    Section("separate", marked("How far apart adults come who do not meet each other."), (
        _optional("min_apart_minutes", marked("The least minutes between their conversations; empty means 30."), "30"),
    ), required=False),
    Section("breaks", marked("When a teacher gets a break; without this part no breaks are planned."), (
        Column("after_meetings", marked("The most conversations in a row."), "6"),
        Column("minutes", marked("How long the break then lasts at least."), "10"),
    ), required=False),
    Section("objective", marked("What counts most when not everything is possible."), (
        _optional("order", marked("The costs, the most important first."), '["unplaced_mandatory", "siblings_apart"]'),
    ), required=False),
    Section("window", marked("A stretch of time in which conversations may be held; one part for each."), (
        Column("date", marked("The date of this window."), "2027-02-02"),
        Column("start", marked("From when conversations may be held."), "14:30"),
        Column("end", marked("Until when conversations may be held."), "17:00"),
        _optional("evening", marked("Whether this is an evening, which goes on past the cutoff; empty means no."),
                  "true"),
    )),
)
"""Every part of round.toml in the contract's order; `window` may stand there several times."""

TABLE = {table.file: table for table in TABLES}
"""The tables by file name."""

SETTINGS_FILE = "round.toml"
"""The file with the round's settings and windows."""
