"""Tools that know nothing of insurance: database, errors, clock, secrets, outbound HTTP, web parts, logs."""

from ansinh.kit import clock, crypto, db, embedded, errors, http, log, metrics, migrations, web

__all__ = ["clock", "crypto", "db", "embedded", "errors", "http", "log", "metrics", "migrations", "web"]
