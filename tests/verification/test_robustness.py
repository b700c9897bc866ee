from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.verification import verify
from tests.verification.school import delivered

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return delivered(tmp_path_factory.mktemp("school"))


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_damage_ends_in_an_exception(school: tuple[Path, Path], data: st.DataObject) -> None:
    input, output = school
    path = data.draw(st.sampled_from(sorted(path for path in output.rglob("*") if path.is_file())))
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    try:
        path.write_bytes(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])
        verify(input, output).lines("nl")
    finally:
        path.write_bytes(whole)
    assert verify(input, output).sound
