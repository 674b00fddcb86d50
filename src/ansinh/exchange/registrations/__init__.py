"""Relying parties register themselves: at once in the sandbox, after an officer's word in production. Owns what may be registered.

The provider serves the clients; this package knows who asked for them, what for, and who agreed.
"""

from ansinh.exchange.registration_model import Developer, Draft, Environment, Fault, Registration
from ansinh.exchange.registrations.deciding import appoint_officer, approve, refuse, waiting
from ansinh.exchange.registrations.keys import NewKey, name_of, new_key, read_keys, with_key, without_key
from ansinh.exchange.registrations.registering import block, change, of_owner, owned, register, replace_keys, replace_secret
from ansinh.exchange.registrations.rules import CLAIMS, LEVELS, LONGEST_CONSENT_DAYS, fault_of_address, faults_of, sector_of
from ansinh.exchange.registrations.visits import (
    developer_of,
    end_session,
    end_sessions_told,
    first_time,
    keep_login,
    open_session,
    take_login,
)
from ansinh.exchange.rules import SCOPES

__all__ = [
    "CLAIMS",
    "LEVELS",
    "LONGEST_CONSENT_DAYS",
    "SCOPES",
    "Developer",
    "Draft",
    "Environment",
    "Fault",
    "NewKey",
    "Registration",
    "appoint_officer",
    "approve",
    "block",
    "change",
    "developer_of",
    "end_session",
    "end_sessions_told",
    "fault_of_address",
    "faults_of",
    "first_time",
    "keep_login",
    "name_of",
    "new_key",
    "of_owner",
    "open_session",
    "owned",
    "read_keys",
    "refuse",
    "register",
    "replace_keys",
    "replace_secret",
    "sector_of",
    "take_login",
    "waiting",
    "with_key",
    "without_key",
]
