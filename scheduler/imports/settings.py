"""The settings of a round as rows of a workbook: each with its kind, its choices and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from scheduler.language import marked
from scheduler.round import Audience, Level, Modality

SettingKind = Literal["text", "number", "yes_no", "date", "list"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of round.toml; `choices` are all it can be, () for anything of its kind; `start` is what a template has."""

    section: str
    key: str
    kind: SettingKind = "text"
    about: str = ""
    start: str = ""
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Section and key."""
        return f"{self.section}.{self.key}"


SETTINGS = (
    Setting("school", "name", about=marked("the school as parents know it")),
    Setting("school", "email", about=marked("a mailbox that someone reads: invites come from here")),
    Setting("school", "language", about=marked("for adults without a language of their own: nl or en"), start="nl",
            choices=("nl", "en")),
    Setting("school", "timezone", about=marked("where the school is; empty means Europe/Amsterdam")),
    Setting("round", "id", about=marked("a short id, such as 2027-february; the results get a folder of this name")),
    Setting("round", "name", about=marked("as parents see it, such as Februarigesprekken 2027")),
    Setting("round", "audience", about=marked("all: every pupil; requested: only pupils in requests.csv"), start="all",
            choices=get_args(Audience)),
    Setting("round", "mandatory", "yes_no", marked("whether conversations go before optional ones; empty means yes "
                                                   "when all pupils have one")),
    Setting("round", "meeting_minutes", "number", marked("how long a conversation lasts"), "10"),
    Setting("round", "slot_minutes", "number", marked("how far apart conversations may start"), "10"),
    Setting("round", "cutoff", about=marked("no conversation ends later, unless its window is an evening"),
            start="17:00"),
    Setting("round", "child_present_from_level", "number", marked("from this year group on the pupil comes too; empty "
                                                                  "means never")),
    Setting("round", "modality", about=marked("where conversations are held"), start="school",
            choices=get_args(Modality)),
    Setting("siblings", "level", about=marked("how hard it is that one adult's conversations are next to each other"),
            start="must", choices=get_args(Level)),
    Setting("siblings", "walk_minutes", "number", marked("minutes to walk from one conversation to the next"), "0"),
    Setting("siblings", "max_wait_minutes", "number", marked("minutes to wait beyond that, at most"), "10"),
    Setting("separate", "min_apart_minutes", "number", marked("minutes between adults who are not to meet"), "30"),
    Setting("breaks", "after_meetings", "number", marked("conversations in a row, at most; empty means no breaks")),
    Setting("breaks", "minutes", "number", marked("minutes that a break lasts; empty means no breaks")),
    Setting("objective", "order", "list", marked("the order in which costs count, joined by a semicolon; empty means "
                                                 "the usual order")),
)
SETTING = {setting.name: setting for setting in SETTINGS}
SECTIONS = tuple(dict.fromkeys(setting.section for setting in SETTINGS))

WINDOW_COLUMNS = (
    Setting("window", "date", "date", marked("The date, as 2027-02-02.")),
    Setting("window", "start", about=marked("From when, as 14:30.")),
    Setting("window", "end", about=marked("Until when, as 17:00.")),
    Setting("window", "evening", "yes_no", marked("Whether this is a parents' evening, which may pass the cutoff."),
            choices=("ja", "nee")),
)
