"""The program `tienminuten`: parse, call, print. Each command is a file in `commands/`."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from scheduler.files import CannotWrite
from scheduler.language import own_language, translate
from scheduler.problems import BadInput
from scheduler.usage import speak

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("plan", "check", "why", "publish", "send", "answers", "feed", "whatif", "verify", "board", "demo", "import",
            "template", "purge")
"""Every command, in the order of `--help`; `import` lives in `commands/import_.py`, as the word is Python's."""

DONE, NOT_ALL, BAD_INPUT, NO_PLAN, OWN_FAULT, INTERRUPTED, NO_READER = 0, 1, 2, 3, 70, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is told on standard error."""
    language = own_language()
    speak(language)
    _bear_any_name()
    given = _parser(language).parse_args(arguments)
    try:
        code = int(given.run(given))
        sys.stdout.flush()
        return code
    except BadInput as bad:
        for problem in bad.problems:
            print(problem.text(language), file=sys.stderr)
        print(translate("Nothing was written. Put this right and try again.", language), file=sys.stderr)
        return BAD_INPUT
    except CannotWrite as cannot:
        print(_not_written(cannot, language), file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print(translate("Stopped.", language), file=sys.stderr)
        return INTERRUPTED
    except Exception as fault:
        if isinstance(fault, BrokenPipeError) and _nobody_reads():
            return NO_READER
        if isinstance(fault, OSError) and _is_full(fault):
            place = Path(fault.filename or tempfile.tempdir or ".")
            print(_not_written(CannotWrite(place, fault), language), file=sys.stderr)
            return BAD_INPUT
        _report_fault(fault, language)
        return OWN_FAULT


def _bear_any_name() -> None:
    """Write ? for what the terminal's encoding lacks: a redirect on Windows has no ı in Yılmaz."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _parser(language: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tienminuten",
        description=translate("Plans a school's ten-minute conversations.", language),
    )
    commands = parser.add_subparsers(required=True, metavar=translate("COMMAND", language))
    for name in COMMANDS:
        command = import_module(f"scheduler.commands.{name}" if name != "import" else "scheduler.commands.import_")
        about = translate(command.ABOUT, language)
        one = commands.add_parser(name, help=about, description=about)
        one.add_argument("--quiet", action="store_true", help=translate("show no progress", language))
        command.add_arguments(one, language)
        one.set_defaults(run=command.run, language=language)
    return parser


def _nobody_reads() -> bool:
    """Whether whoever read our output is gone, `head` say; what is still to be written then goes nowhere."""
    gone = [stream for stream in (sys.stdout, sys.stderr) if _reader_is_gone(stream)]
    for stream in gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return bool(gone)


def _reader_is_gone(stream: TextIO) -> bool:
    import select

    try:
        poll = select.poll()
        poll.register(stream, 0)
    except (AttributeError, OSError, ValueError):
        # No such call on this system, or no pipe at all.
        return False
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _is_full(fault: OSError) -> bool:
    """Whether the place is full where libraries keep what they are working on; tempfile then finds no folder at all."""
    no_folder = fault.errno == errno.ENOENT and fault.filename is None
    return no_folder or fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def _not_written(cannot: CannotWrite, language: str) -> str:
    return translate("{path} could not be written: {cause}. What was there before is untouched.", language,
                     path=cannot.path, cause=cannot.cause.strerror or type(cannot.cause).__name__)


def _report_fault(fault: Exception, language: str) -> None:
    """Say where the program failed, without its data: an exception's text may hold a name."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    said = translate("The program itself failed ({kind} in {file}, line {line}). Please report this; "
                     "no personal data stands in this message.", language,
                     kind=type(fault).__name__, file=place.filename.rsplit("/", 1)[-1], line=place.lineno)
    print(said, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
