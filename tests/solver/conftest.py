"""What tests of the solver share."""

from __future__ import annotations

import pytest

from scheduler.solver import search


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search tiny rounds too as large ones are: never whole."""
    monkeypatch.setattr(search, "TINY", -1)
    monkeypatch.setattr(search, "WHOLE", -1)
