"""How strict one is: plain data, apart from the checks, which know no policy. Who asks chooses one by its name.

None of them lets a signature, a hash or a proof of the chip that failed pass: these are not matters of taste.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Self

NEVER_TOLERATED = frozenset(
    {
        "sod_structure",
        "sod_signature",
        "signer_trusted",
        "signer_validity",
        "country",
        "card_security",
        "chip_authentication",
        "chip_authentication_mapping",
        "active_authentication",
    }
)
"""Checks no policy may tolerate the failure of; nor that of a hash (`dgN_hash`)."""


class Level(Enum):
    """What a card proves. Ordered: NONE < CHIP_READ < CHIP_AUTHENTICATED."""

    NONE = "none"
    CHIP_READ = "chip_read"  # what was read was signed by the issuer; a copy of the data would do as well
    CHIP_AUTHENTICATED = "chip_authenticated"  # and the chip itself proved that it is the one the issuer made

    @property
    def rank(self) -> int:
        return _RANKS[self]

    def __ge__(self, other: Self) -> bool:
        return self.rank >= other.rank

    def __gt__(self, other: Self) -> bool:
        return self.rank > other.rank

    def __le__(self, other: Self) -> bool:
        return self.rank <= other.rank

    def __lt__(self, other: Self) -> bool:
        return self.rank < other.rank


_RANKS = {Level.NONE: 0, Level.CHIP_READ: 1, Level.CHIP_AUTHENTICATED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What must have succeeded, and what may be left open.

    `groups`: data groups whose hash must agree. `may_be_open`: checks that may end undetermined without taking the level.
    `may_fail`: checks whose failure is shown but does not take it. Raises ValueError for one that no policy may tolerate.
    """

    name: str
    groups: frozenset[int]
    may_be_open: frozenset[str] = frozenset()
    may_fail: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        wrong = self.may_fail & NEVER_TOLERATED | {name for name in self.may_fail if name.endswith("_hash")}
        if wrong:
            raise ValueError(f"no policy may tolerate that these fail: {', '.join(sorted(wrong))}")

    @classmethod
    def hospital(cls) -> "Policy":
        """Of a counter that must work while the way to the revocation list is down: revocation may be open, nothing may fail.

        So may the comparison of DG1 with DG13 be, whose layout is not published: both are signed.
        """
        return cls(name="hospital", groups=frozenset({1, 13}), may_be_open=frozenset({"signer_revocation", "dg1_against_dg13"}))

    @classmethod
    def strict(cls) -> "Policy":
        """Of an office that can wait: nothing may be open, and the portrait belongs to it."""
        return cls(name="strict", groups=frozenset({1, 2, 13}))

    @classmethod
    def lenient(cls) -> "Policy":
        """Of a reader that shows what a card says: an expired card and an older way in are shown, not refused."""
        return cls(
            name="lenient",
            groups=frozenset({1}),
            may_be_open=frozenset({"signer_revocation", "dg1_against_dg13", "com_against_sod"}),
            may_fail=frozenset({"card_expiry", "access"}),
        )

    @classmethod
    def named(cls, name: str) -> "Policy":
        """By its name. Raises ValueError for one that there is not."""
        for each in (cls.hospital(), cls.strict(), cls.lenient()):
            if each.name == name:
                return each
        raise ValueError(f"no such policy; there are {', '.join(POLICIES)}")


POLICIES = ("hospital", "strict", "lenient")
