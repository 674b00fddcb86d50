"""Check-in: who may ask, what a look-up is answered with, and that it was asked. Prices nothing; who is covered is the register's."""

from ansinh.checkin.accounts import FAILURES_BEFORE_LOCK, LOCK, LoginRefusal, close_account, open_accounts, take_token
from ansinh.checkin.answers import decide
from ansinh.checkin.lookup import look_up
from ansinh.checkin.model import Answer, Decision, EarlierLookup, NewAccount, Question, Token
from ansinh.checkin.tokens import LIFETIME, TokenState, check, expires_at, issue

__all__ = [
    "FAILURES_BEFORE_LOCK",
    "LIFETIME",
    "LOCK",
    "Answer",
    "Decision",
    "EarlierLookup",
    "LoginRefusal",
    "NewAccount",
    "Question",
    "Token",
    "TokenState",
    "check",
    "close_account",
    "decide",
    "expires_at",
    "issue",
    "look_up",
    "open_accounts",
    "take_token",
]
