"""The SQL of identity, one module per table group."""

from ansinh.identity.store import accounts, cases, decisions, grant_questions, grants, logins, proofs, sessions

__all__ = ["accounts", "cases", "decisions", "grant_questions", "grants", "logins", "proofs", "sessions"]
