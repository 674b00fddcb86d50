"""What only several calls together show."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from ansinh.vendors.model import KeptCall
from ansinh.vendors.rules.catalogue import Hit, Severity, check, check_each
from ansinh.vendors.rules.parts import USABLE, is_a
from ansinh.wire import gateway

_PAUSE = timedelta(seconds=2)
_IN_A_ROW = 3
_ENOUGH_PEOPLE = 5
_LONG_ENOUGH = timedelta(hours=1)
_LOOKUP_MAY_BE_GONE = 80  # calls; the ring holds a hundred


@check("FLOW-01", Severity.INFO, source="188/2025/NĐ-CP; 12/2026/TT-BTC")
def looked_up_only_once(calls: Sequence[KeptCall]) -> Iterator[Hit]:
    """Cover is looked up at three moments of a visit: arrival, during, before the visit is closed."""
    by_person: dict[str, list[KeptCall]] = defaultdict(list)
    for call in calls:
        if is_a(call, gateway.CallKind.LOOKUP) and call.code in USABLE and call.person_mark:
            by_person[call.person_mark].append(call)
    if len(by_person) >= _ENOUGH_PEOPLE and all(len(asked) == 1 for asked in by_person.values()):
        yield from (Hit(asked[0]) for asked in by_person.values() if calls[-1].at - asked[0].at >= _LONG_ENOUGH)


@check("FLOW-02", Severity.WARN, source="1245/BHXH-CNTT; 4750/QĐ-BYT, check-in table")
def never_checked_in(calls: Sequence[KeptCall]) -> Iterator[Hit]:
    """Who is taken in is checked in, right after the first cost of the visit."""
    if any(is_a(call, gateway.CallKind.CHECK_IN) for call in calls):
        return
    taken_in = {call.person_mark: call for call in calls if is_a(call, gateway.CallKind.LOOKUP) and call.code in USABLE}
    if len(taken_in) >= _ENOUGH_PEOPLE:
        yield from (Hit(call) for call in taken_in.values())


@check("FLOW-03", Severity.WARN, source="188/2025/NĐ-CP; 12/2026/TT-BTC")
def checked_in_without_lookup(calls: Sequence[KeptCall]) -> Iterator[Hit]:
    """Cover is looked up before a visit is checked in. Not judged where so much is kept that the look-up may be gone."""
    if len(calls) > _LOOKUP_MAY_BE_GONE:
        return
    for call in calls:
        if is_a(call, gateway.CallKind.LOOKUP) and call.code in USABLE:
            return
        if is_a(call, gateway.CallKind.CHECK_IN):
            yield Hit(call)


@check("FLOW-04", Severity.WARN, source="RFC 9110, 9.2.2 and 10.2.3")
def repeated_without_pause(calls: Sequence[KeptCall]) -> Iterator[Hit]:
    """A call that failed is tried again after a pause that grows; the third identical one within two seconds of the last is none."""
    last: dict[str, KeptCall] = {}
    in_a_row: dict[str, int] = defaultdict(lambda: 1)
    for call in calls:
        mark = call.request_mark
        before = last.get(mark)
        in_a_row[mark] = in_a_row[mark] + 1 if before is not None and call.at - before.at < _PAUSE else 1
        if in_a_row[mark] >= _IN_A_ROW:
            yield Hit(call)
        last[mark] = call


@check_each("FLOW-05", Severity.WARN, source="RFC 6585, 4")
def asked_too_fast(call: KeptCall) -> Iterator[str]:
    """HTTP 429 means: wait before the next call."""
    if call.status == 429:
        yield ""


@check_each("FLOW-06", Severity.ERROR, source="1923/BHXH-CNTT, annex 03, code 205")
def refused_as_unreadable(call: KeptCall) -> Iterator[str]:
    """Code 205: the request could not be read; the sentence behind it names the field."""
    if call.code == "205" and call.status == 200:
        yield ""
