-- Visits: who came, how we know, what the facility said and was answered. No foreign keys to other schemas.

-- One row for a visit, as its newest statement tells it. The facility's own visit_id (MA_LK) names it, within that facility.
CREATE TABLE checkin.visits (
    visit_no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    facility_code  text NOT NULL,
    visit_id       text NOT NULL CHECK (length(visit_id) BETWEEN 1 AND 100),
    participant_id bigint, -- NULL: what the facility told leads to nobody of that name and birth date
    category       text NOT NULL DEFAULT '', -- MA_DOITUONG_KCB
    care_kind      text NOT NULL DEFAULT '', -- MA_LOAI_KCB
    arrived_at     timestamptz NOT NULL,
    admitted_at    timestamptz,
    opened_at      timestamptz NOT NULL, -- when we were first told
    ended_at       timestamptz,
    UNIQUE (facility_code, visit_id)
);
CREATE INDEX visits_of_participant ON checkin.visits (participant_id, arrived_at) WHERE participant_id IS NOT NULL;
CREATE INDEX visits_of_facility ON checkin.visits (facility_code, opened_at, visit_no);

-- What came in one request and was taken, and the reply to it, so that a repeat is answered with the same bytes.
CREATE TABLE checkin.submissions (
    submission_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    facility_code  text NOT NULL,
    account        text NOT NULL,
    interface      text NOT NULL,
    at             timestamptz NOT NULL,
    content_sha256 text NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    file           bytea, -- the file as it came, with its signature; NULL for our own interface
    reply          bytea NOT NULL
);
CREATE INDEX submissions_by_content ON checkin.submissions (facility_code, content_sha256, submission_no);

-- What a submission says about one visit. Of statements of one act the newest counts; the older ones stay.
CREATE TABLE checkin.statements (
    statement_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    visit_no       bigint NOT NULL REFERENCES checkin.visits,
    submission_no  bigint NOT NULL REFERENCES checkin.submissions,
    act            text NOT NULL CHECK (act IN ('check_in', 'open', 'evidence', 'end')),
    content_sha256 text NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    content        jsonb NOT NULL
);
CREATE INDEX statements_of_visit ON checkin.statements (visit_no, act, statement_no);

-- That a check was done, by what, when, where and by whom; nothing of what it read.
CREATE TABLE checkin.evidence (
    evidence_no    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    visit_no       bigint NOT NULL REFERENCES checkin.visits,
    at             timestamptz NOT NULL,
    level          smallint NOT NULL CHECK (level BETWEEN 1 AND 6), -- typed, QR, VNeID, chip read, chip authenticated, chip and face
    source         text NOT NULL CHECK (source IN ('QR_CCCD', 'CHIP_CCCD', 'VNEID_APP', 'DICH_VU_XAC_THUC', 'TRA_CUU_BHXH', 'NHAP_TAY')),
    device         text NOT NULL DEFAULT '',
    officer_id     bigint -- the register's number
);
CREATE INDEX evidence_of_visit ON checkin.evidence (visit_no);

-- Look-ups made for a visit; what was answered beyond the code is not kept twice.
CREATE TABLE checkin.visit_lookups (
    visit_no       bigint NOT NULL REFERENCES checkin.visits,
    at             timestamptz NOT NULL,
    moment         text NOT NULL CHECK (moment IN ('arrival', 'during', 'closing')),
    code           text NOT NULL
);
CREATE INDEX lookups_of_visit ON checkin.visit_lookups (visit_no, at);

-- That the gateway could not be reached when the visit needed it.
CREATE TABLE checkin.outages (
    visit_no       bigint NOT NULL REFERENCES checkin.visits,
    since          timestamptz NOT NULL,
    error_code     text NOT NULL,
    attempts       int NOT NULL CHECK (attempts >= 1),
    told_at        timestamptz NOT NULL,
    PRIMARY KEY (visit_no, since)
);
