"""`tienminuten board FOLDER`: plan every round found below a folder, here or on a cluster, and tell how each went."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.commands.arguments import minutes_within, positive, positive_number, whole
from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse
    import threading
    from collections.abc import Iterator

    from scheduler.board.board import Board
    from scheduler.cluster import ClusterExecutor
    from scheduler.processes import OwnProcesses

ABOUT = marked("Plans every round found below a folder, such as those of all schools of a board.")

DONE, NOT_ALL_WELL, INTERRUPTED = 0, 1, 130
SECONDS, MEMORY_GB, TRAVEL_MINUTES = 600.0, 8.0, 30


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("folder", metavar="FOLDER", type=Path,
                        help=translate("the folder below which the rounds are", language))
    parser.add_argument("--out", metavar="OUT", type=Path,
                        help=translate("where to write the plans (default: outputs/ and the name of the folder)",
                                       language))
    parser.add_argument("--workers", metavar="N", type=positive, default=os.cpu_count() or 1,
                        help=translate("how many rounds to plan at once (default: one for each processor)", language))
    parser.add_argument("--seconds", metavar="S", type=positive_number, default=SECONDS,
                        help=translate("search no longer than this for one round, and keep its best plan so far "
                                       "(default {seconds:.0f})", language, seconds=SECONDS))
    parser.add_argument("--memory", metavar="GB", type=positive_number, default=MEMORY_GB,
                        help=translate("how much memory planning one round may take (default {memory:.0f})", language,
                                       memory=MEMORY_GB))
    parser.add_argument("--seed", metavar="K", type=whole, default=0,
                        help=translate("another number may give another, equally good plan", language))
    parser.add_argument("--travel-minutes", metavar="M", type=minutes_within(600), default=TRAVEL_MINUTES,
                        help=translate("the least time between appointments of one person at two schools (default "
                                       "{minutes})", language, minutes=TRAVEL_MINUTES))
    parser.add_argument("--cluster", metavar="tcp://HOST:8786",
                        help=translate("plan on this Dask cluster; the data of the rounds goes there", language))


def run(given: argparse.Namespace) -> int:
    """Plan, write the overview, and tell in a few lines what came of it.

    Raises:
        BadInput: there is nothing to plan, or the cluster cannot be used.
        CannotWrite: nothing can be written in the output folder.
    """
    from scheduler.board.board import Manner, plan_board
    from scheduler.jobs import stopping
    from scheduler.progress import progress

    output = given.out or Path("outputs") / given.folder.resolve().name
    manner = Manner(given.seconds, given.seed, given.travel_minutes, int(given.memory * 2**30))
    with stopping() as stop, progress(given.quiet) as say, _executor(given) as executor:
        board = plan_board(given.folder, output, executor, manner, at_once=2 * executor.at_once,
                           language=given.language, say=say, stop=stop)
    _write(output, given.folder.resolve().name, board)
    print("\n".join(_told(board, output)))
    return _code(board, stop)


@contextlib.contextmanager
def _executor(given: argparse.Namespace) -> Iterator[OwnProcesses | ClusterExecutor]:
    """Processes here, or the cluster that was named; a round that does not end by itself is ended."""
    ended_after = 2 * given.seconds + 60
    if given.cluster is not None:
        from scheduler.cluster import cluster

        with cluster(given.cluster, seconds=ended_after) as executor:
            yield executor
    else:
        from scheduler.jobs import pool

        with pool(given.workers, seconds=ended_after) as processes:
            yield processes


def _write(output: Path, title: str, board: Board) -> None:
    from scheduler.files import write_all
    from scheduler.reports.overview import board_csv, board_page

    write_all({
        output / "board.csv": board_csv(board.rows).encode(),
        output / "board.html": board_page(title, board.rows, board.double_bookings, board.language).encode(),
    })


def _told(board: Board, output: Path) -> list[str]:
    language, rows = board.language, board.rows
    planned, unplaced = sum(row.planned for row in rows), sum(row.unplaced for row in rows)
    lines = [translate("Rounds with a plan: {planned} of {count}.", language, planned=planned, count=len(rows))]
    lines += [f"{row.path}: {row.reason}" for row in rows if row.reason]
    if unplaced:
        lines.append(translate_count("{count} conversation has no place.", "{count} conversations have no place.",
                                     unplaced, language))
    if board.double_bookings:
        lines.append(translate("Some people have appointments at two schools at once.", language))
    lines.append(translate("Look at {page}.", language, page=output / "board.html"))
    return lines


def _code(board: Board, stop: threading.Event) -> int:
    if stop.is_set() and any(row.status == "waiting" for row in board.rows):
        return INTERRUPTED
    return DONE if board.well else NOT_ALL_WELL
