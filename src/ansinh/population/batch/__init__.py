"""Verify a whole register against the population index: units of work, a ledger, resume, publish. The door is `run`."""

from ansinh.population.batch.drift import expected_of
from ansinh.population.batch.ledger import Ledger
from ansinh.population.batch.model import Drift, Plan, Progress, Search, StageCost, Summary
from ansinh.population.batch.publishing import CANDIDATES_FILE, REJECTED_FILE, VERDICTS_FILE
from ansinh.population.batch.run import run
from ansinh.population.batch.units import Crew, Done, Work, timed

__all__ = [
    "CANDIDATES_FILE",
    "REJECTED_FILE",
    "VERDICTS_FILE",
    "Crew",
    "Done",
    "Drift",
    "Ledger",
    "Plan",
    "Progress",
    "Search",
    "StageCost",
    "Summary",
    "Work",
    "expected_of",
    "run",
    "timed",
]
