"""The conformance report: the rules over the kept calls of one account, counted by endpoint. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ansinh.vendors.model import KeptCall, Oddity
from ansinh.vendors.rules import CHECKS, Check, Severity
from ansinh.vendors.scenarios import SCENARIOS, Scenario
from ansinh.wire import gateway

_GRAVEST_FIRST = list(Severity)


class State(StrEnum):
    """Of an endpoint, or of the whole."""

    GOOD = "good"
    ATTENTION = "attention"
    WRONG = "wrong"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that was broken: by which calls (numbers, newest first), and what about."""

    check: Check
    calls: tuple[int, ...]
    fields: tuple[str, ...]
    endpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndpointReport:
    """`correct` calls broke no rule that is more than a hint. `call` None: paths that are not published."""

    call: gateway.PublishedCall | None
    seen: int
    correct: int
    state: State


@dataclass(frozen=True, slots=True)
class Ticked:
    """A scenario, and since when it is known to have been run (None: not yet, or not to be seen from here)."""

    scenario: Scenario
    first_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`calls` is how many were looked at; `findings` gravest first."""

    calls: int
    state: State
    endpoints: tuple[EndpointReport, ...]
    findings: tuple[Finding, ...]
    scenarios: tuple[Ticked, ...]


def judge(calls: Sequence[KeptCall], ran: Mapping[str, datetime]) -> Report:
    """The report on the vendor's own calls, given in any order; calls from the console's pages are left out. `ran` as noted so far."""
    own = sorted((each for each in calls if Oddity.FROM_CONSOLE not in each.oddities), key=lambda each: (each.at, each.number))
    wrong: dict[int, set[Severity]] = defaultdict(set)
    findings = []
    for check in CHECKS.values():
        hits = list(check.rule(own))
        for hit in hits:
            wrong[hit.call.number].add(check.severity)
        if hits:
            numbers = sorted({hit.call.number for hit in hits}, reverse=True)
            fields = sorted({hit.field for hit in hits} - {""})
            findings.append(Finding(check, tuple(numbers), tuple(fields), tuple(sorted({hit.call.endpoint for hit in hits}))))
    return Report(
        calls=len(own),
        state=_state([severity for each in own for severity in wrong[each.number]], seen=len(own)),
        endpoints=tuple(_endpoints(own, wrong)),
        findings=tuple(sorted(findings, key=lambda each: (_GRAVEST_FIRST.index(each.check.severity), each.check.name))),
        scenarios=tuple(Ticked(each, ran.get(each.name)) for each in SCENARIOS),
    )


def _endpoints(calls: Sequence[KeptCall], wrong: Mapping[int, Collection[Severity]]) -> list[EndpointReport]:
    published: list[gateway.PublishedCall | None] = [*gateway.PUBLISHED, None]
    reports = []
    for call in published:
        of_it = [each for each in calls if each.endpoint == ("" if call is None else call.name)]
        incorrect = sum(1 for each in of_it if {Severity.ERROR, Severity.WARN} & set(wrong[each.number]))
        if of_it or call is not None:
            state = _state([severity for each in of_it for severity in wrong[each.number]], seen=len(of_it))
            reports.append(EndpointReport(call, len(of_it), len(of_it) - incorrect, state))
    return reports


def _state(severities: Collection[Severity], *, seen: int) -> State:
    if not seen:
        return State.NOT_SEEN
    if Severity.ERROR in severities:
        return State.WRONG
    return State.ATTENTION if Severity.WARN in severities else State.GOOD
