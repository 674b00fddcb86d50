"""How strong a login is that passed these factors. Pure.

Decree 69/2024/ND-CP, article 20, has four levels: one factor; two different factors, none biometric; two different factors, one
biometric; biometric, possession and knowledge together. What counts as different is the kind, not the thing: two passwords are one.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from itertools import chain, combinations

from ansinh.wire import eid


class Factor(Enum):
    """In the order a page offers them and `amr` names them."""

    PASSWORD = "password"  # noqa: S105 - a word for it, not one
    ONE_TIME_CODE = "one_time_code"
    APPROVAL = "approval"
    PASSKEY = "passkey"
    FACE = "face"


class Kind(Enum):
    """What makes factors different."""

    KNOWLEDGE = "knowledge"
    POSSESSION = "possession"
    BIOMETRIC = "biometric"


KINDS: Mapping[Factor, frozenset[Kind]] = {
    Factor.PASSWORD: frozenset({Kind.KNOWLEDGE}),
    Factor.ONE_TIME_CODE: frozenset({Kind.POSSESSION}),
    Factor.APPROVAL: frozenset({Kind.POSSESSION, Kind.KNOWLEDGE}),  # the app is unlocked by its passcode
    Factor.PASSKEY: frozenset({Kind.POSSESSION, Kind.KNOWLEDGE}),  # with user verification; that it counts as two is assumed
    Factor.FACE: frozenset({Kind.BIOMETRIC}),
}

# RFC 8176 2. It has no word for an app that is asked over another way: `mca` says that there was another way, `pin` its passcode.
_AMR: Mapping[Factor, tuple[str, ...]] = {
    Factor.PASSWORD: ("pwd",),
    Factor.ONE_TIME_CODE: ("otp",),
    Factor.APPROVAL: ("mca", "pin"),
    Factor.PASSKEY: ("swk", "user"),
    Factor.FACE: ("face",),
}


def level_of(passed: Collection[Factor]) -> int:
    """The authentication level, 1 to 4; 0 if nothing was passed. A face alone is 1 (assumed: the decree has no such login)."""
    kinds = kinds_of(passed)
    if len(kinds) == len(Kind):
        return 4
    if len(kinds) == 2:
        return 3 if Kind.BIOMETRIC in kinds else 2
    return len(kinds)


def amr_of(passed: Collection[Factor]) -> tuple[str, ...]:
    """The methods for the claim `amr` (RFC 8176), `mfa` last where there were factors of several kinds."""
    methods = tuple(chain.from_iterable(_AMR[factor] for factor in Factor if factor in passed))
    return (*methods, "mfa") if len(kinds_of(passed)) > 1 else methods


def kinds_of(passed: Collection[Factor]) -> frozenset[Kind]:
    return frozenset(chain.from_iterable(KINDS[factor] for factor in passed))


def would_lift(
    passed: Collection[Factor], held: Collection[Factor], *, account_level: int, demands: Sequence[eid.Assurance]
) -> tuple[Factor, ...]:
    """The factors of `held` that bring this login nearer to a demand it does not meet yet; none if it meets one, or none can be met.

    Then what was reached is reported as it is, and the relying party decides. A password is asked for first or not at all.
    """

    def meets(factors: Collection[Factor]) -> bool:
        reached = eid.Assurance(account_level, level_of(factors))
        return any(reached.meets(demand) for demand in demands)

    if not demands or meets(passed):
        return ()
    left = [factor for factor in Factor if factor in held and factor not in passed and factor is not Factor.PASSWORD]
    for count in range(1, len(left) + 1):  # the fewest further steps that are enough
        enough = [chosen for chosen in combinations(left, count) if meets({*passed, *chosen})]
        if enough:
            return tuple(factor for factor in left if any(factor in chosen for chosen in enough))
    return ()
