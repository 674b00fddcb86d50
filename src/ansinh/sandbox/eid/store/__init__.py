"""The SQL of the provider, by what it is about."""

from ansinh.sandbox.eid.store import accounts, attempts, logins, sessions

__all__ = ["accounts", "attempts", "logins", "sessions"]
