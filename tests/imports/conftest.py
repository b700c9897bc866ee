"""The exports that most tests of an import begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.imports.schools import PARENTS, edexml, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """An EDEXML file of four pupils."""
    return written(tmp_path, "school.xml", edexml())


@pytest.fixture
def parents(tmp_path: Path) -> Path:
    """A list with their parents side by side."""
    return written(tmp_path, "ouders.csv", PARENTS)
