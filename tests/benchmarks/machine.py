"""The machine that measured: how fast it is differs more than what is measured on it."""

from __future__ import annotations

import os
import platform
import statistics
import time

ADDITIONS = 10_000_000


def machine() -> str:
    """A sentence on this machine, with the time of a plain loop by which to compare it with another."""
    seconds = statistics.median(_loop() for _ in range(3))
    return (f"Python {platform.python_version()} on {os.cpu_count()} processors ({platform.machine()}), "
            f"where a loop of ten million additions takes {seconds:.1f} s.")


def _loop() -> float:
    began = time.perf_counter()
    total = 0
    for number in range(ADDITIONS):
        total += number
    return time.perf_counter() - began
