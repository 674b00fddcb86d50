"""The SQL of the exchange, by what it is about."""

from ansinh.exchange.store import consents, logins, sessions, upstream_rules, uses

__all__ = ["consents", "logins", "sessions", "upstream_rules", "uses"]
