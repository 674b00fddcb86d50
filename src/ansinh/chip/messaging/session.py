"""One encrypted session: every command and every answer is counted, encrypted and checked (ICAO Doc 9303-11, 9.8).

The terminal protects commands and opens answers; the card receives commands and answers. Which status words end the session, on the card's
side, is the card's business; that anything wrong ends it on the terminal's side is `Secured`'s.
"""

import hmac
from dataclasses import replace

from ansinh.chip import tlv
from ansinh.chip.apdu import EXTENDED_LE, SHORT_LE, Command, Response
from ansinh.chip.errors import ChipError, Malformed, SessionBroken
from ansinh.chip.messaging.ciphers import Cipher, decrypt, encrypt, mac, pad, unpad

OBJECTS_MISSING = 0x6987
OBJECTS_WRONG = 0x6988
_SECURED = 0x0C
_PADDED = b"\x01"
_MAX_ANSWER = 66_000


class SecureMessagingError(ChipError):
    """A card received a command that is not protected as it must be. `status` is what it answers: 6987 missing, 6988 wrong objects."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__("secure_messaging", detail)
        self.status = status


class Session:
    """Keys and the counter of messages. `ssc` is the counter before the first command: zero, but for BAC."""

    def __init__(self, cipher: Cipher, k_enc: bytes, k_mac: bytes, ssc: int = 0) -> None:
        self.cipher = cipher
        self._k_enc = k_enc
        self._k_mac = k_mac
        self._ssc = ssc
        self._odd = False

    @property
    def counter(self) -> int:
        """Messages are counted modulo the cipher's block."""
        return self._ssc

    def protect(self, command: Command) -> Command:
        """The terminal's side: a command as it goes to the card. Counts one up. Raises Malformed for a class that cannot be protected."""
        if command.cla & 0xEC:
            raise Malformed("command", "its class cannot be protected")
        self._next(command.ins)
        body = self._command_objects(command)
        header = bytes((command.cla | _SECURED, command.ins, command.p1, command.p2))
        data = body + tlv.encode(0x8E, self._mac(pad(header, self.cipher.block) + body))
        extended = command.extended or (command.le or 0) > SHORT_LE or len(data) > 255
        return replace(command, cla=command.cla | _SECURED, data=data, le=EXTENDED_LE if extended else SHORT_LE, extended=extended)

    def unprotect(self, response: Response) -> Response:
        """The terminal's side: what the card said, with the status word it protected. Counts one up.

        Raises SessionBroken unless the answer is [87 or, to an odd instruction, also 85] 99 8E, in this order, with nothing more, a right check
        value and right padding. `code`: plain_answer, missing_status, missing_mac, wrong_objects, wrong_mac, wrong_padding, wrong_status.
        """
        self._next()
        if not response.data:
            raise SessionBroken("plain_answer", "the card answered without protection")
        try:
            nodes = tlv.parse(response.data, "protected answer", max_bytes=_MAX_ANSWER)
        except Malformed as error:
            raise SessionBroken("wrong_objects", "the card's protected answer is cut off or is none") from error
        found = {node.tag: node for node in nodes}
        if 0x8E not in found:
            raise SessionBroken("missing_mac", "the card's answer has no check value")
        if 0x99 not in found:
            raise SessionBroken("missing_status", "the card's answer has no protected status word")
        order = [node.tag for node in nodes]
        if order not in ([0x99, 0x8E], [0x87, 0x99, 0x8E], *([[0x85, 0x99, 0x8E]] if self._odd else [])):
            raise SessionBroken("wrong_objects", "the card's protected answer has other elements than it may have")
        if not hmac.compare_digest(self._mac(b"".join(node.raw for node in nodes[:-1])), found[0x8E].value):
            raise SessionBroken("wrong_mac", "the check value of the card's answer is wrong")
        if len(found[0x99].value) != 2:
            raise SessionBroken("wrong_status", "the card's protected status word has not two bytes")
        status = int.from_bytes(found[0x99].value, "big")
        if response.status not in {status, 0x9000}:
            raise SessionBroken("wrong_status", "the card's status word is not the one it protected")
        return Response(self._opened_answer(nodes[0]) if len(nodes) == 3 else b"", status)

    def receive(self, command: Command) -> Command:
        """The card's side: the command that was protected. Counts one up. Raises SecureMessagingError with the status word to answer."""
        if command.cla & 0xEC != _SECURED:
            raise SecureMessagingError(OBJECTS_MISSING, "the command is not protected")
        self._next(command.ins)
        try:
            nodes = tlv.parse(command.data, "protected command")
        except Malformed as error:
            raise SecureMessagingError(OBJECTS_WRONG, "the protected command is cut off or is none") from error
        order = [node.tag for node in nodes]
        cryptogram = 0x85 if command.ins & 1 else 0x87
        if 0x8E not in order:
            raise SecureMessagingError(OBJECTS_MISSING, "the command has no check value")
        if order not in ([0x8E], [0x97, 0x8E], [cryptogram, 0x8E], [cryptogram, 0x97, 0x8E]):
            raise SecureMessagingError(OBJECTS_WRONG, "the protected command has other elements than it may have")
        header = bytes((command.cla, command.ins, command.p1, command.p2))
        body = b"".join(node.raw for node in nodes[:-1])
        if not hmac.compare_digest(self._mac(pad(header, self.cipher.block) + body), nodes[-1].value):
            raise SecureMessagingError(OBJECTS_WRONG, "the check value of the command is wrong")
        data = self._opened_command(nodes[0]) if order[0] == cryptogram else b""
        le = next((_expected(node.value) for node in nodes if node.tag == 0x97), None)
        return Command(command.cla & ~_SECURED, command.ins, command.p1, command.p2, data, le, command.extended)

    def answer(self, response: Response) -> Response:
        """The card's side: an answer as it goes to the terminal. Counts one up."""
        self._next()
        body = self._cryptogram(response.data) if response.data else b""
        body += tlv.encode(0x99, response.status.to_bytes(2, "big"))
        return Response(body + tlv.encode(0x8E, self._mac(body)), response.status)

    def __repr__(self) -> str:
        return f"Session({self.cipher.name})"

    def _command_objects(self, command: Command) -> bytes:
        body = self._cryptogram(command.data) if command.data else b""
        if command.le is None:
            return body
        extended = command.extended or command.le > SHORT_LE
        return body + tlv.encode(0x97, (command.le % EXTENDED_LE).to_bytes(2, "big") if extended else bytes((command.le % SHORT_LE,)))

    def _next(self, ins: int | None = None) -> None:
        self._ssc = (self._ssc + 1) % (1 << 8 * self.cipher.block)
        if ins is not None:
            self._odd = bool(ins & 1)

    def _mac(self, message: bytes) -> bytes:
        return mac(self.cipher, self._k_mac, pad(self._ssc.to_bytes(self.cipher.block, "big") + message, self.cipher.block))

    def _iv(self) -> bytes | None:
        """AES: the counter, encrypted as one block. 3DES: zero."""
        return None if self.cipher is Cipher.TDES else encrypt(self.cipher, self._k_enc, self._ssc.to_bytes(16, "big"))

    def _cryptogram(self, data: bytes) -> bytes:
        """85 for odd instructions, whose data are elements already; 87 with the mark of padding for the others."""
        sealed = encrypt(self.cipher, self._k_enc, pad(data, self.cipher.block), iv=self._iv())
        return tlv.encode(0x85, sealed) if self._odd else tlv.encode(0x87, _PADDED, sealed)

    def _opened(self, node: tlv.Node) -> bytes | None:
        marked = node.tag == 0x87
        sealed = node.value[1:] if marked else node.value
        if (marked and node.value[:1] != _PADDED) or len(sealed) % self.cipher.block:
            return None
        return unpad(decrypt(self.cipher, self._k_enc, sealed, iv=self._iv()))

    def _opened_answer(self, node: tlv.Node) -> bytes:
        data = self._opened(node)
        if data is None:
            raise SessionBroken("wrong_padding", "the card's encrypted data do not end as they must")
        return data

    def _opened_command(self, node: tlv.Node) -> bytes:
        data = self._opened(node)
        if data is None:
            raise SecureMessagingError(OBJECTS_WRONG, "the encrypted data do not end as they must")
        return data


def _expected(value: bytes) -> int:
    """How many bytes the terminal asks for. Raises SecureMessagingError for a length of another length."""
    if len(value) not in {1, 2}:
        raise SecureMessagingError(OBJECTS_WRONG, "the expected length has neither one nor two bytes")
    return int.from_bytes(value, "big") or (SHORT_LE if len(value) == 1 else EXTENDED_LE)
