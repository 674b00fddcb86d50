"""Accounts of electronic identities at the agency: logins through the exchange, the link to a participant, cases, sessions.

It does not speak HTTP to the user, and it never asks the register: who could be meant comes in as an argument.
"""

from ansinh.identity import client, grants
from ansinh.identity.admission import admit
from ansinh.identity.cases import case_file, cases_of, open_cases
from ansinh.identity.linking import MINIMUM_ACCOUNT_LEVEL, Decision, decide, needs_candidates
from ansinh.identity.login import (
    ATTEMPT_LIFE,
    begin_login,
    finish_login,
    problem_of,
    record_problem,
    remember_attempt,
    take_attempt,
)
from ansinh.identity.model import (
    Admission,
    Candidate,
    CaseFile,
    CaseReason,
    CaseSummary,
    Ended,
    LoginFailure,
    OpenCase,
    Problem,
    Session,
    Standing,
)
from ansinh.identity.sessions import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    end_session,
    end_sessions_of_participant,
    end_sessions_told_by_exchange,
    form_is_ours,
    purge,
    session_of,
)

__all__ = [
    "ABSOLUTE_LIMIT",
    "ATTEMPT_LIFE",
    "IDLE_LIMIT",
    "MINIMUM_ACCOUNT_LEVEL",
    "Admission",
    "Candidate",
    "CaseFile",
    "CaseReason",
    "CaseSummary",
    "Decision",
    "Ended",
    "LoginFailure",
    "OpenCase",
    "Problem",
    "Session",
    "Standing",
    "admit",
    "begin_login",
    "case_file",
    "cases_of",
    "client",
    "decide",
    "end_session",
    "end_sessions_of_participant",
    "end_sessions_told_by_exchange",
    "finish_login",
    "form_is_ours",
    "grants",
    "needs_candidates",
    "open_cases",
    "problem_of",
    "purge",
    "record_problem",
    "remember_attempt",
    "session_of",
    "take_attempt",
]
