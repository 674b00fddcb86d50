-- The audit room's door in SQL: a room whose transaction is a single statement writes what it records and the record of it in that
-- one statement, with parameters that `audit.parameters` has checked against the catalogue.
CREATE FUNCTION audit.append(
    at timestamptz, kind text, actor_kind text, actor_id text, actor_name text, subject bigint, purpose text, detail jsonb
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.events (at, kind, actor_kind, actor_id, actor_name, subject, purpose, detail)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
END
$$;
