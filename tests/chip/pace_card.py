"""The card's side of PACE, as small as it can be, and with a place to put something else where any answer goes out."""

from collections.abc import Mapping
from typing import Any

from ansinh.chip import access
from ansinh.chip.apdu import Command, Response
from ansinh.chip.curves import Random
from ansinh.chip.messaging import Session

CHOICE, NONCE, MAPPING, AGREEMENT, TOKEN = range(5)


class PaceCard:
    """Answers the five commands. `instead` has, for a step, data or a status word to answer with; at `mirrors` it sends back what it got."""

    def __init__(
        self,
        *,
        suite: access.Suite,
        domain: access.Domain[Any],
        password: access.Password,
        random: Random,
        instead: Mapping[int, bytes | int] | None = None,
        mirrors: int | None = None,
    ) -> None:
        self._suite, self._domain, self._random = suite, domain, random
        self._key = access.password_key(password, suite.cipher)
        self._instead, self._mirrors = dict(instead or {}), mirrors
        self._nonce = random(access.nonce_bytes(suite.cipher))
        self._generator: Any = None
        self._own: Any = None
        self._other: Any = None
        self._keys = (b"", b"")
        self.asked: list[str] = []

    @property
    def session(self) -> Session:
        return Session(self._suite.cipher, *self._keys)

    def send(self, command: Command) -> Response:
        step = len(self.asked)
        self.asked.append(command.encode().hex().upper())
        data = (self._choose, self._give_nonce, self._map, self._agree, self._prove)[step](command.data)
        if step == self._mirrors:
            sent = access.open_template(command.data, 2 * step + 0x7D, "mirror")
            data = access.template(2 * step + 0x7E, sent)
        instead = self._instead.get(step, data)
        return Response(b"", instead) if isinstance(instead, int) else Response(instead, 0x9000)

    def _choose(self, _: bytes) -> bytes:
        return b""

    def _give_nonce(self, _: bytes) -> bytes:
        return access.template(0x80, access.encrypt_nonce(self._nonce, self._key, self._suite.cipher))

    def _map(self, data: bytes) -> bytes:
        sent = access.open_template(data, 0x81, "mapping")
        if self._suite.mapping.endswith("-IM"):
            self._generator = access.map_numbers(self._domain, self._nonce, sent, self._suite.cipher)
            return access.template(0x82, b"")
        private = self._domain.new_private(self._random)
        self._generator = access.map_generator(self._domain, self._nonce, private, self._domain.decode(sent, "mapping"))
        return access.template(0x82, self._domain.encode(self._domain.public_key(private)))

    def _agree(self, data: bytes) -> bytes:
        self._other = self._domain.decode(access.open_template(data, 0x83, "agreement"), "agreement")
        private = self._domain.new_private(self._random)
        self._own = self._domain.apply(private, self._generator)
        self._keys = access.session_keys(self._domain.shared_secret(private, self._other), self._suite.cipher)
        return access.template(0x84, self._domain.encode(self._own))

    def _prove(self, data: bytes) -> bytes:
        if access.open_template(data, 0x85, "token") != access.token(self._suite, self._keys[1], self._domain, self._own):
            self._instead.setdefault(TOKEN, 0x6300)
        return access.template(0x86, access.token(self._suite, self._keys[1], self._domain, self._other))
