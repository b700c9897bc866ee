-- Moments are ISO 8601 in UTC. PRAGMA user_version counts the changes to these tables.

-- round_id: the round this ledger is of
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every calendar event of an adult there ever was; the one with the highest generation is the latest.
-- After a CANCEL its UID is never used again: the next event of this adult and meeting has a new one.
CREATE TABLE events (
    uid TEXT PRIMARY KEY,
    adult_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('REQUEST', 'CANCEL')),
    told_at TEXT NOT NULL,
    invite TEXT NOT NULL, -- what was told: JSON of invite.Invite
    UNIQUE (adult_id, meeting_id, generation)
);

-- The outbox: everything there is to tell, in order of number, with the very bytes of its invite.ics.
-- sent_at stays empty until the mail server has taken it, or whoever hands it over. dated_at is the Date of its mail,
-- entered just before the server may take it: with sent_at empty, nobody knows whether it did. recipient is '' where
-- there is none; recovered is 1 where a lost ledger was made again, and nobody knows whether it was sent.
CREATE TABLE messages (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL REFERENCES events (uid),
    sequence INTEGER NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('REQUEST', 'CANCEL')),
    adult_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    ics BLOB NOT NULL,
    published_at TEXT NOT NULL,
    recovered INTEGER NOT NULL DEFAULT 0,
    sent_at TEXT,
    dated_at TEXT,
    UNIQUE (uid, sequence)
);
CREATE INDEX messages_of ON messages (adult_id, meeting_id);

-- Every message that the mail server refused, with what it said.
CREATE TABLE attempts (
    message INTEGER NOT NULL REFERENCES messages (number),
    tried_at TEXT NOT NULL,
    refusal TEXT NOT NULL
);

-- The reminder of all appointments of an adult on a date, which goes once.
CREATE TABLE reminders (
    adult_id TEXT NOT NULL,
    date TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    PRIMARY KEY (adult_id, date)
) WITHOUT ROWID;

-- The folders that mails were written to as files, so that a purge can name them.
CREATE TABLE mail_folders (path TEXT PRIMARY KEY) WITHOUT ROWID;

-- What adults answered, in the order in which it was read; what was answered last to an event's sequence counts.
-- comment is what they wrote with it; a ledger from before comments were kept gets the column with its next answers.
CREATE TABLE answers (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL REFERENCES events (uid),
    sequence INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('ACCEPTED', 'TENTATIVE', 'DECLINED')),
    answered_at TEXT NOT NULL,
    read_at TEXT NOT NULL,
    comment TEXT NOT NULL DEFAULT '',
    UNIQUE (uid, sequence, answer, answered_at)
);

-- The calendar files to subscribe to, by the part of their names that nobody can guess. A revoked one never returns.
CREATE TABLE feeds (
    token TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('adult', 'teacher')),
    person_id TEXT NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- The teachers' events, also those that no longer stand in their calendar (live is 0).
CREATE TABLE staff_events (
    uid TEXT PRIMARY KEY,
    teacher_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    live INTEGER NOT NULL,
    told_at TEXT NOT NULL,
    event TEXT NOT NULL -- JSON of invite.StaffEvent
)
