"""What if: scenarios change a round, each is planned, and the plans are compared.

In the order in which a scenarios file passes them: `keys` (what it may say), `reading` (the file to what it asks for),
`order`, `edits` (a change of the round's cells for each key), `scenarios` (the rounds to plan).
"""
