"""How many percent of the costs in scope a card pays, before the kind of visit changes it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from ansinh.register.rules.dated import rule
from ansinh.terms import CardNumber

_PERCENT: Mapping[int, int] = MappingProxyType({1: 100, 2: 100, 3: 95, 4: 80, 5: 100})
_RAISED_ON = date(2026, 1, 1)
_RAISED = frozenset({("CN", 3), ("LH", 4)})  # near-poor households; the wording of the groups is the resolution's


@rule(
    "BENEFIT-01",
    law="Decision 1351/QD-BHXH of 2015; Law 51/2024/QH15",
    since=date(2015, 1, 1),
    assumed="number of the decision; the table is seen in public client code",
)
def benefit_percent(card: CardNumber, day: date) -> int:
    """Benefit digits 1, 2 and 5 pay 100 percent, 3 pays 95, 4 pays 80."""
    return _PERCENT[counted_digit(card, day)]


@rule("BENEFIT-02", law="Resolution 261/2025/QH15", since=_RAISED_ON)
def counted_digit(card: CardNumber, day: date) -> int:
    """From 2026-01-01 cards printed CN3 and LH4 count as digit 2 without being printed anew."""
    if day >= _RAISED_ON and (card.object_code, card.benefit_digit) in _RAISED:
        return 2
    return card.benefit_digit
