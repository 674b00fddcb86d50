"""Acting for another person: who may see whose record, because that person said so or an officer found that the law does, until when.

A grant lets its holder look and nothing more. It never names whom it is about to anybody who was not told before, and it ends by itself.
"""

from ansinh.identity.grants.acting import acting_for, end_grant, end_overdue, grants_about, grants_of
from ansinh.identity.grants.offering import accept_offer, decline_offer, offer_grant, offers_to
from ansinh.identity.grants.requesting import decide_request, open_requests, refuse_request, request_file, request_grant
from ansinh.identity.grants.rules import LONGEST, MOST_LIVE, STRONG, last_day_of_childhood
from ansinh.identity.representation import Grant, GrantAbout, GrantKind, GrantOf, GrantScope, GrantState, Offer, RequestFile, RequestSummary

__all__ = [
    "LONGEST",
    "MOST_LIVE",
    "STRONG",
    "Grant",
    "GrantAbout",
    "GrantKind",
    "GrantOf",
    "GrantScope",
    "GrantState",
    "Offer",
    "RequestFile",
    "RequestSummary",
    "accept_offer",
    "acting_for",
    "decide_request",
    "decline_offer",
    "end_grant",
    "end_overdue",
    "grants_about",
    "grants_of",
    "last_day_of_childhood",
    "offer_grant",
    "offers_to",
    "open_requests",
    "refuse_request",
    "request_file",
    "request_grant",
]
