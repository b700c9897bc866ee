"""The programs that people really use, for tests: skipped aloud where one is missing, never in CI."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

PROJECT = Path(__file__).parents[2]


def missing(tool: str) -> NoReturn:
    """Skip this test for want of the tool; in CI, where every tool must be, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{tool} is missing, and CI must have it")
    pytest.skip(f"{tool} is not installed here: this was NOT tested")


def program(name: str) -> str:
    """The path of a program, beside the running Python or anywhere on the path."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    return found or missing(name)


def ical_js() -> Path:
    """The folder of npm's ical.js: in TIENMINUTEN_NODE_MODULES, or in the project's node_modules."""
    for modules in (os.environ.get("TIENMINUTEN_NODE_MODULES", ""), PROJECT / "node_modules", "/usr/share/nodejs"):
        if modules and (Path(modules) / "ical.js").is_dir():
            return Path(modules) / "ical.js"
    missing("ical.js (npm install ical.js)")
