"""The rules of the contract, one per file; `table.py` lists them."""
