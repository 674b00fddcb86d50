"""Secure messaging: anything that is not protected as it must be ends the channel (threats of BSI TR-03105-5.1, unit ISO7816_B)."""

import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import errors, tlv
from ansinh.chip.apdu import Command, Response
from ansinh.chip.messaging import Cipher, Secured, SecureMessagingError, Session, encrypt, mac, pad

_READ = Command(0x00, 0xB0, 0, 0, le=4)


class _Pair:
    """A terminal and a card; `answer` is what the card says to the one command that was sent, told element by element."""

    def __init__(self, cipher: Cipher = Cipher.AES128) -> None:
        self.cipher = cipher
        self.k_enc, self.k_mac = os.urandom(cipher.key_bytes), os.urandom(cipher.key_bytes)
        self.terminal, self.card = Session(cipher, self.k_enc, self.k_mac), Session(cipher, self.k_enc, self.k_mac)

    def ask(self) -> None:
        self.card.receive(self.terminal.protect(_READ))

    def cryptogram(self, padded: bytes, *, tag: int = 0x87, mark: bytes = b"\x01") -> bytes:
        counter = (self.card.counter + 1).to_bytes(self.cipher.block, "big")
        iv = None if self.cipher is Cipher.TDES else encrypt(self.cipher, self.k_enc, counter)
        return tlv.encode(tag, mark, encrypt(self.cipher, self.k_enc, padded, iv=iv))

    def with_mac(self, body: bytes) -> bytes:
        counter = (self.card.counter + 1).to_bytes(self.cipher.block, "big")
        return body + tlv.encode(0x8E, mac(self.cipher, self.k_mac, pad(counter + body, self.cipher.block)))

    def command(self, body: bytes) -> Command:
        """A command with a right check value over any elements."""
        counter = (self.card.counter + 1).to_bytes(self.cipher.block, "big")
        covered = pad(counter + pad(b"\x0c\xb0\0\0", self.cipher.block) + body, self.cipher.block)
        return Command(0x0C, 0xB0, 0, 0, body + tlv.encode(0x8E, mac(self.cipher, self.k_mac, covered)), 256)


_OK = tlv.encode(0x99, b"\x90\0")
_BLOCK = pad(b"data", 16)
_WRONG = {
    "plain_answer": [lambda _: b""],
    "missing_status": [
        lambda pair: pair.with_mac(pair.cryptogram(_BLOCK)),
        lambda pair: pair.with_mac(b""),
    ],
    "missing_mac": [
        lambda pair: pair.cryptogram(_BLOCK) + _OK,
        lambda _: _OK,
        lambda _: tlv.encode(0x81, b"data in the clear"),
    ],
    "wrong_mac": [
        lambda _: _OK + tlv.encode(0x8E, bytes(8)),
        lambda pair: pair.with_mac(_OK)[:-1] + bytes((pair.with_mac(_OK)[-1] ^ 1,)),
        lambda pair: _OK + tlv.encode(0x8E, pair.with_mac(_OK)[-8:-4]),
        lambda _: _OK + tlv.encode(0x8E, b""),
        lambda pair: pair.with_mac(_OK).replace(b"\x90\0", b"\x90\1"),
        lambda pair: pair.card.answer(Response(b"", 0x9000)).data and pair.card.answer(Response(b"", 0x9000)).data,  # counted one too far
    ],
    "wrong_objects": [
        lambda pair: pair.with_mac(_OK + pair.cryptogram(_BLOCK)),
        lambda pair: pair.with_mac(pair.cryptogram(_BLOCK) + pair.cryptogram(_BLOCK) + _OK),
        lambda pair: pair.with_mac(_OK + _OK),
        lambda pair: pair.with_mac(_OK) + tlv.encode(0x8E, bytes(8)),
        lambda pair: pair.with_mac(_OK) + _OK,
        lambda pair: pair.with_mac(tlv.encode(0x81, b"data") + _OK),
        lambda pair: pair.with_mac(pair.cryptogram(_BLOCK, tag=0x85, mark=b"") + _OK),  # 85 is for odd instructions
        lambda pair: pair.with_mac(_OK)[:-1],
        lambda _: b"data in the clear",
        lambda _: b"\x99",
    ],
    "wrong_padding": [
        lambda pair: pair.with_mac(pair.cryptogram(bytes(16)) + _OK),
        lambda pair: pair.with_mac(pair.cryptogram(b"sixteen bytes, m") + _OK),
        lambda pair: pair.with_mac(pair.cryptogram(_BLOCK, mark=b"\x02") + _OK),
        lambda pair: pair.with_mac(pair.cryptogram(_BLOCK, mark=b"") + _OK),
        lambda pair: pair.with_mac(pair.cryptogram(b"") + _OK),
        lambda pair: pair.with_mac(tlv.encode(0x87) + _OK),
        lambda pair: pair.with_mac(tlv.encode(0x87, b"\x01", bytes(15)) + _OK),
    ],
    "wrong_status": [
        lambda pair: pair.with_mac(tlv.encode(0x99, b"\x90")),
        lambda pair: pair.with_mac(tlv.encode(0x99, b"")),
        lambda pair: pair.with_mac(tlv.encode(0x99, b"\x90\0\0")),
    ],
}
_CASES = [(code, at, make) for code, makes in _WRONG.items() for at, make in enumerate(makes)]


@pytest.mark.parametrize(("code", "make"), [(code, make) for code, _, make in _CASES], ids=[f"{code}-{at}" for code, at, _ in _CASES])
def test_an_answer_that_is_not_protected_as_it_must_be_breaks_the_channel(code: str, make: Callable[[_Pair], bytes]) -> None:
    pair = _Pair()
    pair.ask()
    with pytest.raises(errors.SessionBroken) as broken:
        pair.terminal.unprotect(Response(make(pair), 0x9000))
    assert broken.value.code == code


def test_the_same_answers_told_element_by_element_are_taken_when_right() -> None:
    pair = _Pair()
    pair.ask()
    assert pair.terminal.unprotect(Response(pair.with_mac(pair.cryptogram(_BLOCK) + _OK), 0x9000)) == Response(b"data", 0x9000)


@pytest.mark.parametrize("status", [0x9000, 0x6282, 0x6982, 0x6987, 0x6988, 0x6A82, 0x6FFF])
def test_a_plain_answer_breaks_the_channel_whatever_its_status_word(status: int) -> None:
    pair = _Pair()
    channel = Secured(lambda _: Response(b"", status), pair.terminal)
    with pytest.raises(errors.SessionBroken) as broken:
        channel.send(_READ)
    assert broken.value.code == "plain_answer"


def test_the_status_word_is_the_protected_one() -> None:
    pair = _Pair()
    pair.ask()
    answer = pair.card.answer(Response(b"", 0x6A82))
    assert pair.terminal.unprotect(Response(answer.data, 0x9000)).status == 0x6A82


@pytest.mark.parametrize("status", [0x6A82, 0x6282, 0x6FFF])
def test_a_status_word_that_contradicts_the_protected_one_breaks_the_channel(status: int) -> None:
    pair = _Pair()
    pair.ask()
    answer = pair.card.answer(Response(b"", 0x9000))
    with pytest.raises(errors.SessionBroken) as broken:
        pair.terminal.unprotect(Response(answer.data, status))
    assert broken.value.code == "wrong_status"


@pytest.mark.parametrize("cipher", list(Cipher))
def test_an_answer_said_before_is_not_taken_again(cipher: Cipher) -> None:
    pair = _Pair(cipher)
    pair.ask()
    answer = pair.card.answer(Response(b"", 0x9000))
    pair.terminal.unprotect(answer)
    pair.ask()
    with pytest.raises(errors.SessionBroken) as broken:
        pair.terminal.unprotect(answer)
    assert broken.value.code == "wrong_mac"


def test_a_channel_that_broke_once_sends_nothing_more() -> None:
    pair, sent = _Pair(), []

    def send(command: Command) -> Response:
        sent.append(command)
        return Response(b"", 0x9000)

    channel = Secured(send, pair.terminal)
    for code in ("plain_answer", "broken", "broken"):
        with pytest.raises(errors.SessionBroken) as broken:
            channel.send(_READ)
        assert broken.value.code == code
    assert channel.is_broken
    assert len(sent) == 1


def test_a_channel_whose_card_is_gone_is_broken_too() -> None:
    def send(_: Command) -> Response:
        raise errors.CardGone

    channel = Secured(send, _Pair().terminal)
    with pytest.raises(errors.CardGone):
        channel.send(_READ)
    with pytest.raises(errors.SessionBroken):
        channel.send(_READ)


@given(st.binary(max_size=80), st.integers(0, 0xFFFF))
def test_no_bytes_are_an_answer_by_chance(data: bytes, status: int) -> None:
    pair = _Pair()
    pair.ask()
    with pytest.raises(errors.SessionBroken):
        pair.terminal.unprotect(Response(data, status))


@given(st.integers(0, 200), st.integers(1, 255), st.sampled_from(list(Cipher)))
def test_one_bit_that_changes_on_the_way_is_noticed(at: int, change: int, cipher: Cipher) -> None:
    pair = _Pair(cipher)
    pair.ask()
    raw = bytearray(pair.card.answer(Response(b"what the card says", 0x9000)).data)
    raw[at % len(raw)] ^= change
    with pytest.raises(errors.SessionBroken):
        pair.terminal.unprotect(Response(bytes(raw), 0x9000))


def _sent(change: Callable[[bytes], bytes], command: Command = _READ) -> Callable[[_Pair], Command]:
    def make(pair: _Pair) -> Command:
        sent = pair.terminal.protect(command)
        return Command(sent.cla, sent.ins, sent.p1, sent.p2, change(sent.data), sent.le)

    return make


_SELECT = Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1e")


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda _: _READ, 0x6987),
        (lambda pair: Command(0x00, 0xB0, 0, 0, pair.terminal.protect(_READ).data), 0x6987),
        (_sent(lambda data: data[:-10]), 0x6987),
        (_sent(lambda _: b""), 0x6987),
        (_sent(lambda data: data[:-1] + bytes((data[-1] ^ 1,))), 0x6988),
        (_sent(lambda data: data[:-1]), 0x6988),
        (_sent(lambda data: tlv.encode(0x81, b"x") + data), 0x6988),
        (_sent(lambda data: data + data), 0x6988),
        (_sent(lambda data: b"\x97\x01\x05" + data[3:]), 0x6988),
        (_sent(lambda data: data.replace(b"\x87", b"\x85", 1), _SELECT), 0x6988),
        (lambda pair: pair.command(tlv.encode(0x97, b"")), 0x6988),
        (lambda pair: pair.command(tlv.encode(0x97, bytes(3))), 0x6988),
        (lambda pair: pair.command(tlv.encode(0x87, b"\x01", bytes(15))), 0x6988),
        (lambda pair: pair.command(tlv.encode(0x87)), 0x6988),
        (lambda pair: pair.terminal.protect(_READ) and pair.terminal.protect(_READ), 0x6988),  # one was lost on the way
        (lambda pair: Command(0x0C, 0xB1, 0, 0, pair.terminal.protect(_READ).data), 0x6988),  # another instruction than was protected
    ],
)
def test_the_card_refuses_commands_that_are_not_protected_as_they_must_be(make: Callable[[_Pair], Command], status: int) -> None:
    pair = _Pair()
    with pytest.raises(SecureMessagingError) as refused:
        pair.card.receive(make(pair))
    assert refused.value.status == status


def test_the_same_command_told_element_by_element_is_taken_when_right() -> None:
    pair = _Pair()
    assert pair.card.receive(pair.command(tlv.encode(0x97, b"\x04"))) == _READ


@given(st.binary(max_size=80), st.integers(0, 255))
def test_no_bytes_are_a_command_by_chance(data: bytes, cla: int) -> None:
    with pytest.raises(SecureMessagingError):
        _Pair().card.receive(Command(cla, 0xB0, 0, 0, data))


def test_a_command_of_a_private_class_cannot_be_protected() -> None:
    with pytest.raises(errors.Malformed):
        _Pair().terminal.protect(Command(0x80, 0xB0, 0, 0))
