"""The SQL of the provider, by what it is about."""

from ansinh.sandbox.eid.store import accounts, attempts, clients, logins, sessions, tokens

__all__ = ["accounts", "attempts", "clients", "logins", "sessions", "tokens"]
