"""The sandbox's population register: another institution, with its own people and its own schema.

It verifies what it is told and never tells what it holds; what changes it tells to those who may follow it. It imports no room of ours.
"""

from ansinh.sandbox.population.api import PREFIX, build_router
from ansinh.sandbox.population.following import follow
from ansinh.sandbox.population.happenings import KINDS, Happening, happen
from ansinh.sandbox.population.model import Agreement, Citizen, Claim, Verdict
from ansinh.sandbox.population.store.citizens import find, load
from ansinh.sandbox.population.store.shares import count_insured
from ansinh.sandbox.population.troubles import TROUBLES, trouble_feed
from ansinh.sandbox.population.verdict import NOT_VERIFIED, judge
from ansinh.sandbox.population.wards import WARDS, InventedWard

__all__ = [
    "KINDS",
    "NOT_VERIFIED",
    "PREFIX",
    "TROUBLES",
    "WARDS",
    "Agreement",
    "Citizen",
    "Claim",
    "Happening",
    "InventedWard",
    "Verdict",
    "build_router",
    "count_insured",
    "find",
    "follow",
    "happen",
    "judge",
    "load",
    "trouble_feed",
]
