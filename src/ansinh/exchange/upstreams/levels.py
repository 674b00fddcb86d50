"""How a provider writes levels, and how it is asked for them. What is not written down here is unknown, and unknown meets no demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ansinh.wire import eid

OURS: Mapping[str, eid.Assurance] = {
    level.acr: level for level in (eid.Assurance(account, login) for account in range(3) for login in range(5))
}
LEVELS_OF_ACCOUNTS: Mapping[str, eid.Assurance] = {"LoA1": eid.Assurance(1, 0), "LoA2": eid.Assurance(2, 0)}  # their meaning is assumed


@dataclass(frozen=True, slots=True)
class LevelMap:
    """`reached`: what a value of `acr` in the provider's id_token is worth. `askable`: what a value of `acr_values` asks it for.

    A value of `askable` is sent where what it asks for meets a demand; `always` where no demand is made.
    """

    reached: Mapping[str, eid.Assurance] = field(default_factory=dict)
    askable: Mapping[str, eid.Assurance] = field(default_factory=dict)
    always: tuple[str, ...] = ()

    def read(self, acr: str | None) -> eid.Assurance:
        """What was reached; unknown for a value that is absent or not written down."""
        return eid.UNKNOWN if acr is None else self.reached.get(acr, eid.UNKNOWN)

    def asking_for(self, demands: Sequence[eid.Assurance]) -> tuple[str, ...]:
        """The demands in the provider's notation, in the relying party's order: for each the least value that meets it."""
        found = (self._least(demand) for demand in demands)
        return tuple(dict.fromkeys(value for value in found if value is not None)) or self.always

    def can_meet(self, demands: Sequence[eid.Assurance]) -> bool:
        """True if the provider can report a level that meets one of the demands, or there are none."""
        return not demands or any(level.meets(demand) for level in self.reached.values() for demand in demands)

    def _least(self, demand: eid.Assurance) -> str | None:
        fitting = [(level.account_level, level.authentication_level, value) for value, level in self.askable.items() if level.meets(demand)]
        return min(fitting)[2] if fitting else None


NONE_KNOWN = LevelMap()
