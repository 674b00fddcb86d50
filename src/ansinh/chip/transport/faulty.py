"""A transport that misbehaves on purpose, as bad contacts, bad cards and people in between do. For tests and for showing what happens then."""

import time
from collections.abc import Callable

from ansinh.chip import tlv
from ansinh.chip.errors import CardGone, Malformed
from ansinh.chip.transport.link import Through, Transport

Fault = Callable[[int, bytes, bytes], bytes]
"""Makes of an answer what arrives: the number of the command counting from 0, the command, the card's answer. May raise CardGone."""
_LAST = 2  # bytes of a status word


class Faulty(Through):
    """`transport`, with every answer passed through `faults`, one after the other."""

    def __init__(self, transport: Transport, *faults: Fault) -> None:
        super().__init__(transport)
        self._faults = faults
        self._count = 0

    def transmit(self, command: bytes) -> bytes:
        number, self._count = self._count, self._count + 1
        answer = self._card.transmit(command)
        for fault in self._faults:
            answer = fault(number, command, answer)
        return answer


def gone_after(count: int) -> Fault:
    """The card is taken away after that many commands."""

    def fault(number: int, _command: bytes, answer: bytes) -> bytes:
        if number >= count:
            raise CardGone
        return answer

    return fault


def answering(number: int, answer: bytes) -> Fault:
    """That command gets this answer, status word included, whatever the card says."""
    return lambda at, _command, given: answer if at == number else given


def always(answer: bytes, *, since: int = 0) -> Fault:
    """Every command from that one on gets this answer."""
    return lambda at, _command, given: answer if at >= since else given


def garbled(number: int, *, at: int = 0) -> Fault:
    """One bit of that answer is turned round, in the byte `at` (counted as Python does; the status word is part of it)."""

    def fault(count: int, _command: bytes, answer: bytes) -> bytes:
        if count != number or not answer:
            return answer
        turned = bytearray(answer)
        turned[at % len(turned)] ^= 0x01
        return bytes(turned)

    return fault


def stripped(tag: int, *, since: int = 0) -> Fault:
    """Answers lose an element: 99 the protected status word, 8E the check value, 87 the data (ISO/IEC 7816-4, 10)."""

    def fault(number: int, _command: bytes, answer: bytes) -> bytes:
        body, status = answer[:-_LAST], answer[-_LAST:]
        if number < since:
            return answer
        try:
            nodes = tlv.parse(body, "answer", max_bytes=70_000)
        except Malformed:
            return answer
        return b"".join(node.raw for node in nodes if node.tag != tag) + status

    return fault


def slow(seconds: float, *, sleep: Callable[[float], None] = time.sleep) -> Fault:
    """Every answer takes that much longer."""

    def fault(_number: int, _command: bytes, answer: bytes) -> bytes:
        sleep(seconds)
        return answer

    return fault
