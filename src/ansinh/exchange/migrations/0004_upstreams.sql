-- Which upstream providers may be used by whom, and when. Rules are only ever added: who may log in how, and who decided it, stays known.
CREATE TABLE exchange.upstream_rules (
    rule_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    upstream text NOT NULL CHECK (upstream ~ '^[A-Z][A-Z0-9_-]{1,31}$'),
    client_id text CHECK (client_id ~ '^[A-Za-z0-9._-]{1,64}$'), -- null: every relying party
    effect text NOT NULL CHECK (effect IN ('allow', 'deny', 'disable', 'enable')),
    since date NOT NULL,
    until date, -- the last day; null: without end
    made_at timestamptz NOT NULL,
    CHECK (until >= since),
    CHECK (client_id IS NULL OR effect IN ('allow', 'deny'))
);

-- A person is asked which provider to log in with.
CREATE TABLE exchange.choices (
    choice_sha256 text PRIMARY KEY,
    browser_sha256 text NOT NULL,
    request jsonb NOT NULL, -- the relying party's request
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON exchange.choices (expires_at);
