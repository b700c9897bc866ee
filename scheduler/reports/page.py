"""One page from a template: the language, the words and the style that all pages share.

A template extends `base.html.j2`, which inlines `style.css`: a page is one file that needs nothing else, and no script.
In a template `translate` and `translate_count` speak the page's language; `clock`, `date_words`, `date_short`,
`decimal` and `listed` are filters. Everything shown is escaped.
"""

from __future__ import annotations

from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scheduler import language as words
from scheduler.round import clock

TEMPLATES = Path(__file__).parent


def render(template: str, language: str, **context: object) -> str:
    """The page that the template makes of the context, in that language."""
    return _environment(language).get_template(template).render(context)


def load(language: str) -> None:
    """Compile every template, so that the first page takes no longer than others."""
    environment = _environment(language)
    for template in environment.list_templates(extensions=["j2"]):
        environment.get_template(template)


def piece(template: str, macro: str, language: str, argument: object, **context: object) -> str:
    """What a macro of the template makes of its argument: a part of a page."""
    return str(getattr(_environment(language).get_template(template).make_module(context), macro)(argument))


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        language=language,
        program_version=version("tienminuten"),
        translate=partial(_translate, language),
        translate_count=partial(_translate_count, language),
    )
    environment.filters.update(
        clock=clock,
        date_words=lambda date: words.date_words(date, language),
        date_short=lambda date: words.date_short(date, language),
        decimal=lambda number: format_decimal(number, "0.0", locale=language),
        listed=lambda items: words.listed(list(items), language),
    )
    return environment


def _translate(language: str, message: str, **fields: object) -> str:
    return words.translate(message, language, **fields)


def _translate_count(language: str, one: str, many: str, count: int, **fields: object) -> str:
    return words.translate_count(one, many, count, language, **fields)
