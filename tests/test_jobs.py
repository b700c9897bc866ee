from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scheduler.files import CannotWrite
from scheduler.jobs import Failure, pool, run_jobs, stopping
from scheduler.problems import BadInput


def work(item: int) -> int:
    if item == 3:
        raise ValueError("Suzanne de Vries")
    if item == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 5:
        raise BadInput.one("pupils.csv", "This is empty, but it is needed. Fill it in.", 3, "pupil_id", "Suzanne")
    if item == 6:
        raise CannotWrite(Path("plan.csv"), OSError(28, "No space left on device"))
    if item == 7:
        raise MemoryError
    return item * item


def group_of_processes(item: int) -> int:
    return os.getpgrp()


def wait_for(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_jobs_give_the_same_whatever_the_number_of_workers() -> None:
    found = []
    for workers in (1, 2):
        with pool(workers) as executor:
            found.append(dict(run_jobs(work, range(8), executor)))
    assert found[0] == found[1]
    assert [found[0][i] for i in range(3)] == [0, 1, 4]


def test_a_job_that_fails_is_a_result_with_its_reason_and_without_names() -> None:
    with pool(2) as executor:
        found = dict(run_jobs(work, range(3, 9), executor))
    assert found[5] == 64
    line = work.__code__.co_firstlineno + 2
    said = [failure.sentence("en") for _, failure in sorted(found.items()) if isinstance(failure, Failure)]
    assert said == [
        f"The program itself failed (ValueError in test_jobs.py, line {line}).",
        "Its process came to an early end (code -9); the memory may have been too small.",
        "Its input has 1 problem.",
        "plan.csv could not be written: No space left on device. What was there before is untouched.",
        "The memory was too small for it.",
    ]
    assert found[2].problems[0].line == 3  # type: ignore[union-attr]


def test_any_executor_serves_and_progress_is_told() -> None:
    heard: list[str] = []
    with ThreadPoolExecutor(1) as executor:
        found = dict(run_jobs(work, [1, 2], executor, say=heard.append, language="nl"))
    assert found == {0: 1, 1: 4}
    assert heard[-1] == "2 van de 2 klaar"


class Made:
    """Items made when they are asked for; it counts how many were, and one cannot be."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def __len__(self) -> int:
        return 9

    def __getitem__(self, index: int) -> int:
        self.made.append(index)
        if index == 1:
            raise BadInput.one("pupils.csv", "This is empty, but it is needed. Fill it in.", 3, "pupil_id", "Suzanne")
        return 2


def test_items_are_made_when_their_turn_comes() -> None:
    items = Made()
    with ThreadPoolExecutor(2) as executor:
        found = run_jobs(work, items, executor, at_once=3)  # type: ignore[arg-type]
        first = [next(found)]
        assert items.made == [0, 1, 2]
        everything = dict(first + list(found))
    assert items.made == list(range(9))
    assert everything.pop(1).sentence("en") == "Its input has 1 problem."  # type: ignore[union-attr]
    assert everything == dict.fromkeys([0, *range(2, 9)], 4)


def test_a_job_that_takes_too_long_is_ended() -> None:
    with pool(2, seconds=0.5) as executor:
        found = dict(run_jobs(wait_for, [3600.0, 0.0], executor))
    assert isinstance(found[0], Failure)
    assert found[0].sentence("en") == "It took longer than the 0.5 seconds that it may."
    assert found[1] == 0.0


def test_interrupting_keeps_what_is_done() -> None:
    found = {}
    with stopping() as stop, pool(2) as executor:
        for index, result in run_jobs(wait_for, [0.0, 3600.0, 3600.0], executor, stop=stop):
            found[index] = result
            os.kill(os.getpid(), signal.SIGINT)
    assert found == {0: 0.0}


def test_an_interrupt_at_the_keyboard_does_not_reach_a_job() -> None:
    with pool(1) as executor:
        (found,) = dict(run_jobs(group_of_processes, [0], executor)).values()
    assert found != os.getpgrp()


def test_a_second_interrupt_ends_the_program() -> None:
    with stopping() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_outside_the_main_thread_nobody_interrupts() -> None:
    def enter() -> None:
        with stopping() as stop:
            seen.append(stop.is_set())

    seen: list[bool] = []
    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert seen == [False]
