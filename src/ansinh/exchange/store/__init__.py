"""The SQL of the exchange, by what it is about."""

from ansinh.exchange.store import consents, console, logins, people, registrations, sessions, upstream_rules, uses

__all__ = ["consents", "console", "logins", "people", "registrations", "sessions", "upstream_rules", "uses"]
