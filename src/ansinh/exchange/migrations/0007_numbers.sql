-- Whether a known person comes back with another citizen number. A hash, bound to issuer and subject: enough to see a change, and
-- no index of who has which number. None for people who were introduced and have not come yet.
ALTER TABLE exchange.people ADD COLUMN number_sha256 text CHECK (number_sha256 ~ '^[0-9a-f]{64}$');
