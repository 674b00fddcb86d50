-- Two states of a card beside revoked and reduced: held (taken away because somebody else used it) and locked (barred by the agency).
ALTER TABLE register.cards DROP CONSTRAINT cards_state_check;
ALTER TABLE register.cards ADD CONSTRAINT cards_state_check
    CHECK (state IN ('valid', 'revoked', 'held', 'locked', 'reduced', 'reduced_moved_out', 'reduced_moved_within', 'reduced_readded',
                     'reduced_stopped'));
