"""What opens a chip: the six digits of the CAN, or what the printed lines say. Neither proves that anybody is present: both stand on the card."""

import hashlib
import re
from dataclasses import dataclass, field

from ansinh.chip.errors import Malformed
from ansinh.chip.mrz import check_digit


@dataclass(frozen=True, slots=True)
class Can:
    """The card access number. On a citizen card it is the last six digits of the citizen number (assumed: as several programs read it)."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{6}", self.digits):
            raise Malformed("CAN", "has not exactly six digits")

    @property
    def reference(self) -> int:
        """Its number among the passwords of PACE (BSI TR-03110-3, table 10)."""
        return 2

    def pace_secret(self) -> bytes:
        """What the key to the nonce is made from: the digits as they stand."""
        return self.digits.encode()


@dataclass(frozen=True, slots=True)
class MrzKey:
    """Document number as BAC takes it (nine signs; filled up with `<`), dates as yymmdd. On a citizen card the number is the last nine digits."""

    document_number: str = field(repr=False)
    birth_date: str = field(repr=False)
    expiry_date: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9A-Z<]{1,22}", self.document_number):
            raise Malformed("document number", "has other signs than digits, capitals and <, or too many")
        for name, value in (("birth date", self.birth_date), ("expiry date", self.expiry_date)):
            if not re.fullmatch(r"[0-9<]{6}", value):
                raise Malformed(name, "is not yymmdd")

    @property
    def reference(self) -> int:
        """Its number among the passwords of PACE (BSI TR-03110-3, table 10)."""
        return 1

    def information(self) -> str:
        """Number, birth and expiry, each with its check digit (ICAO Doc 9303-11, 4.3.2)."""
        number = self.document_number.ljust(9, "<")
        return "".join(part + check_digit(part) for part in (number, self.birth_date, self.expiry_date))

    def seed(self) -> bytes:
        """Kseed of BAC, 16 bytes (ICAO Doc 9303-11, 4.3.2)."""
        return self.pace_secret()[:16]

    def pace_secret(self) -> bytes:
        """What the key to the nonce is made from: the SHA-1 of the information, 20 bytes (ICAO Doc 9303-11, 4.4.4.1)."""
        return hashlib.sha1(self.information().encode(), usedforsecurity=False).digest()


Password = Can | MrzKey
