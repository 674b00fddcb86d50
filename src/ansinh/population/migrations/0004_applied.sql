-- Which runs were brought into the register, and how far each has come. No person in it.
CREATE TABLE population.applied (
    fingerprint    text NOT NULL CHECK (fingerprint <> ''), -- of the run's files
    records        text NOT NULL CHECK (records IN ('insurance-numbers', 'participants')),
    with_assigned  boolean NOT NULL,
    source         text NOT NULL CHECK (source <> ''),
    run_at         timestamptz NOT NULL, -- an older run is not brought in after a newer one
    rows_total     bigint NOT NULL,
    rows_done      bigint NOT NULL DEFAULT 0 CHECK (rows_done BETWEEN 0 AND rows_total), -- of the verdicts, in their order
    counts         jsonb NOT NULL DEFAULT '{}', -- what became of them
    began_at       timestamptz NOT NULL,
    complete_at    timestamptz,
    PRIMARY KEY (fingerprint, records, with_assigned),
    CHECK (complete_at IS NULL OR rows_done = rows_total)
);
