"""Each scenario's answer in a sentence or two, to be read out at the team meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import listed, marked, translate, translate_count

if TYPE_CHECKING:
    from scheduler.whatif.comparison import Comparison
    from scheduler.whatif.result import Result

MOST_DIFFERENCES = 3
"""More differences than this are left to the table."""


def answers(comparison: Comparison) -> dict[str, str]:
    """The answer of each scenario by name, against the one it builds on, else against the round as it is."""
    by_name = {result.name: result for result in comparison.results if result.found}
    return {
        result.name: answer(result, by_name.get(result.after, comparison.baseline), comparison.round.school.language)
        for result in comparison.scenarios
    }


def answer(result: Result, on: Result, language: str) -> str:
    """What the scenario brings, compared with `on`: the one it builds on, or the round as it is."""
    if not result.found:
        return result.reason
    said = []
    if on.name == result.after:
        said.append(translate("Compared with “{name}”:", language, name=on.name))
    said.append(_drawn(result, language) if result.spread else _places(result, on, language))
    differences = _differences(result, on, language)
    if differences:
        said.append(translate("It means {differences}.", language, differences=listed(differences, language)))
    elif not result.spread and _same(result, on):
        said.append(translate("Nothing else that counts changes.", language))
    if result.told:
        said.append(translate_count("{count} person would have to be told of a change.",
                                    "{count} people would have to be told of a change.", result.told, language))
    if result.told == 0:
        said.append(translate("Nobody would have to be told of a change.", language))
    return " ".join(said)


def _places(result: Result, on: Result, language: str) -> str:
    now, before = result.families_unplaced, on.families_unplaced
    if now == 0 and before == 0:
        return translate("Everyone still has a place.", language)
    if now == 0:
        return translate_count("It brings the one family without a place back: everyone has one.",
                               "It brings all {count} families without a place back: everyone has one.",
                               before, language)
    if now > before:
        said = translate_count("It leaves {count} family without a place", "It leaves {count} families without a place",
                               now, language)
        if before:
            said = translate("{said}, where it was {before}", language, said=said, before=before)
    elif now < before:
        said = translate_count("It brings {count} family back", "It brings {count} families back", before - now,
                               language)
        said = translate_count("{said}; {count} still has no place", "{said}; {count} still have no place", now,
                               language, said=said)
    else:
        said = translate_count("As before, {count} family has no place", "As before, {count} families have no place",
                               now, language)
    return translate("{said} ({certain}).", language, said=said, certain=_certain(result, language))


def _certain(result: Result, language: str) -> str:
    """How many conversations that is, and whether fewer could be."""
    said = translate_count("{count} conversation", "{count} conversations", result.unplaced, language)
    if result.unplaced_at_least >= result.unplaced:
        return translate("{said}; proven: fewer is impossible", language, said=said)
    if result.unplaced_at_least:
        return translate("{said}; at least {bound} is certain", language, said=said, bound=result.unplaced_at_least)
    return translate("{said}; not proven, perhaps fewer", language, said=said)


def _drawn(result: Result, language: str) -> str:
    """What the draws gave: from the best to the worst."""
    spread = result.spread["families_unplaced"]
    if spread.most == 0:
        return translate("In each of {draws} draws everyone has a place.", language, draws=result.draws)
    if spread.least == spread.most:
        return translate_count("In each of {draws} draws {count} family has no place.",
                               "In each of {draws} draws {count} families have no place.", spread.most, language,
                               draws=result.draws)
    return translate("In {draws} draws {least} to {most} families have no place; in the middle one it is {middle}.",
                     language, draws=result.draws, least=spread.least, most=spread.most, middle=spread.middle)


MORE = {
    "siblings_apart": (marked("{count} parent more whose conversations do not adjoin"),
                       marked("{count} parents more whose conversations do not adjoin")),
    "wishes_missed": (marked("{count} wish more that is missed"), marked("{count} wishes more that are missed")),
    "teacher_idle_minutes": (marked("{count} minute more that teachers wait"),
                             marked("{count} minutes more that teachers wait")),
    "teacher_windows": (marked("one afternoon or evening more for a teacher"),
                        marked("{count} afternoons or evenings more for teachers")),
    "parent_wait_minutes": (marked("{count} minute more that parents wait"),
                            marked("{count} minutes more that parents wait")),
}
LESS = {
    "siblings_apart": (marked("{count} parent fewer whose conversations do not adjoin"),
                       marked("{count} parents fewer whose conversations do not adjoin")),
    "wishes_missed": (marked("{count} wish fewer that is missed"), marked("{count} wishes fewer that are missed")),
    "teacher_idle_minutes": (marked("{count} minute less that teachers wait"),
                             marked("{count} minutes less that teachers wait")),
    "teacher_windows": (marked("one afternoon or evening fewer for a teacher"),
                        marked("{count} afternoons or evenings fewer for teachers")),
    "parent_wait_minutes": (marked("{count} minute less that parents wait"),
                            marked("{count} minutes less that parents wait")),
}


def _differences(result: Result, on: Result, language: str) -> list[str]:
    """The first few costs that differ, in the order in which they count."""
    said = []
    for key in result.objective:
        if key in MORE and key in on.objective:
            difference = result.objective[key].cost - on.objective[key].cost
            if difference:
                one, many = MORE[key] if difference > 0 else LESS[key]
                said.append(translate_count(one, many, abs(difference), language))
    return said[:MOST_DIFFERENCES]


def _same(result: Result, on: Result) -> bool:
    return {key: each.cost for key, each in result.objective.items()} == {
        key: each.cost for key, each in on.objective.items()}
