"""Accounts of electronic identities at the agency: logins through the exchange, the link to a participant, cases, sessions.

It does not speak HTTP to the user, and it never asks the register: who could be meant comes in as an argument.
"""

from ansinh.identity import client, grants
from ansinh.identity.admission import admit
from ansinh.identity.cases import case_file, cases_for_register, cases_of, decided_of, open_cases
from ansinh.identity.confirming import CONFIRMED_AT, confirm, may_begin, may_unlink, unlink
from ansinh.identity.counter import Presented, link_at_counter, without_link
from ansinh.identity.deciding import LONGEST_EXPLANATION, VERDICTS, answer_proposal, decide_case
from ansinh.identity.freezing import freeze_link, linked_among
from ansinh.identity.linking import MINIMUM_ACCOUNT_LEVEL, Decision, Settled, decide, needs_candidates
from ansinh.identity.login import (
    ATTEMPT_LIFE,
    Taken,
    begin_confirmation,
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
    Decided,
    Ended,
    LoginFailure,
    OpenCase,
    PassedOn,
    Problem,
    Proposal,
    Purpose,
    Session,
    Standing,
    Verdict,
)
from ansinh.identity.proofs import PROOF_LIFE
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
    "CONFIRMED_AT",
    "IDLE_LIMIT",
    "LONGEST_EXPLANATION",
    "MINIMUM_ACCOUNT_LEVEL",
    "PROOF_LIFE",
    "VERDICTS",
    "Admission",
    "Candidate",
    "CaseFile",
    "CaseReason",
    "CaseSummary",
    "Decided",
    "Decision",
    "Ended",
    "LoginFailure",
    "OpenCase",
    "PassedOn",
    "Presented",
    "Problem",
    "Proposal",
    "Purpose",
    "Session",
    "Settled",
    "Standing",
    "Taken",
    "Verdict",
    "admit",
    "answer_proposal",
    "begin_confirmation",
    "begin_login",
    "case_file",
    "cases_for_register",
    "cases_of",
    "client",
    "confirm",
    "decide",
    "decide_case",
    "decided_of",
    "end_session",
    "end_sessions_of_participant",
    "end_sessions_told_by_exchange",
    "finish_login",
    "form_is_ours",
    "freeze_link",
    "grants",
    "link_at_counter",
    "linked_among",
    "may_begin",
    "may_unlink",
    "needs_candidates",
    "open_cases",
    "problem_of",
    "purge",
    "record_problem",
    "remember_attempt",
    "session_of",
    "take_attempt",
    "unlink",
    "without_link",
]
