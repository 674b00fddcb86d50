"""The SQL of the exchange, by what it is about."""

from ansinh.exchange.store import logins, sessions

__all__ = ["logins", "sessions"]
