"""Which providers a relying party may use on a day: pure, over the rules that were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ansinh.exchange.upstreams.model import Upstream
from ansinh.wire import eid


class Effect(Enum):
    """ALLOW and DENY are for one relying party or for all; DISABLE and ENABLE switch a provider off and on for everybody."""

    ALLOW = "allow"
    DENY = "deny"
    DISABLE = "disable"
    ENABLE = "enable"


@dataclass(frozen=True, slots=True)
class Rule:
    """`client_id` None: for every relying party. In force from `since` to `until`, both days included, in Viet Nam's time; None: without end.

    `rule_id` rises with each rule made: of two that contradict each other the later one counts.
    """

    rule_id: int
    upstream: str
    client_id: str | None
    effect: Effect
    since: date
    until: date | None

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def is_allowed(upstream: Upstream, rules: Sequence[Rule], *, client_id: str, day: date) -> bool:
    """True if the relying party's people may log in there on `day`.

    A provider that is switched off is off for all. Else the last rule made for this relying party decides, else the last one made for
    all, else what was declared.
    """
    code = upstream.declared.code
    now = sorted((rule for rule in rules if rule.upstream == code and rule.in_force(day)), key=lambda rule: rule.rule_id)
    switches = [rule.effect for rule in now if rule.effect in {Effect.DISABLE, Effect.ENABLE}]
    if switches and switches[-1] is Effect.DISABLE:
        return False
    permissions = [rule for rule in now if rule.effect in {Effect.ALLOW, Effect.DENY}]
    for whom in (client_id, None):
        made = [rule.effect for rule in permissions if rule.client_id == whom]
        if made:
            return made[-1] is Effect.ALLOW
    return upstream.declared.open


def usable(upstreams: Sequence[Upstream], rules: Sequence[Rule], *, client_id: str, day: date) -> tuple[Upstream, ...]:
    """The providers that are allowed, in the order they were declared in."""
    return tuple(each for each in upstreams if is_allowed(each, rules, client_id=client_id, day=day))


def to_offer(
    allowed: Sequence[Upstream], demands: Sequence[eid.Assurance], *, hint: str | None, running: str | None, anew: bool
) -> tuple[Upstream, ...]:
    """Those of `allowed` to let the person choose from; empty where none could reach what is demanded.

    One that is named by `hint`, or whose session is `running` (unless the person is to choose `anew`), needs no choice. Both are codes.
    """
    able = tuple(each for each in allowed if each.declared.levels.can_meet(demands))
    for wanted in (hint, None if anew else running):
        named = tuple(each for each in able if each.declared.code == wanted)
        if named:
            return named
    return able
