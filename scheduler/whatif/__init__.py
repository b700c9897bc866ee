"""What if: scenarios change a round, each is planned, and the plans are compared.

`run` is all that others need. The rooms, in the order in which a scenarios file passes them: `keys` (what it may say),
`reading` (the file to what it asks for), `order`, `edits` (a change of the round's cells for each key), `scenarios`
(the rounds to plan), `compare` (each a job), `measure` (their numbers), `sentences`, `comparison` (whatif.json). The
searches of `--cheapest`: `questions` and `smallest`, with `placing` and `refute` to judge a step, and `cheapest`.
"""
