-- The last logins of clients that are traced, step by step, for their developers. What would open something is not in it.
CREATE TABLE provider.traces (
    trace_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer text NOT NULL,
    client_id text NOT NULL,
    begun_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    marks text[] NOT NULL, -- what its steps can be known by: hashes, cut short
    steps jsonb NOT NULL
);
CREATE INDEX ON provider.traces (issuer, client_id, trace_id);
CREATE INDEX ON provider.traces (last_at);
