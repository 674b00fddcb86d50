CREATE SCHEMA identity;

-- An electronic identity that has logged in here. Keyed on who says so and what they call the person (OpenID Connect Core 2: only iss
-- and sub together are stable), never on the citizen number, an e-mail address or a telephone number.
CREATE TABLE identity.accounts (
    account_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer          text NOT NULL CHECK (issuer <> ''),
    subject         text NOT NULL CHECK (subject <> '' AND length(subject) <= 255),
    citizen_number  text NOT NULL CHECK (citizen_number ~ '^[0-9]{12}$'),
    full_name       text NOT NULL CHECK (full_name <> ''),
    birth_date      text NOT NULL CHECK (birth_date ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$'),
    opened_at       timestamptz NOT NULL,
    last_login_at   timestamptz NOT NULL,
    UNIQUE (issuer, subject)
);
CREATE INDEX ON identity.accounts (citizen_number);

-- The account and the participant are one person. Kept when a later login raises a doubt: the session of that login sees nothing,
-- and nobody else can be linked meanwhile.
CREATE TABLE identity.links (
    link_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id      bigint NOT NULL REFERENCES identity.accounts,
    participant_id  bigint NOT NULL,
    linked_at       timestamptz NOT NULL,
    ended_at        timestamptz CHECK (ended_at >= linked_at)
);
CREATE UNIQUE INDEX links_one_per_account ON identity.links (account_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX links_one_per_participant ON identity.links (participant_id) WHERE ended_at IS NULL;

CREATE TABLE identity.cases (
    case_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference       text NOT NULL UNIQUE,
    account_id      bigint NOT NULL REFERENCES identity.accounts,
    reason          text NOT NULL CHECK (reason IN ('name_differs', 'birth_date_differs', 'several_numbers', 'linked_to_other_account',
                                                    'linked_to_other_participant', 'deceased')),
    participant_ids bigint[] NOT NULL,
    opened_at       timestamptz NOT NULL,
    closed_at       timestamptz CHECK (closed_at >= opened_at),
    outcome         text CHECK ((outcome IS NULL) = (closed_at IS NULL))
);
CREATE UNIQUE INDEX cases_one_open_per_reason ON identity.cases (account_id, reason) WHERE closed_at IS NULL;
CREATE INDEX cases_open ON identity.cases (opened_at) WHERE closed_at IS NULL;

-- A login under way: the state and the browser's secret only as hashes, so that reading this table lets nobody finish a login.
CREATE TABLE identity.login_attempts (
    state_hash      text PRIMARY KEY CHECK (state_hash ~ '^[0-9a-f]{64}$'),
    browser_hash    text NOT NULL CHECK (browser_hash ~ '^[0-9a-f]{64}$'),
    nonce           text NOT NULL,
    code_verifier   text NOT NULL,
    started_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL CHECK (expires_at > started_at)
);
CREATE INDEX ON identity.login_attempts (expires_at);

-- A login that did not succeed, so that the reference code on the page means something to whoever is asked about it. No person in it.
CREATE TABLE identity.login_problems (
    reference       text PRIMARY KEY,
    failure         text NOT NULL CHECK (failure <> ''),
    at              timestamptz NOT NULL
);
CREATE INDEX ON identity.login_problems (at);

CREATE TABLE identity.sessions (
    token_hash              text PRIMARY KEY CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    account_id              bigint NOT NULL REFERENCES identity.accounts,
    participant_id          bigint,
    standing                text NOT NULL CHECK (standing IN ('linked', 'level_too_low', 'no_participation', 'under_review')),
    account_level           int NOT NULL CHECK (account_level BETWEEN 0 AND 2),
    authentication_level    int NOT NULL CHECK (authentication_level BETWEEN 0 AND 4),
    auth_time               timestamptz,
    csrf_token              text NOT NULL,
    id_token                text NOT NULL,
    started_at              timestamptz NOT NULL,
    last_seen_at            timestamptz NOT NULL CHECK (last_seen_at >= started_at),
    CHECK ((participant_id IS NOT NULL) = (standing = 'linked'))
);
CREATE INDEX ON identity.sessions (participant_id) WHERE participant_id IS NOT NULL;
CREATE INDEX ON identity.sessions (last_seen_at);
