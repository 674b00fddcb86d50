"""Which fault of a counter an error of the chip or the gateway is. Words for faults stand with the page."""

import re

from ansinh.chip import errors
from ansinh.desk.model import Fault, Trouble
from ansinh.kit.errors import CounterpartDown, RoomError

_READER = {
    "no_pcsc_package": Fault.NO_PCSC_PACKAGE,
    "no_service": Fault.NO_SERVICE,
    "service_silent": Fault.NO_SERVICE,
    "no_reader": Fault.NO_READER,
    "several_readers": Fault.NO_READER,
    "several_cards": Fault.SEVERAL_CARDS,
    "no_card": Fault.CARD_GONE,
    "in_use": Fault.READER_BUSY,
    "card_silent": Fault.CARD_FAILED,
}
_ACCESS = {
    "wrong_password": Fault.WRONG_CAN,
    "wrong_token": Fault.WRONG_CAN,
    "locked_or_blocked": Fault.BLOCKED,
    "application_missing": Fault.NOT_A_CITIZEN_CARD,
}
_OF_THE_DESK = frozenset(
    {"desk_closed", "no_such_desk", "too_many_desks", "key_not_fit", "statement_desk_unknown", "statement_desk_closed"}
)
_STATEMENT_FIELDS = re.compile(r"(^|\.)(statement|evidence)(\.|$)")
_TRIES = re.compile(r"tries left: ([0-9]{1,2})\b")


def of_card(wrong: errors.ChipError) -> Trouble:
    """What went wrong with the card or its reader."""
    match wrong:
        case errors.CardGone():
            return Trouble(Fault.CARD_GONE)
        case errors.ReaderUnavailable():
            return Trouble(_READER.get(wrong.code, Fault.READER_FAILED))
        case errors.AccessDenied():
            tries = _TRIES.search(wrong.detail)
            return Trouble(_ACCESS.get(wrong.code, Fault.NO_WAY_IN), tries[1] if tries else "")
        case errors.SessionBroken():
            return Trouble(Fault.CHANNEL_BROKEN)
        case errors.BudgetExceeded():
            return Trouble(Fault.TOO_SLOW)
        case errors.CardRefused():
            return Trouble(Fault.NOT_A_CITIZEN_CARD)
        case _:
            return Trouble(Fault.CARD_FAILED)


def of_gateway(wrong: RoomError) -> Trouble:
    """What went wrong on the way to the gateway; `detail` is its code."""
    if isinstance(wrong, CounterpartDown):
        return Trouble(Fault.GATEWAY_DOWN, wrong.code)
    return Trouble(Fault.LOGIN_REFUSED if wrong.code == "login_refused" else Fault.VISIT_REFUSED, wrong.code)


def of_problem(status: int, code: str, field: str) -> Trouble:
    """What the gateway did not take, by its problem document."""
    named = f"{code} ({field})" if field else code or f"HTTP {status}"
    if code in _OF_THE_DESK:
        return Trouble(Fault.DESK_NOT_REGISTERED, named)
    if field.startswith("officer"):
        return Trouble(Fault.OFFICER_REFUSED, named)
    if field == "visit_id" or status == 409:
        return Trouble(Fault.VISIT_NUMBER, named)
    if _STATEMENT_FIELDS.search(field):
        return Trouble(Fault.STATEMENT_REFUSED, named)
    return Trouble(Fault.VISIT_REFUSED, named)
