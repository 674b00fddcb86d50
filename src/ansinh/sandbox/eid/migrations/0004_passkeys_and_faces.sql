-- Passkeys, and how far an account was proofed. Portraits are not kept: they are drawn again whenever one is needed.

-- Decree 69/2024/ND-CP: level 1 after an automatic comparison with the population database, level 2 after the person came and their
-- portrait and fingerprints were verified. The account's level follows from these days and from nothing else.
ALTER TABLE sandbox_eid.accounts ADD COLUMN compared_on date, ADD COLUMN seen_on date;
UPDATE sandbox_eid.accounts SET compared_on = '2024-07-01', seen_on = CASE WHEN account_level = 2 THEN date '2024-07-01' END;
ALTER TABLE sandbox_eid.accounts
    ALTER COLUMN compared_on SET NOT NULL,
    ADD CHECK (account_level = CASE WHEN seen_on IS NULL THEN 1 ELSE 2 END),
    ADD CHECK (seen_on >= compared_on);

CREATE TABLE sandbox_eid.passkeys (
    credential_id bytea PRIMARY KEY CHECK (octet_length(credential_id) BETWEEN 1 AND 1023), -- WebAuthn 3, 4: at most 1023 bytes
    passkey_id uuid NOT NULL UNIQUE, -- what forms call it
    username text NOT NULL REFERENCES sandbox_eid.accounts ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    public_key bytea NOT NULL, -- COSE
    sign_count bigint NOT NULL CHECK (sign_count >= 0),
    made_at timestamptz NOT NULL,
    last_used_at timestamptz,
    set_aside_at timestamptz -- its counter went back, so somebody may have copied it: it opens nothing any more
);
CREATE INDEX ON sandbox_eid.passkeys (username);

-- What an authenticator has to sign: one at a time for an open login or for an app, taken by the first answer, right or wrong.
CREATE TABLE sandbox_eid.passkey_challenges (
    bound_sha256 text PRIMARY KEY,
    challenge bytea NOT NULL CHECK (octet_length(challenge) = 32),
    name text, -- what the passkey that is being made will be called; none when logging in
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_eid.passkey_challenges (expires_at);
