"""The catalogue of checks. A rule registers itself with its id, how grave it is and where the protocol says so.

A rule sees the kept calls of one account, oldest first, and gives a hit for each call that breaks it. What it says to the developer,
and what to do, are words of the page, by its id.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ansinh.vendors.model import KeptCall


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    ERROR = "error"  # the call is not answered, or would not be by the official gateway
    WARN = "warn"  # works here and by luck elsewhere
    INFO = "info"  # works, and could be better


@dataclass(frozen=True, slots=True)
class Hit:
    """A call that breaks a rule; `field` is the wire name of the field it is about, "" for none."""

    call: KeptCall
    field: str = ""


Rule = Callable[[Sequence[KeptCall]], Iterator[Hit]]
CallRule = Callable[[KeptCall], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a client can get wrong. `source` names the dispatch or RFC, or says that it is what clients were seen to do."""

    name: str
    severity: Severity
    source: str
    rule: Rule


_CHECKS: dict[str, Check] = {}
CHECKS = _CHECKS


def check(name: str, severity: Severity, *, source: str) -> Callable[[Rule], Rule]:
    """Registers a rule over all calls."""

    def register(rule: Rule) -> Rule:
        assert name not in _CHECKS, name
        _CHECKS[name] = Check(name, severity, source, rule)
        return rule

    return register


def check_each(name: str, severity: Severity, *, source: str) -> Callable[[CallRule], CallRule]:
    """Registers a rule that judges every call by itself and gives the names of the fields it is about, "" for the call as a whole."""

    def register(rule: CallRule) -> CallRule:
        def over_all(calls: Sequence[KeptCall]) -> Iterator[Hit]:
            for call in calls:
                yield from (Hit(call, field) for field in rule(call))

        check(name, severity, source=source)(over_all)
        return rule

    return register
