"""From a plan to the calendars of parents and teachers: who must be told what, in which words, and what was told.

`publish.py` is the way in. `ledger.py` keeps what was told, and is the truth; the files are brought in line with it.
Only `events.py` and `timezones.py` know iCalendar.
"""
