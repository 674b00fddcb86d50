-- The identity exchange: who may ask (clients), who was seen (people), and the short-lived things between.
-- Everything a browser or a client presents is looked up by its SHA-256; the thing itself is never stored.

CREATE SCHEMA exchange;

CREATE TABLE exchange.clients (
    client_id text PRIMARY KEY CHECK (client_id ~ '^[A-Za-z0-9._-]{1,64}$'),
    name text NOT NULL,
    secret_sha256 text NOT NULL CHECK (secret_sha256 ~ '^[0-9a-f]{64}$'),
    token_endpoint_auth_method text NOT NULL CHECK (token_endpoint_auth_method IN ('client_secret_basic', 'client_secret_post')),
    redirect_uris text[] NOT NULL CHECK (cardinality(redirect_uris) > 0),
    post_logout_redirect_uris text[] NOT NULL,
    scopes text[] NOT NULL,
    claims text[] NOT NULL, -- what it may ever be told about a person
    loopback_any_port boolean NOT NULL,
    blocked boolean NOT NULL DEFAULT false,
    registered_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);

-- A person is an upstream issuer's subject and nothing else: never an e-mail address, a phone or a citizen number.
CREATE TABLE exchange.people (
    person_id uuid PRIMARY KEY, -- the `sub` relying parties see
    tech_id uuid NOT NULL UNIQUE,
    upstream_issuer text NOT NULL,
    upstream_subject text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    UNIQUE (upstream_issuer, upstream_subject)
);

-- A login sent upstream and not yet answered.
CREATE TABLE exchange.logins (
    state_sha256 text PRIMARY KEY,
    browser_sha256 text NOT NULL,
    upstream_issuer text NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL, -- must be sent upstream, so it cannot be hashed; worthless without the code and our client secret
    fresh_since timestamptz,
    repeated boolean NOT NULL,
    request jsonb NOT NULL, -- the relying party's request, answered when the person is back
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.logins (expires_at);

CREATE TABLE exchange.sessions (
    session_id uuid PRIMARY KEY, -- the `sid` relying parties see; opens nothing
    cookie_sha256 text NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES exchange.people,
    upstream_id_token text NOT NULL, -- the hint for signing out upstream; holds no names or numbers
    citizen_number text NOT NULL CHECK (citizen_number ~ '^[0-9]{12}$'),
    full_name text NOT NULL,
    birth_date text NOT NULL,
    sex text NOT NULL,
    account_level smallint NOT NULL CHECK (account_level BETWEEN 0 AND 2),
    authentication_level smallint NOT NULL CHECK (authentication_level BETWEEN 0 AND 4),
    amr text[] NOT NULL,
    auth_time timestamptz, -- null where the upstream provider did not say
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.sessions (expires_at);
CREATE INDEX ON exchange.sessions (person_id);

-- Levels are copied into codes and tokens: a session stepped up later does not lift what was issued before.
CREATE TABLE exchange.codes (
    code_sha256 text PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES exchange.sessions ON DELETE CASCADE,
    client_id text NOT NULL,
    redirect_uri text NOT NULL,
    code_challenge text NOT NULL,
    nonce text,
    scopes text[] NOT NULL,
    account_level smallint NOT NULL,
    authentication_level smallint NOT NULL,
    amr text[] NOT NULL,
    auth_time timestamptz,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.codes (expires_at);
CREATE INDEX ON exchange.codes (session_id);

CREATE TABLE exchange.tokens (
    token_sha256 text PRIMARY KEY,
    code_sha256 text NOT NULL, -- a second use of the code revokes what the first gave
    session_id uuid NOT NULL REFERENCES exchange.sessions ON DELETE CASCADE,
    client_id text NOT NULL,
    scopes text[] NOT NULL,
    account_level smallint NOT NULL,
    authentication_level smallint NOT NULL,
    amr text[] NOT NULL,
    auth_time timestamptz,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.tokens (code_sha256);
CREATE INDEX ON exchange.tokens (expires_at);
CREATE INDEX ON exchange.tokens (session_id);

-- A sign-out sent upstream: where the browser goes when it is back.
CREATE TABLE exchange.logouts (
    state_sha256 text PRIMARY KEY,
    return_address text,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.logouts (expires_at);
