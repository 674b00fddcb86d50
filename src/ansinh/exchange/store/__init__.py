"""The SQL of the exchange, by what it is about."""

from ansinh.exchange.store import consents, logins, people, sessions, upstream_rules, uses

__all__ = ["consents", "logins", "people", "sessions", "upstream_rules", "uses"]
