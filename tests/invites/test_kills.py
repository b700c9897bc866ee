"""A run that is killed at any moment: the next run ends as if nothing had happened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.invites import ledger
from tests.invites.school import appointment, daans, told, tree

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill is tried in a fork, which Windows lacks")
STEPS = [("begin", 1), ("enter", 1), ("enter", 2), ("latest_messages", 1), *(("replace", n) for n in (1, 3, 6)),
         ("fsync", 2)]
"""Where the run is killed: the how-manyth call of what."""


def killed(output: Path, step: str, call: int) -> bool:
    """Publish the changed plan in a process that dies, without a last word, right at that call."""
    child = os.fork()
    if child == 0:
        try:
            owner: Any = ledger.Ledger if hasattr(ledger.Ledger, step) else os
            patch = pytest.MonkeyPatch()
            calls, whole = [0], getattr(owner, step)

            def dying(*given: Any) -> Any:
                calls[0] += 1
                if calls[0] == call:
                    os._exit(9)
                return whole(*given)

            patch.setattr(owner, step, dying)
            told(output, appointment(start="15:00"), daans(), days=1)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize(("step", "call"), STEPS)
@pytest.mark.parametrize("published", [False, True])
def test_running_it_again_ends_the_same(tmp_path: Path, step: str, call: int, published: bool) -> None:
    through, broken = tmp_path / "through", tmp_path / "broken"
    for output in (through, broken):
        output.mkdir()
        if published:
            told(output, appointment())
    told(through, appointment(start="15:00"), daans(), days=1)
    first_only = step == "begin" or (step, call) == ("enter", 2)
    assert killed(broken, step, call) != (first_only and published)
    if step == "enter" and not published:
        assert not any(path.startswith(("invites", "messages")) for path in tree(broken))
    told(broken, appointment(start="15:00"), daans(), days=1)
    assert tree(broken) == tree(through)
