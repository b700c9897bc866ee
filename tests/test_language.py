"""Every text that a user can see exists in Dutch too, with the same fields, and no catalogue keeps one that is gone."""

from __future__ import annotations

import ast
import ctypes
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

import scheduler
from scheduler.language import LOCALE, own_language, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

PACKAGE = Path(scheduler.__file__).parent
CATALOGUES = tuple(sorted(LOCALE.glob("*/*.po")))
SPEAKERS = {"translate": 1, "marked": 1, "translate_count": 2}
"""What a text is handed to, and how many of the first arguments are texts."""


@cache
def used() -> dict[str, str]:
    """Every text in code and templates with the place where it stands; plural forms are texts too."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (name := _called(node.func)) in SPEAKERS:
                for argument in node.args[: SPEAKERS[name]]:
                    place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                    found.update(dict.fromkeys(_said(argument, name, place), place))
    for path in sorted(PACKAGE.rglob("*.j2")):
        for call in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in SPEAKERS:
                for part in call.args[: SPEAKERS[call.node.name]]:
                    place = f"{path.relative_to(PACKAGE)}:{call.lineno}"
                    found.update({text.value: place for text in [part, *part.find_all(nodes.Const)]
                                  if isinstance(text, nodes.Const) and isinstance(text.value, str)})
    return found


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _said(argument: ast.expr, speaker: str, place: str) -> Iterator[str]:
    """The texts of an argument: a literal, or one of two; a variable holds what was marked elsewhere."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _said(argument.body, speaker, place)
        yield from _said(argument.orelse, speaker, place)
    else:
        assert speaker != "marked", f"{place}: a marked text is one literal, so that catalogues can hold it"
        assert not isinstance(argument, (ast.JoinedStr, ast.BinOp)), f"{place}: fill fields in, join no texts"


def entries(language: str) -> Iterator[tuple[Path, Message]]:
    """Each message of a language's catalogues."""
    for path in CATALOGUES:
        if path.parent.name == language:
            with path.open("rb") as file:
                yield from ((path, message) for message in read_po(file, locale=language) if message.id)


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """The English of a message beside what is said for it, for each form of a plural."""
    if isinstance(message.id, str):
        yield message.id, str(message.string or "")
    else:
        one, many = message.id
        first, *others = message.string or ("", "")
        yield one, first
        yield from ((many, other) for other in others)


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)[^}]*}", text))


def test_the_search_finds_texts_in_code_and_templates() -> None:
    assert "Plans a school's ten-minute conversations." in used()
    assert "{count} meetings have none: see unplaced.csv." in used()
    assert any(".j2:" in place for place in used().values())


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_message_is_written_unmarked(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    texts = [text for call in calls if _called(call.func) in {"print", "say", "add", "warn", "refuse", "one"}
             for text in call.args]
    texts += [word.value for call in calls for word in call.keywords if word.arg in {"help", "description", "epilog"}]
    assert [ast.unparse(text) for text in texts
            if isinstance(text, (ast.Constant, ast.JoinedStr)) and re.search(r"[A-Za-z]+ [A-Za-z]+", ast.unparse(text))
            ] == []


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.html.j2")), ids=lambda path: path.name)
def test_no_page_has_words_of_its_own(path: Path) -> None:
    parts = Environment(autoescape=True).parse(path.read_text("utf-8")).find_all((nodes.Output, nodes.TemplateData))
    page = "".join(part.data if isinstance(part, nodes.TemplateData) else "{}" for part in parts)
    spoken = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', page) + re.split(r"<[^>]*>", page)
    assert [words for words in spoken if re.search(r"[A-Za-z]{3}", re.sub(r"&\w+;", "", words))] == []


def test_every_text_is_said_in_dutch() -> None:
    said = {english for _, message in entries("nl") for english, dutch in forms(message) if dutch.strip()}
    assert {text: place for text, place in used().items() if text and text not in said} == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_catalogue_holds_only_what_is_used(path: Path) -> None:
    texts = [english for at, message in entries(path.parent.name) if at == path for english, _ in forms(message)]
    rules = {phrase for text in _phrases() for phrase in text}
    assert [text for text in texts if text not in used() and text not in rules] == []
    assert not [line for line in path.read_text("utf-8").splitlines() if line.startswith(("#~", "#, fuzzy"))]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_form_has_the_fields_of_the_english(path: Path) -> None:
    differ = [(english, other) for at, message in entries(path.parent.name) if at == path
              for english, other in forms(message) if other and fields(english) != fields(other)]
    assert differ == []


def test_a_text_is_said_one_way_in_a_language() -> None:
    for language in {path.parent.name for path in CATALOGUES}:
        said: dict[str, set[str]] = {}
        for _, message in entries(language):
            for english, other in forms(message):
                said.setdefault(english, set()).add(other)
        assert {english: ways for english, ways in said.items() if len(ways) > 1} == {}


def test_a_text_ends_as_the_english_does() -> None:
    """A sentence stays a sentence, and a label a label."""
    marks = ".:?!…"
    differ = [(english, dutch) for _, message in entries("nl") for english, dutch in forms(message)
              if (english.rstrip()[-1:] in marks) != (dutch.rstrip()[-1:] in marks)]
    assert differ == []


@pytest.mark.parametrize(
    ("variables", "language"),
    [({"LANG": "nl_NL.UTF-8"}, "nl"), ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "en"), ({"LANG": "fr_FR.UTF-8"}, "en"),
     ({}, "en"), ({"LC_MESSAGES": "nl"}, "nl")],
)
def test_the_program_speaks_the_language_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert own_language() == language


@pytest.mark.parametrize(("menus", "language"), [(0x0413, "nl"), (0x0813, "nl"), (0x0407, "en"), (0xFFFF, "en")])
def test_on_windows_it_speaks_as_the_menus_do(menus: int, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    library = SimpleNamespace(kernel32=SimpleNamespace(GetUserDefaultUILanguage=lambda: menus))
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    assert own_language() == language


def test_a_language_without_catalogues_falls_back_to_english() -> None:
    assert translate("line {line}", "fr", line=3) == "line 3"


def _phrases() -> list[tuple[str, ...]]:
    """The English of every rule: a third language has it in its catalogues, Dutch stands beside it in the rule."""
    from scheduler.constraints.table import RULES

    return [(rule.kept.en, *(phrase.en for phrase in rule.broken)) for rule in RULES]
