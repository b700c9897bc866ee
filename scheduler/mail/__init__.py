"""Mail: what was published and not yet told goes to each adult, by a mail server, as files, or by telephone."""
