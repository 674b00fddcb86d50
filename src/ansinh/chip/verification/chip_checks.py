"""Checks of the chip: how it was opened, and whether it proved itself by a key that its issuer signed.

A proof by a key that nobody signed proves nothing: whoever clones a card puts a key of their own into it (ICAO Doc 9303-11, 6.1 and 6.2).
"""

from dataclasses import replace

from ansinh.chip import authenticate
from ansinh.chip.checks import Check, Outcome, failed, not_performed, successful, undetermined
from ansinh.chip.lds import File
from ansinh.chip.passive import Passive
from ansinh.chip.reading import Reading
from ansinh.chip.verification.contents import Contents

_ACTIVE = "active_authentication"


def check_access(reading: Reading, contents: Contents, passive: Passive) -> Check:
    """The way in, held against what the signed DG14 says of PACE: EF.CardAccess is not signed, and whoever hides PACE hides it there."""
    if reading.access == "unknown":
        return not_performed("access", "not_known", "somebody else opened the card")
    if reading.pace_failed:
        return failed("access", "downgraded", "the card offers PACE, failed it, and was opened by basic access control")
    signed = contents.infos.pace if contents.infos is not None and passive.binds(14) else ()
    if reading.access == "bac":
        if signed:
            return failed("access", "pace_hidden", "the issuer signed that the card speaks PACE, and it did not offer it")
        return successful("access", "opened by basic access control: the card offers no PACE")
    offered = contents.card_access.pace if contents.card_access is not None else ()
    if signed and set(signed) != set(offered):
        return failed("access", "card_access_altered", "EF.CardAccess offers another PACE than the issuer signed")
    return successful("access", "opened by PACE")


def check_chip(reading: Reading, passive: Passive) -> Check:
    """Chip authentication as the reader ran it, as far as the issuer signed the key."""
    return _bound(reading.chip_authentication, 14, reading, passive)


def check_active(reading: Reading, contents: Contents, passive: Passive, *, challenge: bytes | None) -> Check:
    """The chip's signature over the reader's challenge, as far as the issuer signed the key.

    `challenge` is the one that was to be signed: a right signature over another is an old one played again. None: any, if the card was
    there; of a card that is not, nobody knows when it signed.
    """
    check = _bound(_active(reading, contents), 15, reading, passive)
    if check.outcome is not Outcome.SUCCESSFUL or reading.active is None:
        return check
    if challenge is not None and reading.active.challenge != challenge:
        return failed(_ACTIVE, "other_challenge", "the chip signed another challenge than the one that it was given now")
    if challenge is None and not reading.is_live:
        return undetermined(_ACTIVE, "not_fresh", "the signature is right; nothing shows when the chip made it")
    return check


def _active(reading: Reading, contents: Contents) -> Check:
    if File.DG15 in contents.unreadable:
        return failed(_ACTIVE, "malformed_key", "DG15 holds no public key")
    if contents.active_key is None:
        return not_performed(_ACTIVE, "not_read", "its key was not read")
    if reading.active is None:
        if reading.active_refused is not None:
            return failed(_ACTIVE, "refused", f"the card answered {reading.active_refused:04X} to the challenge")
        return not_performed(_ACTIVE, "not_repeatable", "the chip itself is needed for it")
    oid = contents.infos.active_authentication if contents.infos is not None else None
    return authenticate.check_active(contents.active_key, reading.active.challenge, reading.active.signature, signature_oid=oid)


def _bound(check: Check, group: int, reading: Reading, passive: Passive) -> Check:
    file = File.of_group(group)
    if file not in reading.files:
        if group not in passive.listed:
            return not_performed(check.name, "not_offered", "the card was issued without it")
        if file in reading.missing or file in reading.locked or file in reading.unreadable:  # public keys are locked to nobody
            return failed(check.name, "stripped", f"the issuer signed {file.name}, and the card does not give it")
        return check
    if check.outcome is Outcome.SUCCESSFUL and not passive.binds(group):
        return undetermined(check.name, "key_not_signed", "the chip has the key it names, but nobody we trust signed that key")
    if check.outcome is Outcome.FAILED and group not in passive.listed:
        return replace(check, detail=check.detail or "the chip does not have the key it names")
    return check
