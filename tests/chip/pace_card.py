"""The card's side of PACE, as small as it can be, and with a place to put something else where any answer goes out."""

from collections.abc import Mapping

from ansinh.chip import access, curves
from ansinh.chip.apdu import Command, Response
from ansinh.chip.curves import Curve, Random
from ansinh.chip.messaging import Session

CHOICE, NONCE, MAPPING, AGREEMENT, TOKEN = range(5)


class PaceCard:
    """Answers the five commands. `instead` has, for a step, data or a status word to answer with; at `mirrors` it sends back what it got."""

    def __init__(
        self,
        *,
        suite: access.Suite,
        curve: Curve,
        password: access.Password,
        random: Random,
        instead: Mapping[int, bytes | int] | None = None,
        mirrors: int | None = None,
    ) -> None:
        self._suite, self._curve, self._random = suite, curve, random
        self._key = access.password_key(password, suite.cipher)
        self._instead, self._mirrors = dict(instead or {}), mirrors
        self._nonce = random(access.nonce_bytes(suite.cipher))
        self._generator = self._own = self._other = curves.Point(curve.g_x, curve.g_y)
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
        other = curves.decode_point(self._curve, access.open_template(data, 0x81, "mapping"), "mapping")
        private = curves.new_private(self._curve, self._random)
        self._generator = access.map_generator(access.OnCurve(self._curve), self._nonce, private, other)
        return access.template(0x82, curves.encode_point(self._curve, curves.public_key(self._curve, private)))

    def _agree(self, data: bytes) -> bytes:
        self._other = curves.decode_point(self._curve, access.open_template(data, 0x83, "agreement"), "agreement")
        private = curves.new_private(self._curve, self._random)
        self._own = curves.multiply(self._curve, private, self._generator)
        self._keys = access.session_keys(curves.shared_secret(self._curve, private, self._other), self._suite.cipher)
        return access.template(0x84, curves.encode_point(self._curve, self._own))

    def _prove(self, data: bytes) -> bytes:
        if access.open_template(data, 0x85, "token") != access.token(self._suite, self._keys[1], access.OnCurve(self._curve), self._own):
            self._instead.setdefault(TOKEN, 0x6300)
        return access.template(0x86, access.token(self._suite, self._keys[1], access.OnCurve(self._curve), self._other))
