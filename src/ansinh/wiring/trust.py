"""Whose chips this installation believes: the folder that the settings name, or the one that the sandbox's card factory gives away."""

from pathlib import Path

from ansinh.chip import trust
from ansinh.chip.errors import ChipError
from ansinh.kit.errors import Refused
from ansinh.settings import Settings
from ansinh.wiring import cards


def trust_folder(settings: Settings) -> Path:
    """The folder of anchors and revocation lists; the sandbox's is made, and its list renewed, where the settings name none."""
    return settings.trust_dir or cards.factory(settings).trust


def trust_store(settings: Settings) -> trust.TrustStore:
    """What is in that folder. Raises Refused naming the file that cannot be read, or the folder that is not there."""
    if settings.trust_dir is not None and not settings.trust_dir.is_dir():
        raise Refused("trust_unusable", f"ANSINH_TRUST_DIR: there is no folder {settings.trust_dir}", field="trust_dir")
    try:
        return trust.load_folder(trust_folder(settings))
    except (ChipError, OSError) as wrong:
        raise Refused("trust_unusable", f"{trust_folder(settings)}: {wrong}", field="trust_dir") from None


def import_into(settings: Settings, file: Path, *, fingerprint: str | None) -> trust.Imported:
    """Puts what is in `file` into the folder. Raises Refused, also where that is the sandbox's, which is the card factory's own."""
    if settings.trust_dir is None:
        raise Refused(
            "trust_unusable", "name a folder of your own in ANSINH_TRUST_DIR; the sandbox's is not one to add to", field="trust_dir"
        )
    try:
        return trust.import_file(settings.trust_dir, file, fingerprint=fingerprint)
    except ChipError as wrong:
        raise Refused(wrong.code, f"{file.name}: {wrong.detail}", field="import") from None
