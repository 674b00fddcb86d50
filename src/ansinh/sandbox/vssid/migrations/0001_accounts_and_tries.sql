-- The stand-in of the agency's old account service: its own schema, shared with nobody.
CREATE SCHEMA sandbox_vssid;

CREATE TABLE sandbox_vssid.accounts (
    number text PRIMARY KEY CHECK (number ~ '^[0-9]{10}$'), -- social-insurance number
    subject uuid NOT NULL UNIQUE, -- stable for the life of the account
    citizen_number text CHECK (citizen_number ~ '^[0-9]{12}$'), -- null: opened before it was asked for
    full_name text NOT NULL,
    birth_date text NOT NULL,
    sex text NOT NULL,
    password_hash text NOT NULL
);

-- Tries by what was typed, whether such an account exists or not: a lock-out tells nobody who has an account.
CREATE TABLE sandbox_vssid.tries (
    typed_sha256 text PRIMARY KEY,
    count integer NOT NULL,
    window_ends_at timestamptz NOT NULL
);
CREATE INDEX ON sandbox_vssid.tries (window_ends_at);
