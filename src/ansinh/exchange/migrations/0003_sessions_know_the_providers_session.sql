-- The provider's own number of the session, so that its word that the session is over ends the right one.
ALTER TABLE exchange.sessions ADD COLUMN upstream_sid text NOT NULL DEFAULT '';
CREATE INDEX ON exchange.sessions (upstream_sid) WHERE upstream_sid <> '';
