"""The SQL of the provider, by what it is about."""

from ansinh.sandbox.eid.store import accounts, app_sessions, approvals, attempts, logins, passkeys, passwords, sessions

__all__ = ["accounts", "app_sessions", "approvals", "attempts", "logins", "passkeys", "passwords", "sessions"]
