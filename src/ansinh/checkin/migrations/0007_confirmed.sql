-- Which verification service confirmed what a desk stated, where one did.

ALTER TABLE checkin.proofs
    ADD COLUMN confirmed_by text CHECK (length(confirmed_by) BETWEEN 1 AND 200); -- as it calls itself; NULL: the desk alone says so
