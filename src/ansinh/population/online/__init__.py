"""Verifying one person at a population register: over its API, or over the index of whoever holds the data."""

from importlib import import_module
from pathlib import Path

from ansinh.population.online.api import PREFIX, routes
from ansinh.population.online.model import PURPOSES, Claim, Finding, Level, Purpose, Question, Register, Status, require_purpose
from ansinh.population.online.over_http import OverHttp
from ansinh.population.online.verify import Asking, Limits, forget_questions, verify_one

__all__ = [
    "PREFIX",
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
    "register_in",
    "require_purpose",
    "routes",
    "verify_one",
]


def register_in(index_dir: Path) -> Register:
    """The register whose index a run has left in this folder; loads numpy and numba. Raises NotFound("no_index")."""
    index, register = import_module("ansinh.population.index"), import_module("ansinh.population.online.over_index")
    live = index.Live(index_dir)
    live.index()
    held: Register = register.OverIndex(live)
    return held
