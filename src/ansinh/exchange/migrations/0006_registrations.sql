-- Relying parties that registered themselves: who did, what is in force, what waits for an officer. What the provider needs to serve them
-- is in provider.clients; here is what people decide on.
CREATE TABLE exchange.registrations (
    client_id text PRIMARY KEY,
    issuer text NOT NULL,
    environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
    owner uuid NOT NULL,
    owner_name text NOT NULL, -- as the eID says it: an officer must know who asks
    in_force jsonb, -- null until it was approved for the first time
    asked jsonb, -- null where nothing waits
    asked_at timestamptz,
    asked_by uuid,
    decided_at timestamptz,
    decided_by uuid,
    refusal text NOT NULL DEFAULT '',
    blocked_at timestamptz,
    registered_at timestamptz NOT NULL,
    CHECK (decided_by <> asked_by), -- two people, whatever a page lets through
    CHECK ((asked IS NULL) OR (asked_by IS NOT NULL AND asked_at IS NOT NULL))
);
CREATE INDEX ON exchange.registrations (owner);
CREATE INDEX ON exchange.registrations (asked_at) WHERE asked IS NOT NULL;

-- Who decides on production clients.
CREATE TABLE exchange.registration_officers (
    person_id uuid PRIMARY KEY,
    appointed_at timestamptz NOT NULL,
    appointed_by text NOT NULL
);

-- Logins of the registration console itself, which is a relying party like any other.
CREATE TABLE exchange.console_logins (
    state_sha256 text NOT NULL,
    browser_sha256 text NOT NULL,
    login jsonb NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (state_sha256, browser_sha256)
);
CREATE INDEX ON exchange.console_logins (expires_at);

CREATE TABLE exchange.console_sessions (
    token_sha256 text PRIMARY KEY,
    person_id uuid NOT NULL,
    full_name text NOT NULL,
    acr text NOT NULL,
    sid text NOT NULL,
    id_token text NOT NULL, -- the hint to sign out with
    csrf_token text NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.console_sessions (sid);
CREATE INDEX ON exchange.console_sessions (expires_at);
