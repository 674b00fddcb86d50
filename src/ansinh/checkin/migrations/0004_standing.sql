-- What an account may do and from where, who failed to log in to it, what was noticed about it, and the figures of its look-ups.

ALTER TABLE checkin.accounts
    ADD COLUMN allowed_addresses cidr[] NOT NULL DEFAULT '{}', -- where calls may come from; empty: from anywhere
    ADD COLUMN keeps_calls boolean NOT NULL DEFAULT false, -- the last calls are kept for the facility's developers
    ADD COLUMN tokens_from timestamptz, -- tokens issued earlier are no longer good; NULL: none was called back
    ADD COLUMN failing_since timestamptz; -- start of the hour in which `failures` are counted
COMMENT ON COLUMN checkin.accounts.failures IS 'wrong passwords from origins the account is not known to log in from, since failing_since or the last lock';
COMMENT ON COLUMN checkin.accounts.locked_until IS 'no login until then from origins the account is not known to log in from';

-- Every change of a standing counts this up, so that a process learns with one small read whether what it remembers still holds.
CREATE TABLE checkin.standing_version (
    only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version        bigint NOT NULL
);
INSERT INTO checkin.standing_version (version) VALUES (1);

CREATE TABLE checkin.login_origins (
    username       text NOT NULL REFERENCES checkin.accounts,
    origin         cidr NOT NULL, -- an IPv4 address, or the /64 an IPv6 address is in
    failures       int NOT NULL DEFAULT 0 CHECK (failures >= 0), -- wrong passwords since the last right one or the last lock
    locked_until   timestamptz,
    good_at        timestamptz, -- the last right password, to the hour
    seen_at        timestamptz NOT NULL,
    PRIMARY KEY (username, origin)
);

-- Something about an account that a person in the agency should look at.
CREATE TABLE checkin.alerts (
    alert_no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reason         text NOT NULL CHECK (reason <> ''),
    account        text NOT NULL, -- '' where many accounts are involved
    participant_id bigint, -- where it is about one person
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL CHECK (last_at >= first_at),
    seen           bigint NOT NULL CHECK (seen > 0), -- how many of what the reason counts
    settled_at     timestamptz,
    settled_by     text NOT NULL DEFAULT ''
);
CREATE INDEX alerts_by_time ON checkin.alerts (last_at);
CREATE INDEX alerts_open ON checkin.alerts (last_at) WHERE settled_at IS NULL;

-- Look-ups of a facility on one day of Viet Nam, added up to `rolled_up.until`; later ones are counted when asked for.
CREATE TABLE checkin.daily_lookups (
    day            date NOT NULL,
    facility_code  text NOT NULL,
    key_kind       text NOT NULL,
    lookups        bigint NOT NULL CHECK (lookups > 0),
    PRIMARY KEY (day, facility_code, key_kind)
) WITH (fillfactor = 70);

CREATE TABLE checkin.rolled_up (
    what           text PRIMARY KEY,
    until          timestamptz -- exclusive; NULL: nothing was added up yet
);
INSERT INTO checkin.rolled_up (what) VALUES ('lookups'), ('visits');

-- What was added up, and the look-ups since; a set of rows that every figure starts from.
CREATE FUNCTION checkin.lookups_of_days(first_day date, last_day date, only_facility text)
RETURNS TABLE (day date, facility_code text, key_kind text, lookups bigint) LANGUAGE sql STABLE AS $$
    SELECT d.day, d.facility_code, d.key_kind, d.lookups
    FROM checkin.daily_lookups d
    WHERE d.day BETWEEN $1 AND $2 AND ($3 IS NULL OR d.facility_code = $3)
    UNION ALL
    SELECT ((l.at AT TIME ZONE 'UTC') + interval '7 hours')::date, l.facility_code, l.key_kind, count(*)
    FROM checkin.lookups l
    WHERE l.at >= greatest(($1 - interval '7 hours') AT TIME ZONE 'UTC', (SELECT until FROM checkin.rolled_up WHERE what = 'lookups'))
      AND l.at < ($2 + 1 - interval '7 hours') AT TIME ZONE 'UTC'
      AND ($3 IS NULL OR l.facility_code = $3)
    GROUP BY 1, 2, 3
$$;

-- Visits first told of on that day, by the highest level of evidence (0: none was told).
CREATE TABLE checkin.daily_visits (
    day            date NOT NULL,
    facility_code  text NOT NULL,
    level          smallint NOT NULL CHECK (level BETWEEN 0 AND 6),
    visits         bigint NOT NULL CHECK (visits > 0),
    PRIMARY KEY (day, facility_code, level)
) WITH (fillfactor = 70);
CREATE INDEX submissions_by_time ON checkin.submissions USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
