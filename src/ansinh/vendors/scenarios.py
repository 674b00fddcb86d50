"""What a vendor has to run before a hospital does: each live call, each answer to be handled. What a call shows is noted for good.

Some can be seen from here; those that cannot (a time-out is one) stand in the list for the vendor's own tick.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ansinh.vendors.model import KeptCall
from ansinh.wire import gateway


class Group(StrEnum):
    """Under which heading a scenario stands."""

    CALLS = "calls"
    ANSWERS = "answers"
    TOKENS = "tokens"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Scenario:
    """`name` is stable: what was seen is kept by it. `subject` is the published call or the code it is about."""

    name: str
    group: Group
    subject: str
    is_seen_from_here: bool = True


_LOOKUPS = frozenset({gateway.CallKind.LOOKUP, gateway.CallKind.HISTORY})
_KINDS = {each.name: each.kind for each in gateway.PUBLISHED}
_LIVE = tuple(each for each in gateway.PUBLISHED if each.off_since is None and each.kind is not gateway.CallKind.SUBMISSION)
_NOT_AT_WILL = frozenset({gateway.ResultCode.SERVER_ERROR, gateway.ResultCode.NOT_AUTHENTICATED})
_OF_OLD_GENERATIONS = frozenset({gateway.ResultCode.SEX_WRONG, gateway.ResultCode.FACILITY_WRONG})
_TOKEN_CODES = ("200", "401", "403")

SCENARIOS: tuple[Scenario, ...] = (
    *(Scenario(f"call:{each.name}", Group.CALLS, each.name) for each in _LIVE),
    *(Scenario(f"code:{code}", Group.ANSWERS, code) for code in gateway.ResultCode if code not in _NOT_AT_WILL | _OF_OLD_GENERATIONS),
    *(Scenario(f"token:{code}", Group.TOKENS, code) for code in _TOKEN_CODES),
    Scenario("stale", Group.TOKENS, "401"),
    Scenario("token:402", Group.TOKENS, "402", is_seen_from_here=False),
    Scenario("timeout", Group.TROUBLE, "", is_seen_from_here=False),
    Scenario("server_error", Group.TROUBLE, "101", is_seen_from_here=False),
    Scenario("html_502", Group.TROUBLE, "", is_seen_from_here=False),
)
_KNOWN = frozenset(each.name for each in SCENARIOS)


def scenarios_in(call: KeptCall) -> Iterator[str]:
    """The names of the scenarios a call shows. A call from the console's own page shows none: it is not the vendor's client."""
    from_console = any(oddity.value == "from_console" for oddity in call.oddities)
    kind = _KINDS.get(call.endpoint)
    if kind is None or from_console:
        return
    shown = [f"call:{call.endpoint}"] if call.code not in {"205", "401"} else []
    if kind in _LOOKUPS:
        shown.append("stale" if call.code == "401" else f"code:{call.code}")
    elif kind is gateway.CallKind.TOKEN:
        shown.append(f"token:{call.code}")
    elif call.code == "401" or call.status == 401:
        shown.append("stale")
    yield from (each for each in shown if each in _KNOWN)
