"""The answers of a search as sentences for the team meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Outcome
    from scheduler.round import Round, Window
    from scheduler.whatif.questions import Answer, Question

QUESTIONS = {
    "extra_windows": marked("Which extra windows are needed?"),
    "fewest_windows": marked("With how few windows does everyone still have a place?"),
    "cutoff": marked("How early can the last conversation end?"),
    "meeting_minutes": marked("How long can conversations be?"),
}


def name(question: Question, found: Answer, round: Round, language: str) -> str:
    """What the plan of an answer is called in the comparison."""
    assert found.best is not None
    if question.key == "cutoff":
        return translate("Until {time}", language, time=clock(found.best.value or 0))
    if question.key == "meeting_minutes":
        return minutes(found.best.value or 0, language)
    chosen = round.windows[question.fixed:]
    if question.key == "fewest_windows":
        return translate_count("{count} window", "{count} windows", len(chosen), language)
    return translate("With {windows}", language, windows=windows_name(chosen, language))


def sentence(question: Question, found: Answer, baseline: Outcome, language: str) -> str:
    """The answer to the question, with how certain it is."""
    assert baseline.plan is not None
    said = _answered(question, found, len(baseline.plan.unplaced), language)
    if found.proven:
        return said
    return said + " " + translate("Something better may exist: the search was too short to be certain.", language)


def none_needed(language: str) -> str:
    """What is said where everyone has a place as it is."""
    return translate("None: everyone has a place as it is. This is what each allowed window would bring.", language)


def none_allowed(language: str) -> str:
    """What is said where windows are needed, but the school named none that it allows."""
    return translate("Not everyone has a place, and no extra window is allowed. Name those you allow in the scenarios "
                     "file, each under [[allowed_window]] with date, start and end.", language)


def window_name(window: Window, language: str) -> str:
    """A window in words.

    >>> import datetime
    >>> from scheduler.round import Window
    >>> window_name(Window(datetime.date(2027, 2, 9), 18 * 60 + 30, 20 * 60 + 30), "nl")
    'di 9 feb 18:30–20:30'
    """
    return f"{date_short(window.date, language)} {clock(window.start_minute)}–{clock(window.end_minute)}"


def windows_name(windows: Sequence[Window], language: str) -> str:
    """Several windows in words, in the order of their dates."""
    in_order = sorted(windows, key=lambda window: (window.date, window.start_minute))
    return listed([window_name(window, language) for window in in_order], language) or translate("no window", language)


def tried_name(question: Question, windows: Sequence[Window], language: str) -> str:
    """The windows of a step; all of them together go by their number."""
    most = len(question.rounds[0].windows) - question.fixed
    if len(windows) == most > 2:
        return translate("all {count} windows", language, count=most)
    return windows_name(windows, language)


def minutes(value: int, language: str) -> str:
    """A length in words."""
    return translate("{value} minutes each", language, value=value)


def _answered(question: Question, found: Answer, unplaced: int, language: str) -> str:
    best = found.best
    if best is None:
        return translate(_NOTHING[question.key], language)
    if question.key == "cutoff":
        return translate("Everyone still has a place if the last conversation ends at {time}, evenings excepted; "
                         "earlier than that not everyone fits.", language, time=clock(best.value or 0))
    if question.key == "meeting_minutes":
        if best.value == max(question.values):
            return translate("Everyone still has a place with {value} minutes each, the longest that was tried.",
                             language, value=best.value)
        return translate("Everyone still has a place with {value} minutes each; of the lengths tried, no longer one "
                         "fits.", language, value=best.value)
    windows = [question.rounds[0].windows[at] for at in best.windows[question.fixed:]]
    shown = windows_name(windows, language)
    if question.key == "fewest_windows":
        if len(windows) == len(question.rounds[0].windows):
            return translate("All {count} windows are needed: with fewer not everyone fits.", language,
                             count=len(windows))
        return translate_count("{count} window is enough for everyone: {windows}.",
                               "{count} windows are enough for everyone: {windows}. With fewer not everyone fits.",
                               len(windows), language, windows=shown)
    left = best.placing.unplaced if best.placing else 0
    if not windows:
        return translate("No extra window helps to place more conversations.", language)
    if left:
        brought = translate_count("With {windows} {count} conversation more has a place",
                                  "With {windows} {count} conversations more have a place", unplaced - left, language,
                                  windows=shown)
        return translate_count("{brought}; {count} has none even if every allowed window is used.",
                               "{brought}; {count} have none even if every allowed window is used.", left, language,
                               brought=brought)
    return translate_count("One extra window is enough for everyone: {windows}.",
                           "{count} extra windows are enough for everyone: {windows}. With fewer not everyone fits.",
                           len(windows), language, windows=shown)


_NOTHING = {
    "extra_windows": marked("No plan was found in this time, not even with every allowed window."),
    "fewest_windows": marked("No smaller number of windows was found."),
    "cutoff": marked("No earlier end is possible: as soon as conversations end earlier, not everyone fits."),
    "meeting_minutes": marked("None of the longer lengths tried fits: not everyone would have a place."),
}
