"""The SQL of the exchange, by what it is about."""

from ansinh.exchange.store import clients, logins, sessions, tokens

__all__ = ["clients", "logins", "sessions", "tokens"]
