"""How sure a login is, compared in two dimensions with three outcomes. Knows nothing of who demands what."""

from dataclasses import dataclass
from enum import Enum
from typing import Self

from ansinh import terms
from ansinh.wire import eid


class Comparison(Enum):
    """Whether a login is as sure as is needed. Only MET is true: `if level.meets(needed)` is never a yes by mistake."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"  # the provider did not say, or in a notation that is not ours; as good as not met, but worth another message

    def __bool__(self) -> bool:
        return self is Comparison.MET


@dataclass(frozen=True, slots=True)
class Level:
    """`account`: how well the account was proofed, 1 or 2; `authentication`: how strong this login was, 1 to 4; 0 is unknown.

    (Decree 69/2024/ND-CP, levels of accounts and article 20.) Neither makes up for the other.
    """

    account: int
    authentication: int

    @classmethod
    def reached(cls, acr: str | None) -> Self:
        """What an `acr` claim says. Any other text, or none, is unknown and no error: providers add values without asking."""
        read = eid.read_reached(acr)
        return cls(read.account_level, read.authentication_level)

    @classmethod
    def needed(cls, acr: str) -> Self:
        """What a service demands: `urn:ansinh:acr:<account>.<authentication>`, `LoA1`, `LoA2`. Raises ValueError for anything else."""
        try:
            read = eid.read_demand(acr)
        except terms.TermError as wrong:
            raise ValueError(wrong.reason) from wrong
        return cls(read.account_level, read.authentication_level)

    @property
    def acr(self) -> str:
        """In the notation of `acr`."""
        return eid.Assurance(self.account, self.authentication).acr

    def meets(self, needed: "Level | str") -> Comparison:
        """NOT_MET as soon as one dimension is known to fall short; UNKNOWN if only what is not known could."""
        demand = Level.needed(needed) if isinstance(needed, str) else needed
        pairs = ((self.account, demand.account), (self.authentication, demand.authentication))
        if any(0 < ours < theirs for ours, theirs in pairs):
            return Comparison.NOT_MET
        return Comparison.UNKNOWN if any(ours < theirs for ours, theirs in pairs) else Comparison.MET
