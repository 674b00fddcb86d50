-- What any OpenID provider keeps, by issuer: who may ask, and the short-lived things between a login and the tokens it gives.
-- Everything a browser or a client presents is looked up by its SHA-256; the thing itself is never stored.

CREATE SCHEMA provider;

CREATE TABLE provider.clients (
    issuer text NOT NULL,
    client_id text NOT NULL CHECK (client_id ~ '^[A-Za-z0-9._-]{1,64}$'),
    name text NOT NULL,
    profile text NOT NULL CHECK (profile IN ('legacy', 'basic', 'secure')),
    secret_sha256 text NOT NULL CHECK (secret_sha256 ~ '^([0-9a-f]{64})?$'), -- empty for a client that authenticates with a key
    token_endpoint_auth_method text NOT NULL
        CHECK (token_endpoint_auth_method IN ('client_secret_basic', 'client_secret_post', 'private_key_jwt')),
    jwks jsonb,
    redirect_uris text[] NOT NULL CHECK (cardinality(redirect_uris) > 0),
    post_logout_redirect_uris text[] NOT NULL,
    backchannel_logout_uri text,
    scopes text[] NOT NULL,
    claims text[] NOT NULL, -- what it may ever be told about a person
    userinfo_form text NOT NULL CHECK (userinfo_form IN ('json', 'signed', 'encrypted')),
    subject_type text NOT NULL CHECK (subject_type IN ('public', 'pairwise')),
    sector text NOT NULL,
    loopback_any_port boolean NOT NULL,
    blocked boolean NOT NULL DEFAULT false,
    registered_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, client_id)
);

-- A request that came on the back channel and waits for its browser.
CREATE TABLE provider.pushed_requests (
    request_uri_sha256 text PRIMARY KEY,
    issuer text NOT NULL,
    client_id text NOT NULL,
    parameters jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON provider.pushed_requests (expires_at);

-- The login is copied into codes and tokens: a session stepped up later does not lift what was issued before.
CREATE TABLE provider.codes (
    code_sha256 text PRIMARY KEY,
    issuer text NOT NULL,
    session_id uuid NOT NULL, -- the host's; what hangs on it is taken away when the host ends it
    client_id text NOT NULL,
    redirect_uri text NOT NULL,
    code_challenge text,
    dpop_jkt text,
    nonce text,
    scopes text[] NOT NULL,
    claims text[] NOT NULL,
    subject text NOT NULL,
    acr text NOT NULL,
    amr text[] NOT NULL,
    auth_time timestamptz,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON provider.codes (expires_at);
CREATE INDEX ON provider.codes (session_id);

CREATE TABLE provider.tokens (
    token_sha256 text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('access', 'refresh')),
    family text NOT NULL, -- SHA-256 of the code all of them came from: its second use revokes them
    issuer text NOT NULL,
    session_id uuid NOT NULL,
    client_id text NOT NULL,
    scopes text[] NOT NULL,
    claims text[] NOT NULL,
    subject text NOT NULL,
    acr text NOT NULL,
    amr text[] NOT NULL,
    auth_time timestamptz,
    thumbprint text, -- of the key it is bound to
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    family_expires_at timestamptz NOT NULL,
    used_at timestamptz -- of a refresh token; kept so that a second use is known for what it is
);
CREATE INDEX ON provider.tokens (family);
CREATE INDEX ON provider.tokens (session_id);
CREATE INDEX ON provider.tokens (expires_at);

-- Which clients were told of a person in a session: whom to tell that it is over.
CREATE TABLE provider.parties (
    session_id uuid NOT NULL,
    client_id text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL, -- the name the person goes by at this client
    PRIMARY KEY (session_id, client_id)
);

-- A session is over and a client must be told, server to server, until it says that it has heard.
CREATE TABLE provider.logout_notices (
    notice_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer text NOT NULL,
    client_id text NOT NULL,
    session_id uuid NOT NULL,
    subject text NOT NULL,
    ended_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL
);
CREATE INDEX ON provider.logout_notices (next_at);

-- Numbers of assertions and proofs that count once.
CREATE TABLE provider.seen (
    what text PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON provider.seen (expires_at);
