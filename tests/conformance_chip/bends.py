"""What a card or the wire does to an answer, in the words of the tables."""

from collections.abc import Callable

from ansinh.chip import tlv
from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import Malformed
from ansinh.chip.lds import File
from ansinh.sandbox.virtual_card.reply import Reply, done
from tests.conformance_chip.stand import Inside, Wire, said

NONCE, MAPPING, AGREEMENT, TOKEN, CHIP = range(5)
"""Steps of GENERAL AUTHENTICATE: four of PACE, and the one of chip authentication."""
_STEPS = {None: NONCE, 0x81: MAPPING, 0x83: AGREEMENT, 0x85: TOKEN, 0x80: CHIP}
SELECT, READ, READ_FAR, CHALLENGE, EXTERNAL, CHOOSE, GENERAL, INTERNAL = 0xA4, 0xB0, 0xB1, 0x84, 0x82, 0x22, 0x86, 0x88


def step_of(command: Command) -> int | None:
    """Which step of GENERAL AUTHENTICATE a command is; None for any other."""
    if command.ins != GENERAL:
        return None
    try:
        inside = tlv.one(command.data, 0x7C, "command").children("command")
    except Malformed:
        return None
    return _STEPS.get(inside[0].tag if inside else None)


def at_step(step: int, change: Callable[[bytes, bytes], bytes]) -> Inside:
    """At that step, other data: a function of what the terminal sent inside its template and of what the card would answer."""

    def bend(command: Command, reply: Reply) -> Reply:
        if step_of(command) != step or not reply.response.is_ok:
            return reply
        inside = tlv.one(command.data, 0x7C, "command").children("command")
        return said(change(inside[0].value if inside else b"", reply.response.data), reply)

    return bend


def refusing(step: int, status: int) -> Inside:
    """At that step, a status word alone."""
    return lambda command, reply: done(status=status) if step_of(command) == step else reply


def answering(ins: int, answer: Reply | bytes, *, p1p2: int | None = None, after: int = 0) -> Inside:
    """To commands of that instruction (and parameters), from the one that counts `after` on, this answer."""
    count = 0

    def bend(command: Command, reply: Reply) -> Reply:
        nonlocal count
        if command.ins != ins or (p1p2 is not None and command.p1 << 8 | command.p2 != p1p2):
            return reply
        count += 1
        if count <= after:
            return reply
        return said(answer, reply) if isinstance(answer, bytes) else answer

    return bend


def in_file(file: File, change: Callable[[Command, Reply], Reply], *, ins: int = READ) -> Inside:
    """While that file is the selected one, other answers to reading it."""
    is_current = False

    def bend(command: Command, reply: Reply) -> Reply:
        nonlocal is_current
        if command.ins == SELECT:
            is_current = command.data == file.fid.to_bytes(2, "big") and reply.response.is_ok
            return reply
        return change(command, reply) if is_current and command.ins == ins else reply

    return bend


def selecting(file: File, status: int) -> Inside:
    """That file cannot be selected."""
    return lambda command, reply: done(status=status) if command.ins == SELECT and command.data == file.fid.to_bytes(2, "big") else reply


def selecting_beside(fid: int, status: int) -> Inside:
    """That file of the master file cannot be selected: as long as the application is not."""
    is_inside = False

    def bend(command: Command, reply: Reply) -> Reply:
        nonlocal is_inside
        if command.ins != SELECT:
            return reply
        is_inside = is_inside or command.p1 == 0x04
        return done(status=status) if not is_inside and command.data == fid.to_bytes(2, "big") else reply

    return bend


def protected(change: Callable[[dict[int, bytes]], dict[int, bytes]], *, after: int = 4) -> Wire:
    """From the protected answer that counts `after` on: its elements changed on their way, raw by tag and in order."""
    count = 0

    def bend(command: bytes, answer: bytes) -> bytes | None:
        nonlocal count
        if not command[0] & 0x0C:
            return None
        count += 1
        if count <= after:
            return None
        nodes = {node.tag: node.raw for node in tlv.parse(answer[:-2], "answer")}
        return b"".join(change(nodes).values()) + answer[-2:]

    return bend


def without(tag: int) -> Callable[[dict[int, bytes]], dict[int, bytes]]:
    return lambda nodes: {each: raw for each, raw in nodes.items() if each != tag}


def turned(tag: int, at: int = -1) -> Callable[[dict[int, bytes]], dict[int, bytes]]:
    """One bit of an element is another."""

    def change(nodes: dict[int, bytes]) -> dict[int, bytes]:
        raw = bytearray(nodes.get(tag, b""))
        if raw:
            raw[at] ^= 1
        return {**nodes, tag: bytes(raw)} if raw else nodes

    return change


def plainly(answer: bytes, *, after: int = 4) -> Wire:
    """From then on the card answers protected commands in clear."""
    count = 0

    def bend(command: bytes, _answer: bytes) -> bytes | None:
        nonlocal count
        count += bool(command[0] & 0x0C)
        return answer if command[0] & 0x0C and count > after else None

    return bend


def data(raw: bytes, status: int = 0x9000) -> Reply:
    return Reply(Response(raw, status))
