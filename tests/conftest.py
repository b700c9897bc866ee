"""For all tests: no plan that any of them obtains goes unchecked, and no calendar file that any of them writes."""

from __future__ import annotations

import signal

import scheduler.solver.apart
from tests.clients.itip import watch_every_file
from tests.judging import judged

# Not a fixture of pytest's: test modules take `solve` by name when they are read, which is before any fixture runs.
scheduler.solver.solve = judged(scheduler.solver.solve)
scheduler.solver.apart.solve_apart = judged(scheduler.solver.apart.solve_apart)
watch_every_file()

# Started in the background by a shell, Python would ignore Ctrl-C, which some tests send.
signal.signal(signal.SIGINT, signal.default_int_handler)
