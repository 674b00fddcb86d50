-- The stand-in of the Ministry of Public Security's eID provider. It is another institution: its own schema, shared with nobody.
-- What a browser or a client presents is looked up by its SHA-256; the thing itself is never stored.

CREATE SCHEMA sandbox_eid;

CREATE TABLE sandbox_eid.clients (
    client_id text PRIMARY KEY CHECK (client_id ~ '^[A-Za-z0-9._-]{1,64}$'),
    name text NOT NULL,
    secret_sha256 text NOT NULL CHECK (secret_sha256 ~ '^[0-9a-f]{64}$'),
    token_endpoint_auth_method text NOT NULL CHECK (token_endpoint_auth_method IN ('client_secret_basic', 'client_secret_post')),
    redirect_uris text[] NOT NULL CHECK (cardinality(redirect_uris) > 0),
    post_logout_redirect_uris text[] NOT NULL,
    scopes text[] NOT NULL,
    claims text[] NOT NULL,
    loopback_any_port boolean NOT NULL
);

CREATE TABLE sandbox_eid.accounts (
    username text PRIMARY KEY CHECK (length(username) BETWEEN 1 AND 64),
    subject uuid NOT NULL UNIQUE, -- stable for the life of the account
    citizen_number text NOT NULL CHECK (citizen_number ~ '^[0-9]{12}$'),
    full_name text NOT NULL,
    birth_date text NOT NULL,
    sex text NOT NULL,
    account_level smallint NOT NULL CHECK (account_level IN (1, 2)),
    state text NOT NULL CHECK (state IN ('active', 'locked', 'deceased', 'cancelled')),
    password_hash text NOT NULL,
    one_time_secret text NOT NULL, -- what the person's telephone makes codes from (RFC 6238)
    last_one_time_step bigint NOT NULL DEFAULT 0 -- a code of this step or an earlier one is spent
);

-- Attempts by what was typed, whether such an account exists or not: a lock-out tells nobody who has an account.
CREATE TABLE sandbox_eid.attempts (
    typed_sha256 text PRIMARY KEY,
    count integer NOT NULL,
    window_ends_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_eid.attempts (window_ends_at);

-- A login page that is open in a browser.
CREATE TABLE sandbox_eid.logins (
    login_sha256 text PRIMARY KEY,
    browser_sha256 text NOT NULL,
    request jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_eid.logins (expires_at);

CREATE TABLE sandbox_eid.sessions (
    session_id uuid PRIMARY KEY,
    cookie_sha256 text NOT NULL UNIQUE,
    username text NOT NULL REFERENCES sandbox_eid.accounts ON DELETE CASCADE,
    authentication_level smallint NOT NULL CHECK (authentication_level BETWEEN 1 AND 4),
    amr text[] NOT NULL,
    auth_time timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_eid.sessions (expires_at);
CREATE INDEX ON sandbox_eid.sessions (username);

CREATE TABLE sandbox_eid.codes (
    code_sha256 text PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sandbox_eid.sessions ON DELETE CASCADE,
    client_id text NOT NULL,
    redirect_uri text NOT NULL,
    code_challenge text NOT NULL,
    nonce text,
    scopes text[] NOT NULL,
    account_level smallint NOT NULL,
    authentication_level smallint NOT NULL,
    amr text[] NOT NULL,
    auth_time timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_eid.codes (expires_at);
CREATE INDEX ON sandbox_eid.codes (session_id);

CREATE TABLE sandbox_eid.tokens (
    token_sha256 text PRIMARY KEY,
    code_sha256 text NOT NULL,
    session_id uuid NOT NULL REFERENCES sandbox_eid.sessions ON DELETE CASCADE,
    client_id text NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_eid.tokens (code_sha256);
CREATE INDEX ON sandbox_eid.tokens (expires_at);
CREATE INDEX ON sandbox_eid.tokens (session_id);
