-- What was shared of each insurance record, the feed of what changed since, shares by file, and what recipients acknowledged.
CREATE SCHEMA sharing;

-- The newest state of each record as it goes out. seq: number of its last change in the feed, 0 for those of the beginning.
CREATE TABLE sharing.records (
    social_insurance_number text PRIMARY KEY,
    participant_id bigint NOT NULL,
    citizen_number text NOT NULL,
    card_number    text NOT NULL,
    first_day      text NOT NULL,
    last_day       text NOT NULL,
    facility_code  text NOT NULL,
    state          text NOT NULL CHECK (state IN ('insured', 'not_insured', 'deceased', 'ended')),
    seq            bigint NOT NULL
);
CREATE INDEX records_by_participant ON sharing.records (participant_id);

CREATE TABLE sharing.feed (
    seq            bigint PRIMARY KEY,
    participant_id bigint NOT NULL,
    social_insurance_number text NOT NULL,
    citizen_number text NOT NULL,
    card_number    text NOT NULL,
    first_day      text NOT NULL,
    last_day       text NOT NULL,
    facility_code  text NOT NULL,
    state          text NOT NULL,
    chain          text NOT NULL CHECK (chain ~ '^[0-9a-f]{64}$'),
    made_at        timestamptz NOT NULL
);

-- How far the register has been followed: one row. NULL history_until: not begun.
CREATE TABLE sharing.position (
    one_row        boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    history_until  xid8,
    swept_until    bigint NOT NULL DEFAULT 0,
    seq            bigint NOT NULL DEFAULT 0,
    chain          text NOT NULL DEFAULT repeat('0', 64)
);
INSERT INTO sharing.position DEFAULT VALUES;

CREATE TABLE sharing.shares (
    share_id       text PRIMARY KEY,
    recipient      text NOT NULL,
    purpose        text NOT NULL,
    cursor         bigint NOT NULL,
    row_count      bigint NOT NULL,
    digest         text NOT NULL,
    made_at        timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    completed_at   timestamptz, -- NULL: not all of it is acknowledged
    receipt        text NOT NULL DEFAULT '' -- the recipient's signed receipt of the whole, as it came
);

CREATE TABLE sharing.chunks (
    share_id       text NOT NULL REFERENCES sharing.shares,
    number         int NOT NULL CHECK (number >= 1),
    row_count      bigint NOT NULL,
    sha256         text NOT NULL,
    receipt        text NOT NULL DEFAULT '', -- empty: not acknowledged
    PRIMARY KEY (share_id, number)
);

CREATE TABLE sharing.receipts (
    recipient      text NOT NULL,
    cursor         bigint NOT NULL,
    agrees         boolean NOT NULL,
    received_at    timestamptz NOT NULL,
    PRIMARY KEY (recipient, cursor, agrees)
);

-- Where lines of the register are compared with what was shared; one at a time, emptied by each. Nothing here outlives a crash.
CREATE UNLOGGED TABLE sharing.incoming (
    participant_id bigint NOT NULL,
    social_insurance_number text NOT NULL,
    citizen_number text NOT NULL,
    card_number    text NOT NULL,
    first_day      text NOT NULL,
    last_day       text NOT NULL,
    facility_code  text NOT NULL,
    state          text NOT NULL
);
