"""What a verification service is, wherever it is: files of a chip go in, a signed verdict comes out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ansinh.chip.lds import File
from ansinh.wire import chip_verdicts as wire


@dataclass(frozen=True, slots=True)
class SignedVerdict:
    """`token` is what can be kept and shown to others; `verdict` is what it says, its signature checked."""

    verdict: wire.Verdict
    token: str = field(repr=False)

    @property
    def data_are_genuine(self) -> bool:
        """True if the issuer signed them and nothing is wrong with the card; whether it is a copy is not said."""
        return self.verdict.result in GENUINE


GENUINE = frozenset({"genuine", "not_proven"})
"""Results that say so; a service never says the first, because it has no chip to ask."""


class ChipVerifier(Protocol):
    """Judges the data of a chip. That the chip is the original one only its reader can find out: no verdict says so."""

    def verify(self, files: Mapping[File, bytes], *, request_id: str, nonce: bytes) -> SignedVerdict:
        """The verdict on the raw files: EF.SOD, DG1, DG2, DG13 and DG14, DG15 where it is.

        `request_id` is 8 to 64 letters, digits or hyphens, `nonce` 16 to 64 bytes, used once; both come back signed. Raises Refused
        naming a file that is missing, and CounterpartDown where a service elsewhere does not answer, or not to what it was asked.
        """
        ...


NAMES: Mapping[File, str] = {
    File.SOD: "sod",
    File.DG1: "dg1",
    File.DG2: "dg2",
    File.DG13: "dg13",
    File.DG14: "dg14",
    File.DG15: "dg15",
}
"""The files that are judged, by the names the wire has for them."""


def judged_files(files: Mapping[File, bytes]) -> dict[str, bytes]:
    """Of the files those that are judged, by name."""
    return {name: files[each] for each, name in NAMES.items() if each in files}


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each raw file, in hexadecimal."""
    return {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
