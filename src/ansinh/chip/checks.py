"""How a check ends, after BSI TR-03135: successful, failed, undetermined or not performed, and why. Judges nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """The four ends of a check."""

    SUCCESSFUL = "successful"
    FAILED = "failed"
    UNDETERMINED = "undetermined"  # it was tried, and what it needs was not there: a fresh revocation list, say
    NOT_PERFORMED = "not_performed"  # it was not tried


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its stable name, how it ended, a stable reason where it did not succeed, and a sentence for people.

    Neither reason nor detail ever holds what was read from a card.
    """

    name: str
    outcome: Outcome
    reason: str = ""
    detail: str = ""


def successful(name: str, detail: str = "") -> Check:
    return Check(name, Outcome.SUCCESSFUL, "", detail)


def failed(name: str, reason: str, detail: str = "") -> Check:
    return Check(name, Outcome.FAILED, reason, detail)


def undetermined(name: str, reason: str, detail: str = "") -> Check:
    return Check(name, Outcome.UNDETERMINED, reason, detail)


def not_performed(name: str, reason: str, detail: str = "") -> Check:
    return Check(name, Outcome.NOT_PERFORMED, reason, detail)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Several as one: failed if any failed, else undetermined if any was, else not performed if any was not (or there is none)."""
    seen = set(outcomes)
    for worst in (Outcome.FAILED, Outcome.UNDETERMINED, Outcome.NOT_PERFORMED):
        if worst in seen:
            return worst
    return Outcome.SUCCESSFUL if seen else Outcome.NOT_PERFORMED
