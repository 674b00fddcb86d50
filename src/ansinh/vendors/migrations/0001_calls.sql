-- What developers of hospital software need: their test facilities and the last calls of their clients, without the people in them.
CREATE SCHEMA vendors;

CREATE TABLE vendors.facilities (
    facility_code  text PRIMARY KEY CHECK (facility_code ~ '^99[0-9]{3}$'), -- a range that no real facility has
    name           text NOT NULL,
    contact        text NOT NULL,
    form           text NOT NULL UNIQUE, -- the form it was registered with: sent twice, it registers once
    registered_at  timestamptz NOT NULL
);

-- A ring: the recorder prunes in the transaction that inserts. Never holds what was sent, only what it looked like.
CREATE TABLE vendors.calls (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account    text NOT NULL,
    is_proven  boolean NOT NULL, -- false: the call only claims to be the account's
    at         timestamptz NOT NULL,
    kept       jsonb NOT NULL
);
CREATE INDEX calls_of_account ON vendors.calls (account, number);

CREATE TABLE vendors.scenarios (
    account   text NOT NULL,
    scenario  text NOT NULL,
    first_at  timestamptz NOT NULL,
    PRIMARY KEY (account, scenario)
);

-- Calls that came faster than they could be kept.
CREATE TABLE vendors.dropped (
    account  text PRIMARY KEY,
    calls    bigint NOT NULL CHECK (calls > 0),
    last_at  timestamptz NOT NULL
);
