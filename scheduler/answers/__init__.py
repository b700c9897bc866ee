"""Answers: what adults replied to their invites, read from a mailbox and judged against the ledger."""
