-- Officers and kiosks a facility asks for, and what became of each request.
ALTER TABLE register.officers
    ADD COLUMN kind         text NOT NULL DEFAULT 'officer' CHECK (kind IN ('officer', 'kiosk')),
    ADD COLUMN requested_at timestamptz, -- NULL: entered without a request
    ADD COLUMN refused_at   timestamptz,
    ADD COLUMN refusal      text NOT NULL DEFAULT '',
    ADD COLUMN withdrawn_at timestamptz,
    DROP CONSTRAINT officers_check; -- a registration withdrawn on its first day ends the day before it
CREATE INDEX officers_waiting ON register.officers (officer_id) WHERE approved_on IS NULL AND refused_at IS NULL AND withdrawn_at IS NULL;
