-- Desks whose keys sign what they read of a chip, the challenges they are given, and evidence that such a statement proves.

CREATE TABLE checkin.desks (
    facility_code  text NOT NULL,
    desk_id        text NOT NULL CHECK (desk_id ~ '^[A-Za-z0-9_-]{43}$'), -- RFC 7638 thumbprint of the key
    name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    public_key     jsonb NOT NULL, -- JWK
    registered_by  bigint NOT NULL, -- the register's number of the officer
    registered_at  timestamptz NOT NULL,
    closed_at      timestamptz, -- for good: a desk that comes back has a new key
    PRIMARY KEY (facility_code, desk_id)
);

-- A challenge itself is not kept before it is used: whoever reads this table cannot answer for a desk.
CREATE TABLE checkin.challenges (
    challenge_sha256 text PRIMARY KEY CHECK (challenge_sha256 ~ '^[0-9a-f]{64}$'),
    facility_code  text NOT NULL,
    desk_id        text NOT NULL,
    issued_at      timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL, -- exclusive
    used_at        timestamptz,
    FOREIGN KEY (facility_code, desk_id) REFERENCES checkin.desks
);
CREATE INDEX challenges_by_time ON checkin.challenges (expires_at);

-- What is kept of a statement: what was checked and how it ended, by which desk, of which card; nothing that the card says of a person.
CREATE TABLE checkin.proofs (
    proof_no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    visit_no       bigint NOT NULL REFERENCES checkin.visits,
    facility_code  text NOT NULL,
    desk_id        text NOT NULL,
    statement_sha256 text NOT NULL CHECK (statement_sha256 ~ '^[0-9a-f]{64}$'),
    jti            text NOT NULL,
    challenge      text NOT NULL, -- used up
    subject        text NOT NULL, -- the citizen number under the challenge: whether a correction still speaks of the same person
    participant_id bigint, -- whom the visit was of
    stands         boolean NOT NULL DEFAULT true, -- false while the visit is said to be another person's
    level          smallint NOT NULL CHECK (level IN (4, 5)),
    policy         text NOT NULL,
    access         text NOT NULL CHECK (access IN ('pace_can', 'pace_mrz', 'bac')),
    checks         jsonb NOT NULL, -- [[name, outcome, reason], ...]
    sod_sha256     text NOT NULL CHECK (sod_sha256 ~ '^[0-9a-f]{64}$'),
    made_at        timestamptz NOT NULL, -- by the desk's clock
    FOREIGN KEY (facility_code, desk_id) REFERENCES checkin.desks,
    UNIQUE (visit_no, statement_sha256)
);
CREATE INDEX proofs_of_desk ON checkin.proofs (facility_code, desk_id, made_at);

ALTER TABLE checkin.evidence ADD COLUMN proof_no bigint UNIQUE REFERENCES checkin.proofs; -- NULL: the facility says so
ALTER TABLE checkin.visit_lookups ADD COLUMN proven_level smallint; -- what a chip had proven of the person by then; NULL: nothing
CREATE INDEX lookups_by_chip ON checkin.visit_lookups (at) WHERE proven_level IS NOT NULL;

ALTER TABLE checkin.daily_visits
    ADD COLUMN proven_level smallint NOT NULL DEFAULT 0 CHECK (proven_level BETWEEN 0 AND 6), -- 0: nothing is proven
    DROP CONSTRAINT daily_visits_pkey,
    ADD PRIMARY KEY (day, facility_code, level, proven_level);

-- Look-ups made for visits where a chip had proven who was there, added up with the visits.
CREATE TABLE checkin.daily_chip_lookups (
    day            date NOT NULL,
    facility_code  text NOT NULL,
    lookups        bigint NOT NULL CHECK (lookups > 0),
    PRIMARY KEY (day, facility_code)
) WITH (fillfactor = 70);
