"""Active authentication on the card's side: it signs the reader's challenge with a key that never leaves it (Doc 9303-11 section 6.1)."""

from collections.abc import Callable

from ansinh.chip import authenticate
from ansinh.chip.apdu import Command
from ansinh.sandbox.virtual_card.model import Chip
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, Status, done


def sign(chip: Chip, command: Command, *, room: int, random: Callable[[int], bytes]) -> Reply:
    """INTERNAL AUTHENTICATE: the signature over eight bytes.

    Raises Refusal: 6D00 for a chip without such a key; 6700 for another challenge, and for a signature that does not fit the answer, so that
    2048-bit RSA wants an extended length.
    """
    if chip.active_key is None:
        raise Refusal(Status.NO_INSTRUCTION)
    if command.p1 or command.p2:
        raise Refusal(Status.WRONG_PARAMETERS)
    if len(command.data) != authenticate.CHALLENGE_BYTES or command.le is None:
        raise Refusal(Status.WRONG_LENGTH)
    signature = authenticate.sign_active(chip.active_key, command.data, hash_name=chip.active_hash, random=random)
    if len(signature) > min(room, command.le):
        raise Refusal(Status.WRONG_LENGTH)
    return done(signature)
