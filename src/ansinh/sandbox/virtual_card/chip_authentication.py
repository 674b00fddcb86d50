"""Chip authentication on the card's side (BSI TR-03110-1 section 3.4, TR-03110-3 appendix B): keys that only the owner of the chip's key can agree on.

By MSE:Set AT and GENERAL AUTHENTICATE or, for 3DES, by MSE:Set KAT alone. The answer still goes out under the old keys; a failure leaves
those in force.
"""

from typing import Any

from ansinh.chip import access, authenticate, curves, groups
from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Cipher, Session
from ansinh.sandbox.virtual_card import objects
from ansinh.sandbox.virtual_card.model import Chip, ChipKey
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, Status

_MECHANISM, _KEY, _EPHEMERAL, _EPHEMERAL_AT_ONCE = 0x80, 0x84, 0x80, 0x91


class ChipAuthentication:
    """The protocol for the one static key a chip has, or the refusal of it by a chip that has none."""

    def __init__(self, chip: Chip) -> None:
        self._key = chip.chip_key
        self._is_chosen = False

    def stop(self) -> None:
        """Forgets what was chosen."""
        self._is_chosen = False

    def choose(self, data: bytes) -> Reply:
        """MSE:Set AT. Raises Refusal: 6A80 for another mechanism, 6A88 for a key the chip does not have."""
        self._is_chosen = False
        chosen = objects.read(data, allowed=frozenset({_MECHANISM, _KEY}))
        key = self._named(chosen.get(_KEY))
        if chosen.get(_MECHANISM) != access.oid_bytes(key.oid):
            raise Refusal(Status.WRONG_DATA)
        self._is_chosen = True
        return Reply(Response(b"", Status.OK))

    def agree(self, command: Command) -> Reply:
        """GENERAL AUTHENTICATE with the terminal's ephemeral key. Raises Refusal: 6985 without a choice before, 6A80 for a key that is none."""
        chosen, self._is_chosen = self._is_chosen, False
        if self._key is None or not chosen:
            raise Refusal(Status.OUT_OF_TURN)
        if command.p1 or command.p2:
            raise Refusal(Status.WRONG_PARAMETERS)
        try:
            ephemeral = access.open_template(command.data, _EPHEMERAL, "chip authentication")
        except Malformed:
            raise Refusal(Status.WRONG_DATA) from None
        return Reply(Response(access.template(), Status.OK), _session(self._key, ephemeral))

    def agree_at_once(self, data: bytes) -> Reply:
        """MSE:Set KAT, which is for 3DES only. Raises Refusal."""
        given = objects.read(data, allowed=frozenset({_EPHEMERAL_AT_ONCE, _KEY}))
        key = self._named(given.get(_KEY))
        if _EPHEMERAL_AT_ONCE not in given or authenticate.cipher_of(key.oid) is not Cipher.TDES:
            raise Refusal(Status.WRONG_DATA)
        return Reply(Response(b"", Status.OK), _session(key, given[_EPHEMERAL_AT_ONCE]))

    def _named(self, key_id: bytes | None) -> ChipKey:
        """The chip's key, by its identifier; one without an identifier is not to be named."""
        wanted = None if key_id is None else int.from_bytes(key_id, "big")
        if self._key is None or wanted != self._key.key_id:
            raise Refusal(Status.NOT_KNOWN)
        return self._key


def _session(key: ChipKey, ephemeral: bytes) -> Session:
    """Keys from what both agree on."""
    domain, cipher = _domain(key.curve), authenticate.cipher_of(key.oid)
    assert cipher is not None, key.oid
    try:
        secret = domain.shared_secret(key.private, domain.decode(ephemeral, "chip authentication"))
    except Malformed:
        raise Refusal(Status.WRONG_DATA) from None
    return authenticate.agreed(cipher, secret)


def _domain(name: str) -> access.Domain[Any]:
    """By the name of a curve or a group."""
    curve, group = curves.named(name), groups.named(name)
    if curve is not None:
        return access.OnCurve(curve)
    assert group is not None, name
    return access.InGroup(group)
