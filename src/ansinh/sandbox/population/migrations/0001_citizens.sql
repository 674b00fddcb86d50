-- What the sandbox's population register knows. It belongs to another institution: nothing of ours reads it.
CREATE SCHEMA sandbox_population;

CREATE TABLE sandbox_population.citizens (
    citizen_number text PRIMARY KEY CHECK (citizen_number ~ '^[0-9]{12}$'),
    full_name      text NOT NULL CHECK (full_name <> ''),
    birth_date     text NOT NULL CHECK (birth_date ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$'), -- as precise as it is known
    sex            text NOT NULL CHECK (sex IN ('male', 'female')),
    deceased_on    date,
    answers        boolean NOT NULL -- false: a question about this person is not answered in any client's patience
);
