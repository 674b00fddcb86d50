-- A login may take several factors, and a telephone may approve it.

-- Logging in on the web by approval in the app is off until the person turns it on there.
ALTER TABLE sandbox_eid.accounts ADD COLUMN web_login_allowed boolean NOT NULL DEFAULT false;

-- The factors an open login has passed, all of them by one account.
ALTER TABLE sandbox_eid.logins
    ADD COLUMN username text REFERENCES sandbox_eid.accounts ON DELETE CASCADE,
    ADD COLUMN passed text[] NOT NULL DEFAULT '{}',
    ADD CHECK (username IS NOT NULL OR passed = '{}');
CREATE INDEX ON sandbox_eid.logins (username);

-- A session that nobody used for a while answers nothing any more.
ALTER TABLE sandbox_eid.sessions ADD COLUMN seen_at timestamptz;
UPDATE sandbox_eid.sessions SET seen_at = auth_time;
ALTER TABLE sandbox_eid.sessions ALTER COLUMN seen_at SET NOT NULL;

-- What an open login waits for a telephone to approve: at most one thing at a time. It dies with the login.
CREATE TABLE sandbox_eid.approvals (
    login_sha256 text PRIMARY KEY REFERENCES sandbox_eid.logins ON DELETE CASCADE,
    approval_id uuid NOT NULL UNIQUE,
    scan_sha256 text UNIQUE, -- of the code in the picture; none where an account was asked by name
    session_sha256 text NOT NULL, -- of the session cookie the browser had when it asked
    username text REFERENCES sandbox_eid.accounts ON DELETE CASCADE, -- whose telephone; none until the picture is scanned
    state text NOT NULL CHECK (state IN ('waiting', 'scanned', 'approved', 'refused', 'locked')),
    drawn smallint NOT NULL, -- how often numbers were drawn
    number smallint NOT NULL CHECK (number BETWEEN 10 AND 99), -- what the web page shows
    choices smallint[] NOT NULL CHECK (number = ANY (choices)), -- what the telephone shows
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CHECK (username IS NOT NULL OR state = 'waiting'),
    CHECK (username IS NOT NULL OR scan_sha256 IS NOT NULL)
);
CREATE INDEX ON sandbox_eid.approvals (username);
CREATE INDEX ON sandbox_eid.approvals (expires_at);

-- Where somebody is signed in to the stand-in of the app.
CREATE TABLE sandbox_eid.app_sessions (
    cookie_sha256 text PRIMARY KEY,
    username text NOT NULL REFERENCES sandbox_eid.accounts ON DELETE CASCADE,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_eid.app_sessions (username);
CREATE INDEX ON sandbox_eid.app_sessions (expires_at);
