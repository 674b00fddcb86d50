"""What opens a card: the six digits of its access number, typed, or the last six of the number in its QR code.

That the citizen card's access number is the end of its citizen number is assumed (several public programs do so; no published text says
it). Six digits that stand on the card are a way in and never a proof of anything.
"""

import re
from dataclasses import dataclass, field

from ansinh.desk.model import Fault, Trouble
from ansinh.terms import CitizenNumber, TermError
from ansinh.wire import qr

_SIX = re.compile(r"[0-9]{6}", re.ASCII)
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Opener:
    """Six digits; and the citizen number they are of, where it was scanned or typed whole, else None."""

    can: str = field(repr=False)
    claimed_number: CitizenNumber | None = field(default=None, repr=False)


def opener_of(text: str) -> Opener | Trouble:
    """What opens the card, from six digits, twelve digits or the text of the card's QR code; Trouble for anything else.

    What a keyboard has done to a scan is mended where it has only one reading (`wire.qr`).
    """
    squeezed = re.sub(r"[\s.-]", "", text)
    if _SIX.fullmatch(squeezed):
        return Opener(squeezed)
    try:
        number = CitizenNumber.parse(qr.read(text[:_LONGEST]).key)
    except (qr.QrError, TermError):
        return Trouble(Fault.NOT_A_CAN)
    return Opener(number.value[-6:], number)
