"""Fictional schools of any size, and the sample rounds of De Zandloper: for trying without anybody's real name."""
