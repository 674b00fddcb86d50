"""Lines of 3 x 30 signs (TD1; ICAO Doc 9303-5, 4.2), and what Viet Nam's citizen card puts into their optional field.

The twelve digits of the citizen number do not fit the document number: that field holds the last nine of them, the optional field
all twelve and, as its last sign, a check digit of its own. Both are read off public samples (assumed), and so is nothing made of a
document number that is not the end of the citizen number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ansinh.chip.errors import Malformed
from ansinh.chip.mrz.check_digits import check_digit, require
from ansinh.chip.mrz.names import printed_name

_WIDTH = 30
_SIGNS = re.compile(r"[A-Z0-9<]{90}", re.ASCII)
_CODE = re.compile(r"[ACI](?!V)[A-Z<]", re.ASCII)
"""Of a document of this size (ICAO Doc 9303-5, 4.2.2.1: A, C or I, and never V behind it)."""
_LETTERS = re.compile(r"[A-Z]+<*", re.ASCII)
_NUMBER = re.compile(r"[A-Z0-9]+(?:<[A-Z0-9]+)*<*", re.ASCII)
_NAME = re.compile(r"[A-Z]+(?:<{1,2}[A-Z]+)*<*", re.ASCII)
_CITIZEN = re.compile(r"([0-9]{12})<<([0-9])", re.ASCII)
_BIRTH = re.compile(r"[0-9]{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|<<)|<<<<)|<<<<<<", re.ASCII)
_EXPIRY = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Td1:
    """What the lines say. Dates are yymmdd; unknown parts of a date of birth are `<`. Names have no marks and no fillers.

    `document_number` is without fillers and as long as it is: nine signs on a citizen card. `citizen_number` is None on other cards.
    `optional_data` are both optional fields as they stand, 15 and 11 signs. `sex` is M, F or X; "" where it is not said.
    """

    lines: tuple[str, str, str] = field(repr=False)
    document_code: str
    issuer: str
    document_number: str
    citizen_number: str | None
    birth_date: str
    sex: str
    expiry_date: str
    nationality: str
    surname: str
    given_names: str
    optional_data: tuple[str, str]

    def key(self) -> tuple[str, str, str]:
        """Document number, dates of birth and expiry, as BAC and PACE take them."""
        return self.document_number, self.birth_date, self.expiry_date

    def __repr__(self) -> str:
        return f"Td1({self.document_code} {self.issuer})"


def read(lines: str | Sequence[str]) -> Td1:
    """The lines, given as three or as 90 signs in one. Raises Malformed, naming the field, also for any check digit that is wrong."""
    text = lines if isinstance(lines, str) else "".join(lines)
    if not isinstance(lines, str) and [len(line) for line in lines] != [_WIDTH] * 3:
        raise Malformed("mrz", "is not three lines of 30 signs")
    if not _SIGNS.fullmatch(text):
        raise Malformed("mrz", "is not 90 signs of A to Z, 0 to 9 and <")
    first, second, third = text[:30], text[30:60], text[60:]
    require(second[0:6], second[6], "birth_date")
    require(second[8:14], second[14], "expiry_date")
    document_number = _document_number(first)
    require(first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29], "composite")
    surname, _, given_names = _matching(_NAME, third, "name").rstrip("<").partition("<<")
    issuer = _matching(_LETTERS, first[2:5], "issuer").rstrip("<")
    return Td1(
        lines=(first, second, third),
        document_code=_matching(_CODE, first[0:2], "document_code").rstrip("<"),
        issuer=issuer,
        document_number=document_number,
        citizen_number=_citizen_number(first[15:30]) if issuer == "VNM" else None,
        birth_date=_matching(_BIRTH, second[0:6], "birth_date"),
        sex=_sex(second[7]),
        expiry_date=_matching(_EXPIRY, second[8:14], "expiry_date"),
        nationality=_matching(_LETTERS, second[15:18], "nationality").rstrip("<"),
        surname=surname.replace("<", " "),
        given_names=" ".join(given_names.replace("<", " ").split()),
        optional_data=(first[15:30], second[18:29]),
    )


def write(citizen_number: str, full_name: str, *, birth_date: str, expiry_date: str, sex: str) -> Td1:
    """The lines of a citizen card. Dates are yymmdd, `sex` M, F or "". Raises Malformed, naming the field."""
    if not re.fullmatch(r"[0-9]{12}", citizen_number, re.ASCII):
        raise Malformed("mrz.citizen_number", "is not 12 digits")
    number = citizen_number[3:]
    first = f"IDVNM{number}{check_digit(number)}{citizen_number}<<{check_digit(citizen_number)}"
    born, until = _matching(_BIRTH, birth_date, "birth_date"), _matching(_EXPIRY, expiry_date, "expiry_date")
    second = f"{born}{check_digit(born)}{sex or '<'}{until}{check_digit(until)}VNM{'<' * 11}"
    composite = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return read(first + second + composite + printed_name(full_name))


def _document_number(first: str) -> str:
    """Nine signs and their digit, or a longer number that goes on in the optional field (Doc 9303-5, 4.2.2.1, note j)."""
    number, digit, optional = first[5:14], first[14], first[15:30]
    rest = optional.partition("<")[0]
    if digit == "<" and len(rest) >= 2:
        number, digit = number + rest[:-1], rest[-1]
    require(number, digit, "document_number")
    return _matching(_NUMBER, number, "document_number").rstrip("<")


def _citizen_number(optional: str) -> str | None:
    found = _CITIZEN.fullmatch(optional)
    if found is None:
        return None
    require(found[1], found[2], "citizen_number")
    return found[1]


def _sex(sign: str) -> str:
    if sign not in "MF<":
        raise Malformed("mrz.sex", "is neither M nor F nor <")
    return sign.strip("<")


def _matching(pattern: re.Pattern[str], text: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise Malformed(f"mrz.{what}", "is not what may stand there")
    return text
