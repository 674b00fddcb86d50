-- Questions about single people, for a day: enough to slow down whoever guesses. A number stands as a keyed hash, a name not at all.
CREATE TABLE population.questions (
    reference   text PRIMARY KEY CHECK (reference <> ''),
    asker       text NOT NULL CHECK (asker <> ''), -- kind and id of the actor
    purpose     text NOT NULL CHECK (purpose <> ''),
    number_mark bytea NOT NULL CHECK (length(number_mark) = 16),
    asked_at    timestamptz NOT NULL
);
CREATE INDEX questions_by_asker ON population.questions (asker, asked_at);
CREATE INDEX questions_by_number ON population.questions (asker, number_mark, asked_at);
CREATE INDEX questions_by_time ON population.questions (asked_at);
