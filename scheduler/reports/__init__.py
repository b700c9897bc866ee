"""Pages to look at and print: self-contained HTML from a plan or a comparison of plans."""
