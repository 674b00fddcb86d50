-- A finding that somebody has died names the day, which the second officer is shown; forgotten when the case is closed.
ALTER TABLE population.review_opinions
    ADD COLUMN deceased_on date,
    ADD CONSTRAINT review_opinions_death CHECK (deceased_on IS NULL OR finding = 'it_is');
