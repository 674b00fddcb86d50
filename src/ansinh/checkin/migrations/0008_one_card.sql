-- One card at two places, or proven for two people: when a card was read by our clock, what was found of it, and the figures.

ALTER TABLE checkin.proofs
    ADD COLUMN challenged_at timestamptz, -- when its challenge was given, by our clock; NULL: kept before this was
    ADD COLUMN taken_at timestamptz, -- when the statement came, by our clock
    ADD COLUMN card_sha256 text CHECK (card_sha256 ~ '^[0-9a-f]{64}$'); -- of the file that names the card: the chip's key where it proved itself by it
UPDATE checkin.proofs SET card_sha256 = sod_sha256; -- of earlier ones no other hash was kept
ALTER TABLE checkin.proofs ALTER COLUMN card_sha256 SET NOT NULL;
CREATE INDEX proofs_of_card ON checkin.proofs (card_sha256, proof_no);

-- For the agency to look at. Of whom, a visit says; nothing of a person stands here.
CREATE TABLE checkin.card_findings (
    finding_no     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text NOT NULL CHECK (kind IN ('two_places', 'two_people')),
    found_at       timestamptz NOT NULL,
    earlier_proof  bigint NOT NULL REFERENCES checkin.proofs, -- the one that was kept already
    later_proof    bigint REFERENCES checkin.proofs, -- NULL: its statement was refused
    refused_facility text,
    refused_desk   text,
    seconds_apart  integer CHECK (seconds_apart >= 0), -- at most so many between the two readings
    settled_at     timestamptz,
    settled_by     text,
    conclusion     text CHECK (conclusion IN ('no_fault', 'card_copied', 'earlier_desk', 'later_desk', 'unclear')),
    CHECK ((later_proof IS NULL) = (refused_facility IS NOT NULL) AND (later_proof IS NULL) = (refused_desk IS NOT NULL)),
    CHECK ((kind = 'two_places') = (seconds_apart IS NOT NULL) AND (kind = 'two_people' OR later_proof IS NOT NULL)),
    CHECK ((settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (conclusion IS NULL))
);
CREATE INDEX findings_of_earlier ON checkin.card_findings (earlier_proof);
CREATE INDEX findings_of_later ON checkin.card_findings (later_proof) WHERE later_proof IS NOT NULL;
CREATE INDEX findings_by_day ON checkin.card_findings (found_at);
CREATE INDEX findings_open ON checkin.card_findings (finding_no) WHERE settled_at IS NULL;
CREATE UNIQUE INDEX findings_refused ON checkin.card_findings (earlier_proof, refused_facility, refused_desk)
    WHERE later_proof IS NULL AND settled_at IS NULL; -- a desk that tries again and again is one thing to look at

-- Of the visits proven by chip, those whose data a verification service called genuine too.
ALTER TABLE checkin.daily_visits ADD COLUMN confirmed bigint NOT NULL DEFAULT 0 CHECK (confirmed BETWEEN 0 AND visits);

WITH levels AS (
    SELECT ((v.opened_at AT TIME ZONE 'UTC') + interval '7 hours')::date AS day, v.facility_code,
           (SELECT max(e.level) FROM checkin.evidence e WHERE e.visit_no = v.visit_no) AS level,
           (SELECT max(e.level) FROM checkin.evidence e JOIN checkin.proofs p USING (proof_no)
            WHERE e.visit_no = v.visit_no AND p.stands) AS proven_level
    FROM checkin.visits v
    WHERE v.visit_no IN (SELECT p.visit_no FROM checkin.proofs p WHERE p.stands AND p.confirmed_by IS NOT NULL)
), counted AS (
    SELECT day, facility_code, level, proven_level, count(*) AS visits FROM levels GROUP BY day, facility_code, level, proven_level
)
UPDATE checkin.daily_visits d SET confirmed = LEAST(c.visits, d.visits)
FROM counted c
WHERE d.day = c.day AND d.facility_code = c.facility_code AND d.level = c.level AND d.proven_level = c.proven_level;
