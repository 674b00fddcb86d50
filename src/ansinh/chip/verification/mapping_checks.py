"""Checks of EF.CardSecurity, and of what the chip proved by a key in it while PACE opened the card (ICAO Doc 9303-11, 4.4.3.5).

That proof counts only as far as the key is the issuer's: the file is signed by a signer we believe, of the country that signed the data, and
says nothing else than EF.CardAccess and the signed DG14 do. What was proven in the channel is about what was read in it: both ends of the
channel have keys that only this chip and this reader know.
"""

from dataclasses import replace

from ansinh.chip import access, curves, lds
from ansinh.chip.checks import Check, Outcome, failed, not_performed, successful, undetermined
from ansinh.chip.errors import ChipError
from ansinh.chip.lds import File
from ansinh.chip.passive import CARD_SECURITY, CardSecurity, Passive
from ansinh.chip.reading import Reading
from ansinh.chip.verification.contents import Contents

_BINDING = ("sod_structure", "sod_signature", "signer_trusted", "country")


def checks(found: CardSecurity | None, reading: Reading, contents: Contents, passive: Passive) -> tuple[Check, ...]:
    """Both of them, for a card of which EF.CardSecurity was asked for; neither for any other, which is no worse for it."""
    was_asked = found is not None or File.CARD_SECURITY in {*reading.missing, *reading.locked, *reading.unreadable}
    if not was_asked and reading.chip_mapping.outcome is Outcome.NOT_PERFORMED:
        return ()
    of_file = check_card_security(found, reading, contents, passive)
    return of_file, check_mapping(reading, of_file, passive)


def check_card_security(found: CardSecurity | None, reading: Reading, contents: Contents, passive: Passive) -> Check:
    """`card_security`: signed, by whom, and whether it fits the rest of the card.

    Reasons beside those of passive authentication: `stripped`, `unreadable`, `other_country`, `card_access_differs`, `dg14_differs`.
    """
    if found is None:
        return _not_there(reading, contents, passive)
    if found.check.outcome is not Outcome.SUCCESSFUL or found.infos is None or found.signer is None:
        return found.check
    if passive.signer is None:
        return undetermined(CARD_SECURITY, "no_signer", "there is no signer of the data whose country could be compared")
    if found.signer.country != passive.signer.country:
        return failed(CARD_SECURITY, "other_country", "EF.CardSecurity is signed by another country than the data")
    if not _says_the_same(found.infos, contents.card_access):
        return failed(CARD_SECURITY, "card_access_differs", "EF.CardAccess says something else than the issuer signed in EF.CardSecurity")
    if contents.infos is not None and passive.binds(14) and not _has_the_same_keys(found.infos, contents.infos):
        return failed(CARD_SECURITY, "dg14_differs", "EF.CardSecurity and DG14 name different keys by the same number")
    return successful(CARD_SECURITY)


def check_mapping(reading: Reading, card_security: Check, passive: Passive) -> Check:
    """`chip_authentication_mapping`: as the reader saw it, as far as the issuer signed the key."""
    check = reading.chip_mapping
    if check.outcome is not Outcome.SUCCESSFUL:
        return check
    is_bound = card_security.outcome is Outcome.SUCCESSFUL and all(passive.check(name).outcome is Outcome.SUCCESSFUL for name in _BINDING)
    if not is_bound:
        return undetermined(
            check.name, "key_not_signed", "the chip has the key it names, but nobody we trust signed that key for this card"
        )
    return check


def with_card_security(check: Check, found: CardSecurity | None) -> Check:
    """`signer_revocation` of the data's signer, and of that of EF.CardSecurity where that is believed: the worse of the two counts."""
    if found is None or found.check.outcome is not Outcome.SUCCESSFUL or check.outcome is not Outcome.SUCCESSFUL:
        return check
    return (
        replace(found.revocation, detail=f"EF.CardSecurity: {found.revocation.detail}")
        if found.revocation.outcome is Outcome.UNDETERMINED
        else check
    )


def _not_there(reading: Reading, contents: Contents, passive: Passive) -> Check:
    """What the signed DG14 promises and the card does not give was taken out; of any other card it is not asked for."""
    if File.CARD_SECURITY in reading.unreadable:
        return failed(CARD_SECURITY, "unreadable", "EF.CardSecurity could not be read")
    promises = contents.infos is not None and passive.binds(14) and any(_is_mapping(each) for each in contents.infos.pace)
    if promises:
        return failed(
            CARD_SECURITY,
            "stripped",
            "the issuer signed that the chip proves itself by a key in EF.CardSecurity, which the card does not give",
        )
    return not_performed(CARD_SECURITY, "not_there", "the card has none")


def _is_mapping(offer: lds.PaceInfo) -> bool:
    found = access.suite(offer.oid)
    return found is not None and found.mapping == access.CHIP_MAPPING


def _says_the_same(signed: lds.SecurityInfos, free: lds.SecurityInfos | None) -> bool:
    """All variants of PACE are the same; of chip authentication, EF.CardAccess names none that is not signed (Doc 9303-11, 9.2.12)."""
    if free is None:
        return True
    return set(signed.pace) == set(free.pace) and set(free.chip_authentication) <= set(signed.chip_authentication)


def _has_the_same_keys(signed: lds.SecurityInfos, group: lds.SecurityInfos) -> bool:
    """Keys under the same number are the same key, however each file writes it; a card may have others in either (assumed of real ones)."""
    numbered = {each.key_id: {_key(other) for other in group.chip_keys if other.key_id == each.key_id} for each in group.chip_keys}
    return all(each.key_id not in numbered or _key(each) in numbered[each.key_id] for each in signed.chip_keys)


def _key(found: lds.ChipPublicKey) -> object:
    try:
        return curves.read_public_key(found.public_key_info, "chip authentication key")
    except ChipError:
        return found.public_key_info
