"""What a benchmark measured, in its place in the README: between two comments that name the benchmark."""

from __future__ import annotations

from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def marks(name: str) -> tuple[str, str]:
    """What stands before and after what the benchmark of that name measured."""
    return f"<!-- measured by {name} -->\n\n", f"\n<!-- end of {name} -->"


def with_measured(text: str, name: str, measured: str) -> str:
    """The text with this between the comments of that name instead of what stood there.

    Raises:
        ValueError: the comments are not there, each once.
    """
    begin, end = marks(name)
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}{measured.rstrip()}\n{end}{after}"


def tell(name: str, measured: str, *, readme: bool) -> None:
    """Print what was measured, and where asked put it in the README."""
    print(measured)
    if readme:
        README.write_text(with_measured(README.read_text("utf-8"), name, measured), "utf-8")
