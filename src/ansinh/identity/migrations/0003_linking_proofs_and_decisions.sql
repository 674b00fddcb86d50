-- Proofs that a link may be made, and what officers decide.

-- An account may be opened at the counter, before anybody has logged in with it.
ALTER TABLE identity.accounts ALTER COLUMN last_login_at DROP NOT NULL;

-- 'agreement': made by itself at a login, as was done before a confirmation was asked for.
ALTER TABLE identity.links ADD COLUMN made_by text NOT NULL DEFAULT 'agreement' CHECK (made_by IN ('agreement', 'confirmation', 'counter'));
ALTER TABLE identity.links ADD COLUMN ended_because text CHECK (ended_because IN ('unlinked', 'moved', 'not_same'));
UPDATE identity.links SET ended_because = 'moved' WHERE ended_at IS NOT NULL;
ALTER TABLE identity.links ADD CHECK ((ended_at IS NULL) = (ended_because IS NULL));
-- A frozen link shows nothing and still keeps everybody else away; an officer and then the person thaw it.
ALTER TABLE identity.links ADD COLUMN frozen_at timestamptz;
ALTER TABLE identity.links ADD COLUMN frozen_because text CHECK ((frozen_because IS NULL) = (frozen_at IS NULL));

ALTER TABLE identity.sessions DROP CONSTRAINT sessions_standing_check;
ALTER TABLE identity.sessions ADD CONSTRAINT sessions_standing_check
    CHECK (standing IN ('linked', 'to_confirm', 'level_too_low', 'no_participation', 'under_review', 'declined'));

-- A login begun for linking or unlinking belongs to the session it was begun from, and dies with it.
ALTER TABLE identity.login_attempts ADD COLUMN purpose text NOT NULL DEFAULT 'login' CHECK (purpose IN ('login', 'link', 'unlink'));
ALTER TABLE identity.login_attempts ADD COLUMN session_hash text REFERENCES identity.sessions ON DELETE CASCADE;
ALTER TABLE identity.login_attempts ADD COLUMN fresh_since timestamptz;
ALTER TABLE identity.login_attempts ADD CHECK ((purpose = 'login') = (session_hash IS NULL));
ALTER TABLE identity.login_attempts ADD CHECK (purpose = 'login' OR fresh_since IS NOT NULL);
CREATE INDEX ON identity.login_attempts (session_hash) WHERE session_hash IS NOT NULL;

-- That the holder of this session has just logged in anew, for this purpose, as this issuer's subject. Taken once.
CREATE TABLE identity.linking_proofs (
    session_hash    text NOT NULL REFERENCES identity.sessions ON DELETE CASCADE,
    purpose         text NOT NULL CHECK (purpose IN ('link', 'unlink')),
    account_id      bigint NOT NULL REFERENCES identity.accounts,
    issuer          text NOT NULL,
    subject         text NOT NULL,
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (session_hash, purpose)
);
CREATE INDEX ON identity.linking_proofs (account_id);
CREATE INDEX ON identity.linking_proofs (expires_at);

-- `facts`: a digest of what did not agree, so that the same is not asked twice and anything new is.
ALTER TABLE identity.cases ADD COLUMN facts text NOT NULL DEFAULT '';
ALTER TABLE identity.cases DROP CONSTRAINT cases_reason_check;
ALTER TABLE identity.cases ADD CONSTRAINT cases_reason_check
    CHECK (reason IN ('name_differs', 'birth_date_differs', 'several_numbers', 'linked_to_other_account', 'linked_to_other_participant',
                      'number_changed', 'deceased'));

CREATE TABLE identity.decisions (
    decision_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id         bigint NOT NULL REFERENCES identity.cases,
    account_id      bigint NOT NULL REFERENCES identity.accounts,
    facts           text NOT NULL,
    verdict         text NOT NULL CHECK (verdict IN ('same_person', 'not_same', 'for_register')),
    participant_id  bigint CHECK ((participant_id IS NOT NULL) = (verdict = 'same_person')),
    moves           boolean NOT NULL, -- a link that exists ends by it, so a second officer has to agree
    explanation     text NOT NULL CHECK (length(explanation) BETWEEN 1 AND 500), -- the person reads it
    officer         text NOT NULL CHECK (officer <> ''),
    decided_at      timestamptz NOT NULL,
    second_officer  text CHECK (second_officer <> officer),
    in_force_at     timestamptz CHECK (in_force_at >= decided_at),
    turned_down_at  timestamptz CHECK (turned_down_at >= decided_at),
    told_at         timestamptz,
    CHECK (turned_down_at IS NULL OR in_force_at IS NULL),
    CHECK (NOT moves OR in_force_at IS NULL OR second_officer IS NOT NULL)
);
CREATE UNIQUE INDEX decisions_one_a_case ON identity.decisions (case_id) WHERE turned_down_at IS NULL;
CREATE INDEX ON identity.decisions (account_id, facts) WHERE in_force_at IS NOT NULL;
CREATE INDEX decisions_promised ON identity.decisions (participant_id) WHERE moves AND in_force_at IS NOT NULL;
