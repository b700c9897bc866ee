"""Why something cannot be, and what it would take.

The rooms, in the order in which a reason is looked for: `uninvited` (why there is no meeting at all), `times` (what
each rule leaves of a meeting's own times), `covers` (the fewest parts of the rules that leave nothing), `counts` (more
meetings than places), `pins` (what was to stay or to leave its place), `chains` with `adjoining` and `few_adjoining`
(why siblings cannot adjoin), `other_wishes` (whose wish is in the way), `trades` (what it would cost others). `changes`
are what a school could do about it, `proposals`, `shortening` and `combined` think of them, `remedies` and
`wishes_less` find those that work, `least` asks no more than it takes, and `fitting` proves each by planning it.
`reasons` is for a whole plan, `story` for one pupil, at length, and `findings` is what a check says before any plan.

`times`, `covers`, `clauses`, `chains`, `counts` and `changes` run where OR-Tools is not installed.
"""
