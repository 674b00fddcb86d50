"""Letting the chip prove itself: chip authentication with a key from DG14, and its answer to a challenge.

Whether the issuer signed that key is verification's question.
"""

from ansinh.chip import authenticate, lds, messaging
from ansinh.chip.checks import Check, failed, not_performed, undetermined
from ansinh.chip.curves import Random, UnknownCurve
from ansinh.chip.errors import CardRefused, Malformed, SessionBroken
from ansinh.chip.reading.model import CHIP_AUTHENTICATION, Active
from ansinh.chip.transport import Send

_NAME = CHIP_AUTHENTICATION
_VERSION = 1
"""The one before terminal authentication (BSI TR-03110-3, A.1.1.2)."""


def offered_key(dg14: bytes) -> tuple[lds.ChipAuthentication, lds.ChipPublicKey] | Check:
    """The protocol and key to use, or why there is none.

    Of several pairs that are built and belong together the strongest is taken (ICAO Doc 9303-11, 8.5: AES before 3DES), in the card's order
    where several are alike.
    """
    try:
        infos = lds.read_dg14(dg14)
    except Malformed as wrong:
        return failed(_NAME, "malformed", wrong.detail)
    if not infos.chip_keys and not infos.chip_authentication:
        return not_performed(_NAME, "not_offered", "the card offers no chip authentication")
    pairs = [(protocol, key) for protocol in infos.chip_authentication for key in infos.chip_keys if key.key_id == protocol.key_id]
    if not pairs:
        return failed(_NAME, "no_key", "DG14 names a protocol and a key that do not belong together")
    known = [pair for pair in pairs if pair[0].version == _VERSION and authenticate.cipher_of(pair[0].oid)]
    together = [pair for pair in known if authenticate.belongs(pair[0].oid, pair[1].oid)]
    if known and not together:
        return failed(_NAME, "no_key", "DG14 names a protocol and a key of another kind")
    if len(together) == 1:
        return together[0]
    ranked = [(rank, pair) for pair in together if (rank := authenticate.rank(pair[0].oid, pair[1].public_key_info)) is not None]
    if ranked:
        return min(ranked, key=lambda each: each[0])[1]
    return together[0] if together else undetermined(_NAME, "not_supported", "the card authenticates its chip in a way that is not built")


def authenticate_chip(send: Send, dg14: bytes, *, random: Random, raw_send: Send) -> tuple[messaging.Secured | None, Check | None]:
    """A channel under new keys, not yet used, and None; or no channel and the check as it ended.

    `send` is the present channel, `raw_send` what lies under it. A channel that broke is the caller's to open anew.
    """
    offered = offered_key(dg14)
    if isinstance(offered, Check):
        return None, offered
    protocol, key = offered
    try:
        session = authenticate.chip(send, oid=protocol.oid, key_id=protocol.key_id, public_key_info=key.public_key_info, random=random)
    except (authenticate.NotSupported, UnknownCurve) as wrong:
        return None, undetermined(_NAME, wrong.code, wrong.detail)
    except CardRefused as wrong:
        return None, failed(_NAME, "refused", wrong.detail)
    except Malformed as wrong:
        return None, failed(_NAME, "malformed", wrong.detail)
    except SessionBroken as wrong:
        return None, failed(_NAME, "broken", wrong.detail)
    return messaging.Secured(raw_send, session), None


def ask_active(send: Send, challenge: bytes, *, extended: bool) -> tuple[Active | None, int | None]:
    """The chip's signature over `challenge`, or the status word with which it refuses."""
    try:
        return Active(challenge, authenticate.challenge(send, challenge, extended=extended)), None
    except CardRefused as refused:
        return None, refused.status
