-- What was changed in a record after it was entered: from what to what, since when, by whom and why. Rows are only ever added.
CREATE TABLE register.history (
    history_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(), -- numbers become visible out of order: who follows the history goes by this
    participant_id bigint NOT NULL REFERENCES register.participants,
    field          text NOT NULL CHECK (field IN ('full_name', 'birth_date', 'sex', 'residence', 'deceased_on', 'citizen_number',
                                                  'social_insurance_number', 'cover')),
    old_value      text, -- NULL: there was none
    new_value      text, -- NULL: there is none any more
    since          date NOT NULL, -- the day from which the new value counts
    changed_at     timestamptz NOT NULL,
    changed_by     text NOT NULL CHECK (changed_by <> ''),
    because        text NOT NULL CHECK (because ~ '^[a-z][a-z_]{2,49}$'),
    source         text NOT NULL DEFAULT '', -- number of the change at whoever told of it, reference of the case, ...
    CHECK (old_value IS DISTINCT FROM new_value)
);
CREATE INDEX history_by_participant ON register.history (participant_id, history_id);

-- Where somebody lived and lives. A code means the province it meant on first_day: many mean another one since 1 July 2025.
CREATE TABLE register.residences (
    residence_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participant_id bigint NOT NULL REFERENCES register.participants,
    province_code  text NOT NULL CHECK (province_code ~ '^([0-9]{3})?$'), -- empty: known from an address alone
    ward_code      text NOT NULL DEFAULT '' CHECK (ward_code ~ '^([0-9A-Z]{5})?$'),
    ward_name      text NOT NULL DEFAULT '',
    address        text NOT NULL DEFAULT '',
    first_day      date, -- NULL: unknown
    last_day       date CHECK (last_day >= first_day)
);
CREATE UNIQUE INDEX residences_now ON register.residences (participant_id) WHERE last_day IS NULL;
CREATE INDEX residences_by_participant ON register.residences (participant_id, residence_id);

-- Wards, communes and special zones with their days, as they were loaded: the register comes with none.
CREATE TABLE register.wards (
    ward_code      text NOT NULL CHECK (ward_code ~ '^[0-9A-Z]{5}$'),
    name           text NOT NULL CHECK (name <> ''),
    kind           text NOT NULL CHECK (kind IN ('ward', 'commune', 'town', 'special_zone')),
    province_code  text NOT NULL CHECK (province_code ~ '^[0-9]{3}$'),
    first_day      date NOT NULL,
    last_day       date CHECK (last_day >= first_day),
    became         text NOT NULL DEFAULT '' CHECK (became ~ '^([0-9A-Z]{5})?$'), -- the one that most of it went into
    source         text NOT NULL CHECK (source <> ''), -- whose list it stood in
    PRIMARY KEY (ward_code, first_day)
);
CREATE INDEX wards_by_province ON register.wards (province_code, first_day);

-- People without a citizen number are looked for by their birth date when somebody is issued a first one.
CREATE INDEX participants_by_birth_date ON register.participants (birth_date);
