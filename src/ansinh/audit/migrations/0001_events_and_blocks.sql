CREATE SCHEMA audit;

-- The log. Every coverage look-up waits for one INSERT here, so the table carries only what somebody reads:
-- the primary key is the order in which blocks are sealed and verified, `events_of_subject` answers "who saw my record",
-- and the block range index, which costs an INSERT next to nothing, finds one event by its number.
CREATE TABLE audit.events (
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at          timestamptz NOT NULL,
    subject     bigint,
    kind        text NOT NULL,
    actor_kind  text NOT NULL CHECK (actor_kind IN ('agency', 'citizen', 'facility', 'officer', 'relying_party', 'system')),
    actor_id    text NOT NULL,
    actor_name  text NOT NULL,
    purpose     text NOT NULL,
    detail      jsonb NOT NULL,
    PRIMARY KEY (txid, seq)
);
CREATE INDEX events_of_subject ON audit.events (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX events_by_seq ON audit.events USING brin (seq) WITH (pages_per_range = 32, autosummarize = on);

-- One row per sealed block. A block holds the events with txid_from <= txid < txid_until; the next one begins where it ends.
CREATE TABLE audit.blocks (
    number      bigint PRIMARY KEY CHECK (number > 0),
    txid_from   xid8 NOT NULL,
    txid_until  xid8 NOT NULL UNIQUE,
    events      bigint NOT NULL CHECK (events > 0),
    root        bytea NOT NULL CHECK (length(root) = 32),
    marks_hash  bytea NOT NULL CHECK (length(marks_hash) = 32),
    previous    bytea NOT NULL CHECK (length(previous) = 32),
    sealed_at   timestamptz NOT NULL,
    key_id      text NOT NULL,
    hash        bytea NOT NULL CHECK (length(hash) = 32),
    signature   bytea NOT NULL CHECK (length(signature) = 64),
    marks       bytea NOT NULL,
    CHECK (txid_from < txid_until)
);
ALTER TABLE audit.blocks ALTER COLUMN marks SET STORAGE EXTERNAL; -- pieces of hashes do not compress

-- Append-only: a mistake in a program cannot rewrite the log. Whoever may drop these triggers is found by the blocks.
-- Triggers per statement, so that an INSERT pays nothing; ALWAYS, so that session_replication_role does not switch them off.
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit.% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.events FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.blocks FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.events ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.blocks ENABLE ALWAYS TRIGGER append_only;
