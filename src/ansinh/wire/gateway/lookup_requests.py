"""What a card look-up is asked with, in every generation of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ansinh.terms import FacilityCode, PartialDate, Sex, TermError
from ansinh.wire.gateway.reading import MISSING, WireError, read_fields

_CARD, _NAME, _BIRTH, _OFFICER_NAME, _OFFICER_NUMBER = "maThe", "hoTen", "ngaySinh", "hoTenCb", "cccdCb"
_SEX, _FACILITY = "gioiTinh", "maCSKCB"
PERSON = (_CARD, _NAME, _BIRTH)
OFFICER = (_OFFICER_NAME, _OFFICER_NUMBER)
ON_THE_CARD = (_SEX, _FACILITY)
"""What the generations of 2016 and 2017 send of the card beside the person; ngayBD and ngayKT too, for which there is no code."""

_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "nam": Sex.MALE, "nữ": Sex.FEMALE}
_CARD_AND_FACILITY = 20
_CARD_LENGTH = 15


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """`key` in upper case, as sent otherwise: whether it can be a number at all is not decided here.

    The officer is "" in generations without one. `sex` is None and `facility_code` "" where nothing of the kind was sent.
    """

    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: PartialDate
    officer_name: str = field(default="", repr=False)
    officer_number: str = field(default="", repr=False)
    sex: Sex | None = None
    facility_code: str = ""


def read_lookup_request(body: bytes, *, required: Sequence[str] = (*PERSON, *OFFICER), names: Iterable[str] = ()) -> LookupRequest:
    """Raises WireError, naming the field, for a body that cannot be read, a missing field and a birth date that is none.

    `required` are the fields that must be there, `names` all that are read (none given: the required ones). Birth dates are
    dd/MM/yyyy, MM/yyyy, yyyy or, as in the sample of the annex of 2024, ddMMyyyy.
    """
    fields = read_fields(body, names or required)
    for name in required:
        if not fields[name]:
            raise WireError(name, MISSING)
    try:
        birth_date = PartialDate.parse(fields[_BIRTH])
    except TermError as wrong:
        raise WireError(_BIRTH, wrong.reason) from None
    key = fields[_CARD].upper()
    return LookupRequest(
        _without_facility(key) if len(key) == _CARD_AND_FACILITY else key,
        fields[_NAME],
        birth_date,
        fields.get(_OFFICER_NAME, ""),
        fields.get(_OFFICER_NUMBER, ""),
        _SEXES.get(fields.get(_SEX, "").lower()),
        fields.get(_FACILITY, "").upper().replace(" ", "").replace("-", ""),  # paper cards print 01 - 001
    )


def _without_facility(key: str) -> str:
    """The card of the 20 characters some readers give: card and facility as printed.

    What is printed behind the card is not compared (assumed): it may be years old, the reply says where the person is registered now, and a
    patient must not be turned away for it. It must have the form of a facility's code, though, or the whole is no card number.
    """
    try:
        FacilityCode.parse(key[_CARD_LENGTH:])
    except TermError:
        return key
    return key[:_CARD_LENGTH]
