"""Progress on standard error, for everything that may take over two seconds."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Say = Callable[[str], None]
"""Shows one line of progress, in place of the one before."""


def silent(line: str) -> None:
    """Show nothing."""


@contextlib.contextmanager
def progress(quiet: bool) -> Iterator[Say]:
    """A live line with the time gone by on a terminal, plain lines where that is a file, nothing where `quiet`."""
    if quiet:
        yield silent
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False)
    if not console.is_terminal:
        yield console.print
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=console, transient=True) as live:
        task = live.add_task("", total=None)

        def say(line: str) -> None:
            live.update(task, description=line)

        yield say
