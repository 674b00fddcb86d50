"""Verifying one person at a population register: over its API, or over the index of whoever holds the data."""

from ansinh.population.online.model import PURPOSES, Claim, Finding, Level, Purpose, Question, Register, Status, require_purpose
from ansinh.population.online.over_http import OverHttp
from ansinh.population.online.verify import Asking, Limits, forget_questions, verify_one

__all__ = [
    "PURPOSES",
    "Asking",
    "Claim",
    "Finding",
    "Level",
    "Limits",
    "OverHttp",
    "Purpose",
    "Question",
    "Register",
    "Status",
    "forget_questions",
    "require_purpose",
    "verify_one",
]
