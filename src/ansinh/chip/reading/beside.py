"""The files beside the application, in the master file: EF.CardAccess before anything is opened, EF.CardSecurity once PACE has opened the card.

The master file is current after reset. Citizen cards do not let anybody select it (6D00, as several programs report: assumed) and need not.
"""

from dataclasses import dataclass, field

from ansinh.chip import access, curves, lds, trust
from ansinh.chip.apdu import Command
from ansinh.chip.checks import Check, failed, not_performed, successful, undetermined
from ansinh.chip.errors import AccessDenied, CardRefused, ChipError, Malformed
from ansinh.chip.lds import File
from ansinh.chip.reading.files import Files, Progress
from ansinh.chip.reading.lengths import Reach
from ansinh.chip.reading.model import CHIP_MAPPING
from ansinh.chip.transport import Send


@dataclass(frozen=True, slots=True)
class CardSecurity:
    """EF.CardSecurity as it came; without `raw`, how it was refused: `status` of the card, or `wrong` as the code of what it is not."""

    raw: bytes | None = field(default=None, repr=False)
    status: int = 0
    wrong: str = ""


def card_access(send: Send, *, extended: bool) -> tuple[bytes | None, bool]:
    """EF.CardAccess, and whether it could be read with extended lengths; (None, False) for a card that has none.

    A card that is asked a second time may be elsewhere than in its master file, which is then selected; whether it lets itself be, the next answer shows.
    """
    files = Files(send, extended=extended)
    for prepare in (None, Command(0x00, 0xA4, 0x00, 0x0C, b"\x3f\x00")):
        if prepare is not None:
            send(prepare)
        try:
            files.select(File.CARD_ACCESS)
        except CardRefused:
            continue
        return files.current(File.CARD_ACCESS, progress=lambda *_: None), files.extended
    return None, False


def card_security(send: Send, reach: Reach, *, progress: Progress) -> CardSecurity:
    """EF.CardSecurity over the channel that PACE gave, before the application is selected: inside it the same identifier is EF.SOD's."""
    files = Files(send, extended=reach.extended, piece=reach.piece)
    try:
        return CardSecurity(files.read(File.CARD_SECURITY, progress=progress))
    except CardRefused as refused:
        return CardSecurity(status=refused.status)
    except Malformed as wrong:
        return CardSecurity(wrong=wrong.code)


def mapping_check(claim: access.Claim | None, raw: bytes | None) -> Check:
    """Whether the chip has the private half of a key in EF.CardSecurity that it claimed to have. Whether anybody signed that key is not asked here.

    Raises AccessDenied, `mapping_wrong_key`, for a chip that claims a key it does not have: nothing more is said to it.
    """
    if claim is None:
        return not_performed(CHIP_MAPPING, "not_offered", "the card was not opened by chip authentication mapping")
    if raw is None:
        return undetermined(CHIP_MAPPING, "no_card_security", "the card gives no EF.CardSecurity, where its key would be")
    try:
        keys = _keys(raw, claim.curve)
    except ChipError:
        return failed(CHIP_MAPPING, "malformed", "EF.CardSecurity cannot be read")
    if not keys:
        return failed(CHIP_MAPPING, "no_key", "EF.CardSecurity holds no key on the curve that the card was opened with")
    if not any(claim.is_of(key) for key in keys):
        raise AccessDenied("mapping_wrong_key", "the chip does not have the key that its EF.CardSecurity names")
    return successful(CHIP_MAPPING)


def _keys(raw: bytes, curve: curves.Curve) -> list[curves.Point]:
    """The static keys on that curve; a card may have others beside them. Raises Malformed for a file that is none."""
    data = trust.read_signed_data(lds.card_security_content(raw), content_type=lds.SECURITY_OBJECT)
    found = []
    for each in lds.read_card_security_infos(data.content).chip_keys:
        try:
            on, key = curves.read_public_key(each.public_key_info, "chip authentication key")
        except ChipError:
            continue
        if on == curve:
            found.append(key)
    return found
