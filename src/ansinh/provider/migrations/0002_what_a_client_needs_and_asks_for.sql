-- What a relying party needs where a request names no level, what it asks for, whether and for how long people consent, and whether
-- its last logins are kept, masked, for its developers.
ALTER TABLE provider.clients
    ADD COLUMN default_acr_values text[] NOT NULL DEFAULT '{}',
    ADD COLUMN purpose text NOT NULL DEFAULT '',
    ADD COLUMN purpose_en text NOT NULL DEFAULT '',
    ADD COLUMN consent_days int CHECK (consent_days BETWEEN 0 AND 3650), -- null: an authority that acts by law and does not ask
    ADD COLUMN traced boolean NOT NULL DEFAULT false;
