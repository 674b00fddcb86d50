"""Evidence of who was there: how sure it makes us, by what means it came, and which means can make how sure.

The levels are our own design: the official gateway has no public interface for it. What is kept is that a check was done, by what,
when, on which device and by whom; never what was read from the chip, nor a face. A level is *stated* by the facility, or *proven* by the
statement of one of its desks (`proving`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from types import MappingProxyType

from ansinh.chip import checks
from ansinh.kit.errors import Refused
from ansinh.wire import ledger

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of ours the clock of a facility may be."""
OLDEST = timedelta(days=7)
"""How late evidence may be told: a facility that was cut off tells it when it is back (the bound is ours)."""


class EvidenceLevel(IntEnum):
    """How sure it is that the person was there; each is stronger than all before it."""

    TYPED = 1  # somebody typed a number in
    QR = 2  # the code printed on a card was read: no signature, so a copy serves as well
    VNEID = 3  # the person showed the electronic identity, logged in
    CHIP_READ = 4  # the chip's data groups were read and their signature holds: the data are genuine, the chip may be copied
    CHIP_AUTHENTICATED = 5  # the chip proved that it is the original one
    CHIP_AND_FACE = 6  # and the person before the camera is the one in the chip


STRONGEST: Mapping[ledger.CheckedBy, EvidenceLevel] = MappingProxyType(
    {
        ledger.CheckedBy.TYPED_IN: EvidenceLevel.TYPED,
        ledger.CheckedBy.INSURANCE_LOOKUP: EvidenceLevel.TYPED,  # the register knows the person; who stands at the desk it does not
        ledger.CheckedBy.CARD_QR: EvidenceLevel.QR,
        ledger.CheckedBy.EID_APP: EvidenceLevel.VNEID,
        ledger.CheckedBy.CARD_CHIP: EvidenceLevel.CHIP_AND_FACE,
        ledger.CheckedBy.AUTHENTICATION_SERVICE: EvidenceLevel.CHIP_AND_FACE,  # a licensed provider (Decree 69/2024/NĐ-CP art. 18(4))
    }
)
"""The strongest level each means can reach."""
WEAKEST: Mapping[ledger.CheckedBy, EvidenceLevel] = MappingProxyType(
    {
        ledger.CheckedBy.TYPED_IN: EvidenceLevel.TYPED,
        ledger.CheckedBy.INSURANCE_LOOKUP: EvidenceLevel.TYPED,
        ledger.CheckedBy.CARD_QR: EvidenceLevel.QR,
        ledger.CheckedBy.EID_APP: EvidenceLevel.VNEID,
        ledger.CheckedBy.CARD_CHIP: EvidenceLevel.CHIP_READ,
        ledger.CheckedBy.AUTHENTICATION_SERVICE: EvidenceLevel.VNEID,
    }
)
"""And the weakest: a chip that was not read is not evidence by chip."""


@dataclass(frozen=True, slots=True)
class ReadElsewhere:
    """The same card was proven at another facility, at most so many minutes away; `came_first`: before it was proven here."""

    came_first: bool
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is kept of a desk's statement. `checks` as the desk told them; `made_at` by its clock.

    `stands`: the visit is of the person it was made about; a visit that was corrected to another person's is not proven by it.
    `confirmed_by` is the verification service that called the data genuine, None where none did that we believe. `elsewhere` are other
    readings of the same card by which it cannot have been here.
    """

    desk_id: str
    desk_name: str
    level: EvidenceLevel
    policy: str
    access: str
    checks: tuple[checks.Check, ...]
    made_at: datetime
    stands: bool = True
    confirmed_by: str | None = None
    elsewhere: tuple[ReadElsewhere, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One check of who was there. `officer_id` is the register's number of whoever did it, None where nobody is named.

    `proof` None: the facility says so, and nothing shows it.
    """

    level: EvidenceLevel
    source: ledger.CheckedBy
    at: datetime
    device: str = ""
    officer_id: int | None = None
    proof: Proof | None = None

    @property
    def is_proven(self) -> bool:
        return self.proof is not None and self.proof.stands

    @property
    def confirmed_by(self) -> str | None:
        """The service that confirmed what proves it; None where nothing proves it, or no service was heard."""
        return self.proof.confirmed_by if self.proof is not None and self.proof.stands else None


def require_plausible(evidence: Evidence, *, now: datetime) -> None:
    """Raises Refused, naming the field, for a level that its source cannot reach, and for a time ahead of ours or long ago."""
    weakest, strongest = WEAKEST[evidence.source], STRONGEST[evidence.source]
    if not weakest <= evidence.level <= strongest:
        raise Refused("level_not_of_source", f"{evidence.source} gives {_levels(weakest, strongest)}", field="evidence.level")
    require_not_ahead(evidence.at, now, field="evidence.at")
    if evidence.at < now - OLDEST:
        raise Refused("too_long_ago", f"must be told within {OLDEST.days} days", field="evidence.at")


def require_not_ahead(at: datetime, now: datetime, *, field: str) -> None:
    """Raises Refused for an instant later than now, as far as clocks may differ."""
    if at > now + CLOCKS_DIFFER:
        raise Refused("in_the_future", "must not be later than now", field=field)


def level_of(evidence: Iterable[Evidence]) -> EvidenceLevel | None:
    """How sure all of it together makes us: as sure as its strongest piece. None without any."""
    return max((each.level for each in evidence), default=None)


def proven_level_of(evidence: Iterable[Evidence]) -> EvidenceLevel | None:
    """How sure what is proven makes us. None without any that is."""
    return level_of(each for each in evidence if each.is_proven)


def _levels(weakest: EvidenceLevel, strongest: EvidenceLevel) -> str:
    return weakest.name.lower() if weakest is strongest else f"{weakest.name.lower()} to {strongest.name.lower()}"
