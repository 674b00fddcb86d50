-- Acting for another person: offered by that person, or asked for on behalf of a child or a ward and decided by an officer.
CREATE TABLE identity.grants (
    grant_id                    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference                   text NOT NULL UNIQUE,
    kind                        text NOT NULL CHECK (kind IN ('given', 'minor', 'guardian')),
    state                       text NOT NULL CHECK (state IN ('offered', 'requested', 'active', 'refused', 'ended')),
    participant_id              bigint, -- who is represented; for a request null until an officer has found out
    representative_account_id   bigint REFERENCES identity.accounts, -- null while an offer waits for somebody to take it
    offered_to                  text CHECK (offered_to ~ '^[0-9]{12}$'), -- citizen number an offer waits for; forgotten when it is answered
    offered_name                text,
    wanted_number               text CHECK (wanted_number ~ '^([0-9]{10}|[0-9]{12})$'), -- whom a request names; forgotten when it is decided
    wanted_name                 text,
    wanted_birth_date           text,
    scopes                      text[] NOT NULL CHECK (cardinality(scopes) > 0),
    first_day                   date NOT NULL,
    last_day                    date NOT NULL CHECK (last_day >= first_day),
    asked_at                    timestamptz NOT NULL,
    decided_at                  timestamptz,
    decided_by                  text,
    reason                      text,
    ended_at                    timestamptz,
    CHECK ((state = 'offered') = (offered_to IS NOT NULL)),
    CHECK ((state = 'requested') = (wanted_number IS NOT NULL)),
    CHECK (state <> 'active' OR (participant_id IS NOT NULL AND representative_account_id IS NOT NULL))
);
CREATE INDEX ON identity.grants (representative_account_id);
CREATE INDEX ON identity.grants (participant_id);
CREATE INDEX ON identity.grants (offered_to) WHERE offered_to IS NOT NULL;
CREATE INDEX ON identity.grants (asked_at) WHERE state = 'requested';
CREATE UNIQUE INDEX grants_one_active ON identity.grants (participant_id, representative_account_id) WHERE state = 'active';
