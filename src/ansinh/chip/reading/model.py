"""What was read from one card: the files as they came, byte by byte, and how the card was opened. Judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ansinh.chip.checks import Check, Outcome, failed, not_performed
from ansinh.chip.lds import File

Way = Literal["pace_can", "pace_mrz", "bac", "unknown"]
"""How the card was opened; `unknown` for files that somebody else read."""
CHIP_AUTHENTICATION = "chip_authentication"
CHIP_MAPPING = "chip_authentication_mapping"


@dataclass(frozen=True, slots=True)
class Active:
    """An answer of the chip's own key. `challenge` is the eight bytes it was asked with."""

    challenge: bytes = field(repr=False)
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`files` hold raw bytes: what is hashed is never encoded anew.

    `asked`: data groups that were to be read. `missing`: files the card says it does not have. `locked`: those it does not open (6982).
    `unreadable`: those it gave up on, with a stable code. `pace_failed`: PACE was offered and failed, and BAC was allowed after that.
    `chip_authentication`: the protocol as the reader ran it; whether the key it used is the issuer's is verification's to say.
    `active`: None if it was not asked for or not answered; then `active_refused` is the status word, None if it was never asked.
    `chip_mapping`: what the chip proved while it was opened, by a key in EF.CardSecurity; whether that is the issuer's is verification's to say.
    `notes`: what was odd and did no harm: `atr_info_malformed`, `atr_info_missing`.
    `is_live`: False for what was read some other time, or by somebody else: a signature in it may be an old one played again.
    """

    files: Mapping[File, bytes] = field(repr=False)
    access: Way
    asked: tuple[int, ...]
    missing: frozenset[File] = frozenset()
    locked: frozenset[File] = frozenset()
    unreadable: Mapping[File, str] = field(default_factory=dict)
    pace_failed: bool = False
    chip_authentication: Check = field(default_factory=lambda: not_performed(CHIP_AUTHENTICATION, "not_offered"))
    chip_mapping: Check = field(default_factory=lambda: not_performed(CHIP_MAPPING, "not_offered"))
    notes: tuple[str, ...] = ()
    active: Active | None = None
    active_refused: int | None = None
    is_live: bool = True
    seconds: float = 0.0
    commands: int = 0
    bytes_received: int = 0

    @property
    def groups(self) -> dict[int, bytes]:
        """The data groups that were read, by number."""
        return {file.group: raw for file, raw in self.files.items() if file.group is not None}


def of_files(files: Mapping[File, bytes]) -> Reading:
    """Files that somebody else read: how the card was opened and whether the chip proved itself is not known."""
    return Reading(
        files=dict(files),
        access="unknown",
        asked=tuple(sorted(file.group for file in files if file.group is not None)),
        chip_authentication=not_performed(CHIP_AUTHENTICATION, "not_repeatable", "the chip itself is needed for it"),
        chip_mapping=not_performed(CHIP_MAPPING, "not_repeatable", "the chip itself is needed for it"),
        is_live=False,
    )


def of_another_time(reading: Reading) -> Reading:
    """A reading as it was kept: what the chip proved then cannot be seen again, and who kept it may have made it up."""
    return replace(
        reading, chip_authentication=no_longer(reading.chip_authentication), chip_mapping=no_longer(reading.chip_mapping), is_live=False
    )


def no_longer(check: Check) -> Check:
    """A proof that succeeded is not one any more; one that failed stays so."""
    if check.outcome is Outcome.SUCCESSFUL:
        return not_performed(check.name, "not_repeatable", "it succeeded when the card was read; only the chip can show it again")
    if check.outcome is Outcome.FAILED:
        return failed(check.name, check.reason, "it failed when the card was read")
    return check
