-- What people agreed to, what was sent about them to whom, and since when a session has not been used.

ALTER TABLE exchange.sessions
    ADD COLUMN opened_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN address text NOT NULL DEFAULT '', -- these three are told of accounts of level 2 alone; empty where the provider is silent
    ADD COLUMN phone text NOT NULL DEFAULT '',
    ADD COLUMN email text NOT NULL DEFAULT '';
ALTER TABLE exchange.sessions
    ALTER COLUMN opened_at DROP DEFAULT,
    ALTER COLUMN last_used_at DROP DEFAULT;

-- A request that waits for the person's answer. Bound to their session; answered once.
CREATE TABLE exchange.consent_asks (
    ask_sha256 text PRIMARY KEY,
    session_id uuid NOT NULL,
    request jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.consent_asks (expires_at);

-- A consent is given once and ends: by time, or because the person withdrew it. It is never widened; more is asked for anew.
CREATE TABLE exchange.consents (
    consent_id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES exchange.people ON DELETE CASCADE,
    client_id text NOT NULL,
    client_name text NOT NULL, -- as the person saw it
    purpose text NOT NULL, -- the same: a consent to one purpose is none to another
    purpose_en text NOT NULL,
    claims text[] NOT NULL CHECK (cardinality(claims) > 0),
    given_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > given_at),
    withdrawn_at timestamptz
);
CREATE INDEX ON exchange.consents (person_id, client_id);
CREATE INDEX ON exchange.consents (expires_at);

-- Each time something was said about a person, in words the person's own page can show. The audit log has the same, sealed.
CREATE TABLE exchange.uses (
    use_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id uuid NOT NULL,
    session_id uuid NOT NULL,
    client_id text NOT NULL,
    client_name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('login', 'userinfo', 'refresh')),
    basis text NOT NULL CHECK (basis IN ('consent', 'law')),
    claims text[] NOT NULL,
    upstream text NOT NULL, -- code of the provider that vouched for the person
    account_level smallint NOT NULL,
    authentication_level smallint NOT NULL,
    used_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.uses (person_id, used_at);
CREATE INDEX ON exchange.uses USING brin (used_at);
