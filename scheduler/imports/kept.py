"""The files that an import keeps in the folder and people edit, read as their editors may have saved them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from scheduler.intake.text import decoded, read_bytes
from scheduler.problems import Problems

if TYPE_CHECKING:
    from pathlib import Path


def text_in(path: Path) -> str:
    """The file's text, saved as UTF-8 or as Windows does; "" where there is no such file.

    Raises:
        ValueError: it cannot be read.
    """
    if not path.exists():
        return ""
    problems = Problems()
    content = read_bytes(path, problems)
    text = None if content is None else decoded(path.name, content, problems)
    if text is None:
        raise ValueError
    return text


def toml_in(path: Path) -> dict[str, Any]:
    """What the file says; {} where there is no such file.

    Raises:
        ValueError: it cannot be read or is no TOML.
    """
    return toml_of(text_in(path))


def toml_of(text: str) -> dict[str, Any]:
    """What the text says.

    Raises:
        ValueError: it is no TOML.
    """
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError as error:
        raise ValueError from error
