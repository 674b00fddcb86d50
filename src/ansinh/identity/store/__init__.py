"""The SQL of identity, one module per table group."""

from ansinh.identity.store import accounts, cases, logins, sessions

__all__ = ["accounts", "cases", "logins", "sessions"]
