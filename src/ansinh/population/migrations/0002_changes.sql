-- How far the population register's feed of changes was followed, and what became of each change.
CREATE TABLE population.feed (
    there_is_one   boolean PRIMARY KEY DEFAULT true CHECK (there_is_one),
    seq            bigint NOT NULL DEFAULT 0 CHECK (seq >= 0), -- the last change that was taken
    last           bigint NOT NULL DEFAULT 0, -- the newest there is, as the feed said at asked_at
    asked_at       timestamptz,
    stopped_code   text, -- NULL: it goes on
    stopped_at     timestamptz,
    CHECK ((stopped_code IS NULL) = (stopped_at IS NULL))
);
INSERT INTO population.feed DEFAULT VALUES;

CREATE TABLE population.changes (
    seq            bigint PRIMARY KEY CHECK (seq > 0),
    kind           text NOT NULL,
    outcome        text NOT NULL CHECK (outcome IN ('applied', 'already', 'not_participant', 'waiting', 'left_open')),
    code           text NOT NULL DEFAULT '', -- why it was left open
    participant_id bigint,
    told_at        timestamptz, -- when the population register entered it; NULL for one that cannot be read
    taken_at       timestamptz NOT NULL
);
CREATE INDEX changes_by_day ON population.changes (taken_at);

-- What a person has to decide: a change that contradicts the register, or a linking case that officers passed on to it.
CREATE TABLE population.problems (
    problem_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source         text NOT NULL CHECK (source IN ('change', 'linking')),
    source_key     text NOT NULL, -- number of the change, reference of the linking case
    kind           text NOT NULL,
    code           text NOT NULL,
    participant_ids bigint[] NOT NULL,
    body           jsonb, -- the change as it was told; gone when it is settled
    case_references text[] NOT NULL DEFAULT '{}', -- cases opened at the review desk
    opened_at      timestamptz NOT NULL,
    tried_at       timestamptz NOT NULL,
    settled_at     timestamptz,
    settled_because text NOT NULL DEFAULT '',
    UNIQUE (source, source_key),
    CHECK (settled_at IS NULL OR body IS NULL)
);
CREATE INDEX problems_open ON population.problems (tried_at, problem_id) WHERE settled_at IS NULL;

-- Children whose birth was told: they wait for somebody to enrol them.
CREATE TABLE population.births (
    birth_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seq            bigint NOT NULL UNIQUE,
    citizen_number text NOT NULL CHECK (citizen_number ~ '^[0-9]{12}$'),
    full_name      text NOT NULL,
    birth_date     text NOT NULL,
    sex            text NOT NULL CHECK (sex IN ('male', 'female')),
    registered_on  date NOT NULL,
    mother_name    text NOT NULL DEFAULT '',
    mother_id      bigint, -- the parent's own insurance record, found by citizen number and name; NULL: none found
    father_name    text NOT NULL DEFAULT '',
    father_id      bigint,
    state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'enrolled', 'dropped')),
    participant_id bigint, -- the child's record, once there is one
    closed_because text NOT NULL DEFAULT '',
    noted_at       timestamptz NOT NULL,
    closed_at      timestamptz,
    CHECK ((state = 'waiting') = (closed_at IS NULL)),
    CHECK ((state = 'enrolled') = (participant_id IS NOT NULL))
);
CREATE UNIQUE INDEX births_waiting ON population.births (citizen_number) WHERE state = 'waiting';
