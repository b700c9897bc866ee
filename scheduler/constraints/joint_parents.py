"""All invited adults of a pupil who is not flagged attend one meeting together."""
