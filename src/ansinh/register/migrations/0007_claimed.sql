-- The citizen number that stood in what was compared: a number that was found replaces no other one.
ALTER TABLE register.compared ADD COLUMN claimed_number text; -- '' where there was none; NULL where it is not told
