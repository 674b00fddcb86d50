"""PACE on the card's side, by CAN or by the printed lines (BSI TR-03110-2 section 3.2, Doc 9303-11 section 4.4).

The card does what its EF.CardAccess announces and nothing else. Any step that is refused ends the run: the terminal begins anew.
"""

import contextlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansinh.chip import access, curves, lds, tlv
from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Session
from ansinh.sandbox.virtual_card import objects
from ansinh.sandbox.virtual_card.channel import CHAINED
from ansinh.sandbox.virtual_card.files import CARD_ACCESS
from ansinh.sandbox.virtual_card.model import Chip
from ansinh.sandbox.virtual_card.pace_mappings import CARD, Mapped, unlike
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, Status, done

_MECHANISM, _PASSWORD, _DOMAIN = 0x80, 0x83, 0x84
_TRIES_LEFT = 0x63C0


@dataclass(slots=True)
class _Run:
    """One run of the protocol, and how far it came."""

    suite: access.Suite
    domain: access.Domain[Any]
    password: access.Password
    step: int = 0
    nonce: bytes = b""
    mapped: Mapped[Any] | None = None
    own: Any = None
    other: Any = None
    keys: tuple[bytes, bytes] = (b"", b"")


class Pace:
    """MSE:Set AT chooses, four GENERAL AUTHENTICATE follow, each but the last marked as chained."""

    def __init__(self, chip: Chip, random: Callable[[int], bytes]) -> None:
        self._random = random
        self._mapping_key = chip.mapping_key
        self._fails_with = chip.quirks.pace_status
        self._tries = self._tries_left = chip.quirks.can_tries
        self._offered = _offered(chip)
        passwords = (access.MrzKey(*chip.bac_key), access.Can(chip.can))
        self._passwords: dict[int, access.Password] = {each.reference: each for each in passwords}
        self._run: _Run | None = None

    @property
    def is_running(self) -> bool:
        """True from the choice until the last step, or until anything went wrong."""
        return self._run is not None

    def stop(self) -> None:
        """Gives a run up."""
        self._run = None

    def forgive(self) -> None:
        """Somebody proved to know the printed lines, or the CAN: wrong ones are counted from the beginning."""
        self._tries_left = self._tries

    def choose(self, data: bytes) -> Reply:
        """MSE:Set AT. Raises Refusal: 6A80 for a variant, 6A88 for a password or domain parameters not offered, 63C0 for a blocked CAN."""
        chosen = objects.read(data, allowed=frozenset({_MECHANISM, _PASSWORD, _DOMAIN}))
        variants = {parameter: suite for suite, parameter in self._offered if access.oid_bytes(suite.oid) == chosen.get(_MECHANISM)}
        if not variants:
            raise Refusal(Status.WRONG_DATA)
        parameter = int.from_bytes(chosen[_DOMAIN], "big") if _DOMAIN in chosen else next(iter(variants))
        password = self._passwords.get(int.from_bytes(chosen.get(_PASSWORD, b""), "big"))
        domain = access.domain_of(variants[parameter].mapping, parameter) if parameter in variants else None
        if domain is None or password is None:
            raise Refusal(Status.NOT_KNOWN)
        if isinstance(password, access.Can) and self._tries_left == 0:
            raise Refusal(_TRIES_LEFT)
        self._run = _Run(variants[parameter], domain, password)
        return done()

    def step(self, command: Command) -> Reply:
        """The next GENERAL AUTHENTICATE. Raises Refusal: 63Cx or 6300 where the terminal does not know the password."""
        run, self._run = self._run, None
        if run is None:
            raise Refusal(Status.OUT_OF_TURN)
        if self._fails_with is not None:
            raise Refusal(self._fails_with)
        if command.p1 or command.p2:
            raise Refusal(Status.WRONG_PARAMETERS)
        if bool(command.cla & CHAINED) != (run.step < 3):
            raise Refusal(Status.CHAIN_BROKEN)
        try:
            reply = (self._give_nonce, self._map, self._agree, self._prove)[run.step](run, command.data)
        except Malformed:
            raise Refusal(Status.WRONG_DATA) from None
        if run.step < 3:
            run.step += 1
            self._run = run
        return reply

    def _give_nonce(self, run: _Run, data: bytes) -> Reply:
        access.open_template(data, None, "PACE nonce")
        cipher = run.suite.cipher
        run.nonce = self._random(access.nonce_bytes(cipher))
        return done(access.template(0x80, access.encrypt_nonce(run.nonce, access.password_key(run.password, cipher), cipher)))

    def _map(self, run: _Run, data: bytes) -> Reply:
        sent = access.open_template(data, 0x81, "PACE mapping")
        run.mapped = CARD[run.suite.mapping](run.domain, run.nonce, sent, self._random, run.suite.cipher)
        return done(access.template(0x82, run.mapped.answer))

    def _agree(self, run: _Run, data: bytes) -> Reply:
        assert run.mapped is not None
        run.other = run.domain.decode(access.open_template(data, 0x83, "PACE key agreement"), "PACE key agreement")
        private = run.domain.new_private(self._random)
        run.own = unlike(run.domain.apply(private, run.mapped.generator), run.other)
        run.keys = access.session_keys(run.domain.shared_secret(private, run.other), run.suite.cipher)
        return done(access.template(0x84, run.domain.encode(run.own)))

    def _prove(self, run: _Run, data: bytes) -> Reply:
        k_enc, k_mac = run.keys
        theirs = access.open_template(data, 0x85, "PACE mutual authentication")
        if not hmac.compare_digest(theirs, access.token(run.suite, k_mac, run.domain, run.own)):
            raise Refusal(self._wrong(run.password))
        self.forgive()
        mine = access.token(run.suite, k_mac, run.domain, run.other)
        return Reply(Response(access.answer(mine, self._claim(run)), Status.OK), Session(run.suite.cipher, k_enc, k_mac))

    def _claim(self, run: _Run) -> bytes | None:
        """Chip authentication data, where the mapping has them. A chip without the key makes some up: what else could a copy do?"""
        if run.suite.mapping != access.CHIP_MAPPING:
            return None
        assert isinstance(run.domain, access.OnCurve)
        assert run.mapped is not None
        assert run.mapped.private is not None
        curve = run.domain.curve
        has_key = self._mapping_key is not None and self._mapping_key.curve == curve.name
        static = self._mapping_key.private if self._mapping_key is not None and has_key else curves.new_private(curve, self._random)
        return access.encrypted_claim(run.suite.cipher, run.keys[0], curve, static=static, mapped_with=run.mapped.private)

    def _wrong(self, password: access.Password) -> int:
        """What a wrong password is answered with: only CANs are counted."""
        if self._tries_left is None or not isinstance(password, access.Can):
            return Status.NOT_PROVEN
        self._tries_left -= 1
        return _TRIES_LEFT | min(self._tries_left, 0xF)


def _offered(chip: Chip) -> list[tuple[access.Suite, int]]:
    """Variants and domain parameters that the card announces and that are built here."""
    with contextlib.suppress(Malformed):
        raw = chip.files.get(CARD_ACCESS, b"")
        announced = lds.read_card_access(raw[: tlv.header(raw, "EF.CardAccess").total]).pace  # zeros may fill the file up
        suites = [(access.suite(each.oid), each.parameter_id) for each in announced]
        return [(suite, parameter) for suite, parameter in suites if suite and suite.mapping in CARD and parameter is not None]
    return []
