"""What `argparse` itself says in help and errors, in the language of whoever reads it."""

from __future__ import annotations

import argparse

from scheduler.language import marked, translate

TEXTS = (
    marked("usage: "),
    marked("positional arguments"),
    marked("options"),
    marked("show this help message and exit"),
    marked("%(prog)s: error: %(message)s\n"),
    marked("argument %(argument_name)s: %(message)s"),
    marked("the following arguments are required: %s"),
    marked("one of the arguments %s is required"),
    marked("not allowed with argument %s"),
    marked("unrecognized arguments: %s"),
    marked("invalid choice: %(value)r (choose from %(choices)s)"),
    marked("expected one argument"),
    marked("expected at least one argument"),
    marked("ambiguous option: %(option)s could match %(matches)s"),
)
"""The texts that have Dutch; another Python may have others, which then stay English."""


def speak(language: str) -> None:
    """Let `argparse` say its own texts in this language: it looks them up by name, in gettext's place."""
    argparse._ = lambda message: translate(message, language)  # type: ignore[attr-defined]
