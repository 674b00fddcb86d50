"""What can go wrong with a card. No text here ever holds a byte that was read from one."""


class ChipError(Exception):
    """Something about the card, the reader or what was read. `code` is stable, `detail` is a sentence for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Malformed(ChipError):  # noqa: N818 - an event, not an error class by name
    """Bytes are not what the standard says they are. `field` names where, `reason` what is wrong; never the bytes themselves."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__("malformed", f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Unsupported(Malformed):
    """Bytes that may well be what a standard says, one that is not read here: a face in three dimensions, a hash nobody knows."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.code = "unsupported"


class CardRefused(ChipError):  # noqa: N818 - an event, not an error class by name
    """The card answered a command with a status word that is not 9000. `status` is that word."""

    def __init__(self, step: str, status: int) -> None:
        super().__init__("card_refused", f"{step}: the card answered {status:04X}")
        self.step = step
        self.status = status


class AccessDenied(ChipError):  # noqa: N818 - an event, not an error class by name
    """The card does not open: a wrong CAN, wrong printed lines, or no way in that the policy allows."""


class SessionBroken(ChipError):  # noqa: N818 - an event, not an error class by name
    """The encrypted channel is no longer one: an answer came without protection or with a wrong check value. Nothing more may be read."""


class CardGone(ChipError):  # noqa: N818 - an event, not an error class by name
    """The card was taken away, or its transport ended, in the middle."""

    def __init__(self, detail: str = "the card was taken away while it was read") -> None:
        super().__init__("card_gone", detail)


class ReaderUnavailable(ChipError):  # noqa: N818 - an event, not an error class by name
    """There is no reader, no PC/SC service, no card in time, or more than one card."""


class BudgetExceeded(ChipError):  # noqa: N818 - an event, not an error class by name
    """The card took more time, or sent more, than reading a card may take."""
