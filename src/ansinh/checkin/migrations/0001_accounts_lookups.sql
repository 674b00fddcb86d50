-- Gateway accounts and the look-ups made with them. No foreign keys to other schemas: a look-up outlives what it was about.
CREATE SCHEMA checkin;

CREATE TABLE checkin.accounts (
    username      text PRIMARY KEY CHECK (username ~ '^[0-9]{2}[0-9A-Z]{3}_BV$'),
    verifier      text NOT NULL, -- Argon2id of the upper-case MD5 hex that the protocol carries
    state         text NOT NULL CHECK (state IN ('open', 'closed')),
    failures      int NOT NULL DEFAULT 0 CHECK (failures >= 0), -- wrong passwords since the last right one or the last lock
    locked_until  timestamptz,
    opened_at     timestamptz NOT NULL
);

CREATE TABLE checkin.lookups (
    lookup_id      bigint GENERATED ALWAYS AS IDENTITY,
    at             timestamptz NOT NULL,
    facility_code  text NOT NULL,
    account        text NOT NULL,
    officer_id     bigint, -- the register's number; NULL for an officer it does not know
    key_kind       text NOT NULL CHECK (key_kind IN ('card', 'social_insurance', 'citizen', 'other')),
    participant_id bigint, -- NULL if the key led to nobody; the key itself is not kept
    code           text NOT NULL,
    purpose        text NOT NULL
);
-- One B-tree only, and no primary key: every look-up waits for each index, and nothing asks for a single row by its number.
CREATE INDEX lookups_by_time ON checkin.lookups USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX lookups_of_participant ON checkin.lookups (participant_id, at) WHERE participant_id IS NOT NULL;
