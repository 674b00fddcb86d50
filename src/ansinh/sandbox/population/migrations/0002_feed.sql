-- What happened to citizens, numbered without a gap, as it is told to those who follow it; and what goes wrong when it is told.
ALTER TABLE sandbox_population.citizens
    ADD COLUMN state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'replaced', 'cancelled', 'merged'));

CREATE TABLE sandbox_population.changes (
    seq            bigint PRIMARY KEY CHECK (seq > 0),
    body           jsonb NOT NULL
);

-- Each row spoils so many answers of the feed, then it is gone.
CREATE TABLE sandbox_population.feed_troubles (
    trouble        text PRIMARY KEY CHECK (trouble IN ('again', 'gap', 'wrong_signature', 'slow', 'unavailable')),
    times          int NOT NULL CHECK (times > 0)
);
