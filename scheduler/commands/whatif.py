"""`tienminuten whatif INPUT SCENARIOS`: plan each scenario beside the round as it is, and compare them."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.commands.arguments import positive, positive_number, whole
from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from scheduler.whatif.compare import NoBaseline
    from scheduler.whatif.comparison import Comparison

ABOUT = marked("Plans scenarios beside the round as it is, and compares what each of them would bring.")

DONE, NOT_ALL_PLANNED, NO_PLAN, OWN_FAULT, INTERRUPTED = 0, 1, 3, 70, 130


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("input", metavar="INPUT", type=Path,
                        help=translate("the folder with the round, such as inputs/february-2027", language))
    parser.add_argument("scenarios", metavar="SCENARIOS", type=Path, nargs="?",
                        help=translate("the file with the scenarios (default: whatif.toml in INPUT)", language))
    parser.add_argument("--cheapest", action="store_true",
                        help=translate("search for itself: the fewest windows, the earliest end, the longest "
                                       "conversations with which everyone has a place", language))
    parser.add_argument("--out", metavar="OUTPUT", type=Path,
                        help=translate("where to write the comparison (default: outputs/ and the id of the round)",
                                       language))
    parser.add_argument("--published", metavar="FOLDER", type=Path,
                        help=translate("the folder of the published plan to compare with (default: OUTPUT)", language))
    parser.add_argument("--seconds", metavar="S", type=positive_number,
                        help=translate("search for each plan no longer than this", language))
    parser.add_argument("--workers", metavar="N", type=positive,
                        help=translate("how many plans are made at once (default: as many as there are processors); "
                                       "the results stay the same", language))
    parser.add_argument("--cluster", metavar="tcp://HOST:8786",
                        help=translate("plan on this Dask cluster; the data of the rounds goes there", language))
    parser.add_argument("--seed", metavar="K", type=whole, default=0,
                        help=translate("another number draws other requests, and may give other, equally good plans",
                                       language))
    parser.add_argument("--yes", action="store_true", help=translate("make more than a hundred plans if need be",
                                                                     language))


def run(given: argparse.Namespace) -> int:
    """Compare, write, and tell the answers in a few lines."""
    from scheduler.jobs import stopping
    from scheduler.progress import progress
    from scheduler.whatif.compare import Effort, NoBaseline
    from scheduler.whatif.run import compare, deliver, prepare

    prepared = prepare(given.input, given.scenarios, given.out, published=given.published, cheapest=given.cheapest,
                       seed=given.seed, yes=given.yes, language=given.language)
    language = prepared.given.round.school.language
    for warning in prepared.warnings:
        print(warning.text(language), file=sys.stderr)
    try:
        with progress(given.quiet) as say, stopping() as stop, _executor(given) as executor:
            say(translate("Planning the round as it is … (Ctrl-C keeps what is done)", given.language))
            comparison = compare(prepared, executor, Effort(given.seconds, given.seed), say=say, stop=stop,
                                 language=given.language)
    except NoBaseline as none:
        return _told_of_no_baseline(none, language)
    _, page = deliver(comparison, prepared.output)
    print("\n".join(_told(comparison, page, language)))
    if comparison.stopped:
        return INTERRUPTED
    return DONE if all(result.found for result in comparison.results) else NOT_ALL_PLANNED


@contextlib.contextmanager
def _executor(given: argparse.Namespace) -> Iterator[Executor]:
    """Processes here, or the cluster that was named."""
    if given.cluster is not None:
        from scheduler.cluster import cluster

        with cluster(given.cluster) as executor:
            yield executor
    else:
        from scheduler.jobs import pool

        with pool(given.workers or os.cpu_count() or 1) as processes:
            yield processes


def _told(comparison: Comparison, page: Path, language: str) -> list[str]:
    from scheduler.whatif.sentences import answers

    lines = [f"{name}: {answer}" for name, answer in answers(comparison).items()]
    lines += [f"{found.question} {found.sentence}" for found in comparison.found]
    if comparison.stopped:
        lines.append(translate("Stopped: the page holds what was done until then.", language))
    without = sum(not result.found for result in comparison.scenarios)
    if without and not comparison.stopped:
        lines.append(translate_count("{count} scenario has no plan; the page says why.",
                                     "{count} scenarios have no plan; the page says why.", without, language))
    lines.append(translate("Look at {page}", language, page=page))
    return lines


def _told_of_no_baseline(none: NoBaseline, language: str) -> int:
    if none.failure is not None:
        print(translate("The round as it is could not be planned, so there is nothing to compare with: {reason}",
                        language, reason=none.failure.sentence(language)), file=sys.stderr)
        return OWN_FAULT
    print(translate("No plan of the round as it is was found in this time, so there is nothing to compare with. Give "
                    "it more: --seconds.", language), file=sys.stderr)
    return NO_PLAN
