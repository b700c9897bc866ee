"""What all pages share: words in every language, and colours that can be read."""

from __future__ import annotations

import re
from itertools import product

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from scheduler.language import LOCALE
from scheduler.reports.page import TEMPLATES

STYLE = (TEMPLATES / "style.css").read_text()
COLOURS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", STYLE))
LEVELS = [f"level-{level}" for level in range(1, 9)]
ON = {
    "ink": ["paper", "card", "rest", "target", *LEVELS],
    "soft": ["paper", "card", "rest", "target", "away", "away-line", *LEVELS],
    "accent": ["paper", "card", "target"],
    "good": ["paper", "card", "good-tint"],
    "warn": ["warn-tint"],
    "bad": ["bad-tint", "card"],
    "night": ["night-tint", "card"],
    "on-night": ["night", "accent"],
}
"""Every colour that text is written in, and what it can stand on."""


def texts_of(template: str) -> set[str]:
    """The texts that a template has translated."""
    tree = Environment(autoescape=True).parse((TEMPLATES / template).read_text())
    found = extract_from_ast(tree, ["translate", "translate_count"])
    return {message if isinstance(message, str) else message[0] for _, _, message in found}


@pytest.mark.parametrize("template", sorted(path.name for path in TEMPLATES.glob("*.j2")))
def test_every_text_of_a_template_has_its_dutch(template: str) -> None:
    known = set()
    for path in (LOCALE / "nl").glob("*.po"):
        with path.open("rb") as file:
            known |= {one.id if isinstance(one.id, str) else one.id[0] for one in read_po(file) if one.string}
    assert texts_of(template) - known == set()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 between two colours such as #1b2434.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "ground"), [pair for text, on in ON.items() for pair in product([text], on)])
def test_text_can_be_read_on_what_it_stands_on(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "card", *LEVELS])
def test_the_focus_can_be_seen(ground: str) -> None:
    assert contrast(COLOURS["focus"], COLOURS[ground]) >= 3


def test_no_text_has_a_colour_of_which_the_contrast_is_not_tested() -> None:
    used = set(re.findall(r"[{;] color: ([^;}]+)[;}]", STYLE.replace("{ ", "{  ")))
    icons = {"var(--edge-1)", "var(--moon)"}
    assert used - icons <= {f"var(--{name})" for name in ON} | {"inherit", "currentColor"}
