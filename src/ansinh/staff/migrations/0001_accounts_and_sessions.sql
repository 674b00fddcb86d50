-- Who works for the agency, and who is signed in to the console: staff of the agency, and facilities with their gateway accounts.
CREATE SCHEMA staff;

CREATE TABLE staff.accounts (
    username      text PRIMARY KEY CHECK (username ~ '^[a-z][a-z0-9.-]{1,39}$'),
    full_name     text NOT NULL CHECK (full_name <> ''),
    verifier      text NOT NULL, -- Argon2id of the password
    roles         text[] NOT NULL CHECK (roles <@ ARRAY['officers', 'alerts', 'figures', 'cases', 'administration']),
    state         text NOT NULL CHECK (state IN ('open', 'closed')),
    failures      int NOT NULL DEFAULT 0 CHECK (failures >= 0), -- wrong passwords since the last right one or the last lock
    locked_until  timestamptz,
    opened_at     timestamptz NOT NULL
);

-- The browser's token only as its hash, so that reading this table lets nobody in. A facility's account is the gateway's business, so
-- that its name and code are kept here; what a member of staff may do is read from the account at each request.
CREATE TABLE staff.sessions (
    token_hash     text PRIMARY KEY CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    kind           text NOT NULL CHECK (kind IN ('agency', 'facility')),
    account        text NOT NULL,
    facility_code  text NOT NULL,
    facility_name  text NOT NULL,
    csrf_token     text NOT NULL,
    started_at     timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL CHECK (last_seen_at >= started_at),
    CHECK ((kind = 'facility') = (facility_code <> ''))
);
CREATE INDEX sessions_of_account ON staff.sessions (kind, account);
CREATE INDEX sessions_by_last_seen ON staff.sessions (last_seen_at);
