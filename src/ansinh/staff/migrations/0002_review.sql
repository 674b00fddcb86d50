-- A role for the review desk: cases that a verification against the population register left for people.
ALTER TABLE staff.accounts DROP CONSTRAINT accounts_roles_check;
ALTER TABLE staff.accounts ADD CONSTRAINT accounts_roles_check
    CHECK (roles <@ ARRAY['officers', 'alerts', 'figures', 'cases', 'administration', 'review']);
