"""What the inside of a card says to a command: an answer, perhaps with new keys for all that follows, or a refusal."""

from dataclasses import dataclass
from enum import IntEnum

from ansinh.chip import messaging
from ansinh.chip.apdu import Response


class Status(IntEnum):
    """The status words this card uses (ISO/IEC 7816-4 section 5.6)."""

    OK = 0x9000
    SHORTER = 0x6282  # the file ended before as many bytes as were asked for
    NOT_PROVEN = 0x6300  # what was to prove something does not
    WRONG_LENGTH = 0x6700
    NO_CHANNEL = 0x6882  # protected, and no keys are agreed
    CHAIN_BROKEN = 0x6883
    NO_CHAINING = 0x6884
    NOT_OPEN = 0x6982  # security status not satisfied
    BLOCKED = 0x6983
    OUT_OF_TURN = 0x6985
    NO_FILE_SELECTED = 0x6986
    WRONG_DATA = 0x6A80
    NO_FILE = 0x6A82
    WRONG_PARAMETERS = 0x6A86
    NOT_KNOWN = 0x6A88  # a key, password or set of domain parameters that the card does not have
    BEYOND_END = 0x6B00
    NO_INSTRUCTION = 0x6D00
    NO_CLASS = 0x6E00


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one command. `session`, if any, holds from the next command on: this answer still goes out under what was before."""

    response: Response
    session: messaging.Session | None = None


class Refusal(Exception):  # noqa: N818 - an answer, not an error
    """The card answers with a status word and no data."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = int(status)


def done(data: bytes = b"", status: int = Status.OK) -> Reply:
    return Reply(Response(data, int(status)))
