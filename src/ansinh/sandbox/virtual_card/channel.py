"""What passes between card and reader: commands in clear, or protected once keys are agreed; and commands sent in parts.

A command in clear ends the encrypted session, and so does one whose protection is wrong (Doc 9303-11 section 9.8): the keys are gone, and
with them whatever they opened. Only then is the command in clear looked at.
"""

from ansinh.chip import tlv
from ansinh.chip.apdu import SHORT_LE, Command, Response
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import SecureMessagingError, Session
from ansinh.sandbox.virtual_card.reply import Refusal, Status

CHAINED = 0x10
_SECURED = 0x0C
_STATUS_AND_MAC = 4 + 10
MAX_ANSWER = 65_533
"""So that an answer with its status word fits what drivers of readers can carry: a length of two bytes."""
MAX_CHAIN = 65_535


class Channel:
    """Either in clear or under one session. The card is open exactly as long as there is a session: nothing else opens it."""

    def __init__(self, *, takes_extended: bool = True) -> None:
        self._takes_extended = takes_extended
        self._session: Session | None = None
        self._protects = False

    @property
    def session(self) -> Session | None:
        return self._session

    def use(self, session: Session) -> None:
        """These keys from the next command on."""
        self._session = session

    def drop(self) -> None:
        """No keys any more."""
        self._session, self._protects = None, False

    def receive(self, raw: bytes) -> tuple[Command, int]:
        """A command without its protection, and how many bytes of data the answer can carry.

        Raises Refusal, to be answered in clear: 6700, 6882, 6987, 6988.
        """
        self._protects = False
        outer = self._decoded(raw)
        if not outer.cla & _SECURED:
            self.drop()
            return outer, min(outer.le or 0, MAX_ANSWER)
        if self._session is None:
            raise Refusal(Status.NO_CHANNEL)
        try:
            inner = self._session.receive(outer)
        except SecureMessagingError as wrong:
            self.drop()
            raise Refusal(wrong.status) from None
        self._protects = True
        return inner, room_inside(self._session.cipher.block, min(outer.le or SHORT_LE, MAX_ANSWER))

    def send(self, response: Response) -> bytes:
        """The answer as it goes out: protected if the command was."""
        if self._protects and self._session is not None:
            response = self._session.answer(response)
        return response.encode()

    def _decoded(self, raw: bytes) -> Command:
        try:
            outer = Command.decode(raw)
        except Malformed:
            outer = None
        if outer is None or (outer.extended and not self._takes_extended):
            self.drop()
            raise Refusal(Status.WRONG_LENGTH)
        return outer


class Chain:
    """A command in several parts, each but the last marked in its class byte (ISO/IEC 7816-4 section 5.3.3)."""

    def __init__(self) -> None:
        self._parts: list[Command] = []

    def add(self, part: Command) -> Command | None:
        """The whole command once its last part is there, None until then. Raises Refusal: 6883 for another command in between."""
        first = self._parts[0] if self._parts else part
        whole = b"".join(each.data for each in (*self._parts, part))
        if (part.ins, part.p1, part.p2) != (first.ins, first.p1, first.p2) or len(whole) > MAX_CHAIN:
            self._parts = []
            raise Refusal(Status.CHAIN_BROKEN)
        if part.cla & CHAINED:
            self._parts.append(part)
            return None
        self._parts = []
        return Command(part.cla, part.ins, part.p1, part.p2, whole, part.le, part.extended)

    def clear(self) -> None:
        self._parts = []


def room_inside(block: int, outer: int) -> int:
    """How many bytes fit a protected answer of `outer` bytes, ciphers working on `block` bytes: 223 under AES and 231 under 3DES for 256."""
    for sealed in range((outer - _STATUS_AND_MAC) // block * block, 0, -block):
        if len(tlv.encode_length(sealed + 1)) + 1 + 1 + sealed + _STATUS_AND_MAC <= outer:
            return sealed - 1
    return 0
