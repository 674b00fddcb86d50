-- The exchange's own number of the session, so that its word that the session is over ends the right one.
ALTER TABLE identity.sessions ADD COLUMN sid text NOT NULL DEFAULT '';
CREATE INDEX ON identity.sessions (sid) WHERE sid <> '';

-- Numbers of logout tokens, which count once.
CREATE TABLE identity.logout_tokens (
    jti_hash    text PRIMARY KEY CHECK (jti_hash ~ '^[0-9a-f]{64}$'),
    expires_at  timestamptz NOT NULL
);
CREATE INDEX ON identity.logout_tokens (expires_at);
