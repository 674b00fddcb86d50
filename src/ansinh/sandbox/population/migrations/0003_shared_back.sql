-- Insurance records that the social-security agency shares: by file, then change by change. What arrived, and what it adds up to.
CREATE TABLE sandbox_population.shares (
    share_id       text PRIMARY KEY,
    manifest       bytea NOT NULL,
    completed_at   timestamptz
);

CREATE TABLE sandbox_population.share_chunks (
    share_id       text NOT NULL REFERENCES sandbox_population.shares,
    number         int NOT NULL,
    row_count      bigint NOT NULL,
    sha256         text NOT NULL,
    received_at    timestamptz NOT NULL,
    PRIMARY KEY (share_id, number)
);

-- Lines of a share that is not complete yet.
CREATE TABLE sandbox_population.share_lines (
    social_insurance_number text NOT NULL CHECK (social_insurance_number ~ '^[0-9]{10}$'),
    citizen_number text NOT NULL CHECK (citizen_number ~ '^[0-9]{12}$'),
    card_number    text,
    first_day      date,
    last_day       date,
    facility_code  text,
    state          text NOT NULL CHECK (state IN ('insured', 'not_insured', 'deceased', 'ended')),
    share_id       text NOT NULL DEFAULT '' -- set by whoever copies lines in
);
CREATE INDEX share_lines_by_share ON sandbox_population.share_lines (share_id);

CREATE TABLE sandbox_population.insured (
    social_insurance_number text PRIMARY KEY,
    citizen_number text NOT NULL,
    card_number    text NOT NULL,
    first_day      date,
    last_day       date,
    facility_code  text NOT NULL,
    state          text NOT NULL,
    seq            bigint NOT NULL -- the change it stands at, or the cursor of the share it came with
);

-- How far the agency's feed is kept here: one row.
CREATE TABLE sandbox_population.feed_position (
    one_row        boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    seq            bigint NOT NULL DEFAULT 0,
    chain          text NOT NULL DEFAULT repeat('0', 64)
);
INSERT INTO sandbox_population.feed_position DEFAULT VALUES;
