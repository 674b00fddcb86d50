"""Basic access control on the card's side (Doc 9303-11 section 4.3): a challenge, then proof by both that they know the printed lines."""

import hmac
from collections.abc import Callable

from ansinh.chip import access
from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import Malformed
from ansinh.sandbox.virtual_card.model import Chip
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, Status, done

_NONCE_BYTES, _KEYING_BYTES = 8, 16


class BasicAccess:
    """GET CHALLENGE and EXTERNAL AUTHENTICATE. A challenge is good for one attempt."""

    def __init__(self, chip: Chip, random: Callable[[int], bytes]) -> None:
        self._random = random
        self._keys = access.bac_keys(access.MrzKey(*chip.bac_key))
        self._challenge: bytes | None = None

    def stop(self) -> None:
        """No challenge is open any more."""
        self._challenge = None

    def challenge(self, command: Command) -> Reply:
        """Eight random bytes. Raises Refusal."""
        if command.p1 or command.p2:
            raise Refusal(Status.WRONG_PARAMETERS)
        if command.data or command.le != _NONCE_BYTES:
            raise Refusal(Status.WRONG_LENGTH)
        self._challenge = self._random(_NONCE_BYTES)
        return done(self._challenge)

    def authenticate(self, command: Command) -> Reply:
        """The card's proof, and the session. Raises Refusal: 6300 for a terminal that does not know the printed lines."""
        challenge, self._challenge = self._challenge, None
        if challenge is None:
            raise Refusal(Status.OUT_OF_TURN)
        try:
            theirs = access.open_cryptogram(self._keys, command.data)
        except Malformed:
            raise Refusal(Status.WRONG_LENGTH) from None
        if theirs is None or not hmac.compare_digest(theirs.other, challenge):
            raise Refusal(Status.NOT_PROVEN)
        mine = access.Cryptogram(challenge, theirs.own, self._random(_KEYING_BYTES))
        answer = Response(access.seal_cryptogram(self._keys, mine), Status.OK)
        return Reply(answer, access.bac_session(terminal=theirs, card=mine))
