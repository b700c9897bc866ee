"""The commands of `tienminuten`, one per file:
`ABOUT`, `add_arguments(parser, language)` and `run(given) -> exit code`.

Heavy imports wait inside `run`, so that `--help` answers at once.
"""
