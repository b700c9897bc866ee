"""Many schools at once: every round found below a folder is planned, and one page tells how each of them went.

The rooms, in the order in which a board passes them: `rounds` (where they are), `survey` (what each says before it is
planned), `ties` (which schools share people, and who goes first), `taken` (when those people are taken), `job` (the
planning of one round, in a process of its own), `board` (all of it, and what was done before), `rows` (what is told).
"""
