-- Signing keys and when each signs. The private half is sealed (AES-256-GCM) under a key file outside of the database, and is erased
-- when the key no longer signs; the public half stays. Rows are never taken away: which key signed when can be asked years later.
CREATE TABLE provider.signing_keys (
    issuer text NOT NULL,
    kid text NOT NULL,
    public_jwk jsonb NOT NULL,
    sealed bytea,
    announced_at timestamptz NOT NULL,
    signs_from timestamptz NOT NULL CHECK (signs_from >= announced_at),
    revoked_at timestamptz,
    PRIMARY KEY (issuer, kid)
);
