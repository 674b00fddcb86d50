"""The sandbox's population register: another institution, with its own people and its own schema.

It verifies what it is told and never tells what it holds. It imports no room of ours.
"""

from ansinh.sandbox.population.api import PREFIX, build_router
from ansinh.sandbox.population.model import Agreement, Citizen, Claim, Verdict
from ansinh.sandbox.population.store import find, load
from ansinh.sandbox.population.verdict import NOT_VERIFIED, judge

__all__ = ["NOT_VERIFIED", "PREFIX", "Agreement", "Citizen", "Claim", "Verdict", "build_router", "find", "judge", "load"]
