"""What a telephone approves with: a code to scan, and a number to recognise. Pure.

The code is made from what only the browser knows, so it can be shown again and is stored as a hash alone. The number is seen on the
page that logs in and chosen on the telephone: who is asked without having begun a login does not know it.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from hashlib import sha256
from uuid import UUID

APPROVAL_LIFE = timedelta(minutes=2)
PICKED_UP_IN = timedelta(minutes=1)  # how long an approval that was given waits for the page to notice

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing in it is taken for something else
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE_LENGTH = 12  # 60 bits, for two minutes, to be tried only by who is signed in to the app
_LONGEST_TYPED = 40
_TWO_DIGITS = range(10, 100)


class ApprovalState(Enum):
    """WAITING to be scanned; SCANNED by an account that has to answer, or asked of it by name; the rest are answers."""

    WAITING = "waiting"
    SCANNED = "scanned"
    APPROVED = "approved"
    REFUSED = "refused"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number the web page shows, and the three the telephone shows, in their order."""

    right: int
    choices: tuple[int, ...]


def draw_numbers(seed: str) -> Numbers:
    """Three different numbers of two digits and which of them is right, from a random `seed`."""
    generator = random.Random(seed)
    choices = tuple(generator.sample(_TWO_DIGITS, 3))
    return Numbers(generator.choice(choices), choices)


def scan_code(approval_id: UUID, *, login: str, browser: str) -> str:
    """The code of one approval, for this login of this browser: twelve letters and digits."""
    number = int.from_bytes(sha256(f"scan|{approval_id}|{login}|{browser}".encode()).digest(), "big")
    return "".join(_ALPHABET[(number >> 5 * place) & 31] for place in range(_CODE_LENGTH))


def read_scan_code(typed: str) -> str:
    """The code as it was typed or scanned, without spaces and hyphens; something that is no code stays what no code is."""
    return typed[:_LONGEST_TYPED].upper().replace(" ", "").replace("-", "").translate(_MISREAD)


def grouped(code: str) -> str:
    """As it is easiest to type: `ABCD-EFGH-JKMN`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
