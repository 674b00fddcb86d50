"""Staff: who works for the agency and in which roles, and who is signed in to the console, the agency's staff and facilities alike.

Facilities' accounts and passwords are check-in's; here they only have sessions.
"""

from ansinh.staff.accounts import FAILURES_BEFORE_LOCK, LOCK, SHORTEST_PASSWORD, accounts, add_accounts, check_password, close_account
from ansinh.staff.model import Account, Closing, NewAccount, Role, SignInRefusal, Visitor, VisitorKind
from ansinh.staff.sessions import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    actor_of,
    end_session,
    end_sessions_of,
    form_is_ours,
    open_facility_session,
    purge,
    visitor_of,
)
from ansinh.staff.signin import sign_in

__all__ = [
    "ABSOLUTE_LIMIT",
    "FAILURES_BEFORE_LOCK",
    "IDLE_LIMIT",
    "LOCK",
    "SHORTEST_PASSWORD",
    "Account",
    "Closing",
    "NewAccount",
    "Role",
    "SignInRefusal",
    "Visitor",
    "VisitorKind",
    "accounts",
    "actor_of",
    "add_accounts",
    "check_password",
    "close_account",
    "end_session",
    "end_sessions_of",
    "form_is_ours",
    "open_facility_session",
    "purge",
    "sign_in",
    "visitor_of",
]
