"""The SQL of identity, one module per table group."""

from ansinh.identity.store import accounts, cases, grants, logins, sessions

__all__ = ["accounts", "cases", "grants", "logins", "sessions"]
