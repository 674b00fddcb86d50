-- What a comparison of many records with the population register found, on its way into them: the rows of one piece, gone at its end.
CREATE UNLOGGED TABLE register.compared (
    place            bigint NOT NULL, -- the caller's own number of the row
    insurance_number text, -- one of the two says whose row it is
    participant_id   bigint,
    citizen_number   text NOT NULL,
    full_name        text, -- what was compared; NULL where it is not told
    birth_date       text,
    sex              text
);
