"""What every card of the factory is called: one name for each trouble, said once for all tests that read such cards."""

from collections.abc import Mapping
from types import MappingProxyType

from ansinh.chip.verification import Verdict
from ansinh.sandbox.cards import CardTrouble

NAMES: Mapping[CardTrouble, Verdict] = MappingProxyType(
    {
        CardTrouble.CLONE: Verdict.CLONED,
        CardTrouble.COPY: Verdict.COPIED,
        CardTrouble.ALTERED_NAME: Verdict.ALTERED,
        CardTrouble.FOREIGN_SIGNER: Verdict.FOREIGN_SIGNER,
        CardTrouble.REVOKED_SIGNER: Verdict.REVOKED_SIGNER,
        CardTrouble.EXPIRED: Verdict.EXPIRED,
        CardTrouble.STRIPPED_COM: Verdict.STRIPPED,
        CardTrouble.INJECTED_GROUP: Verdict.INJECTED,
        CardTrouble.DOWNGRADE: Verdict.DOWNGRADED,
        CardTrouble.WRONG_CHIP_KEY: Verdict.WRONG_CHIP_KEY,
        CardTrouble.WEAK_ACTIVE_KEY: Verdict.WEAK_CHIP_KEY,
    }
)
