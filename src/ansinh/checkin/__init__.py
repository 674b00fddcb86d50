"""Check-in: who may ask, what a look-up is answered with, and that it was asked. Prices nothing; who is covered is the register's."""

from ansinh.checkin.accounts import FAILURES_BEFORE_LOCK, LOCK, LoginRefusal, close_account, open_accounts, take_token
from ansinh.checkin.answers import decide
from ansinh.checkin.copayments import copayment_standing, standing_of
from ansinh.checkin.lookup import look_up
from ansinh.checkin.model import Answer, Decision, EarlierLookup, NewAccount, Question, Token
from ansinh.checkin.tokens import LIFETIME, TokenState, check, expires_at, issue
from ansinh.checkin.treatments import (
    NewTreatment,
    Treatment,
    add_treatments,
    copayments_of,
    shown_since,
    treatment,
    treatments_of,
)

__all__ = [
    "FAILURES_BEFORE_LOCK",
    "LIFETIME",
    "LOCK",
    "Answer",
    "Decision",
    "EarlierLookup",
    "LoginRefusal",
    "NewAccount",
    "NewTreatment",
    "Question",
    "Token",
    "TokenState",
    "Treatment",
    "add_treatments",
    "check",
    "close_account",
    "copayment_standing",
    "copayments_of",
    "decide",
    "expires_at",
    "issue",
    "look_up",
    "open_accounts",
    "shown_since",
    "standing_of",
    "take_token",
    "treatment",
    "treatments_of",
]
