"""A trust store as a folder that people fill: certificates, revocation lists, master lists with the fingerprints of who may sign them."""

import json
from pathlib import Path
from typing import Any

from asn1crypto import pem

from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.trust.anchors import TrustStore, vouches_for_itself
from ansinh.chip.trust.certificate import Certificate
from ansinh.chip.trust.crl import Crl
from ansinh.chip.trust.master_list import read_master_list
from ansinh.chip.trust.parsing import parsing

SIGNERS = "master-lists.json"
"""{"signers": ["<SHA-256 in hexadecimal>", ...]}: whose master lists are believed."""
CERTIFICATES = frozenset({".cer", ".crt", ".der", ".pem"})
LISTS, MASTER_LISTS = ".crl", ".ml"
_MAX_BYTES = 16 * 1024 * 1024


def load_folder(path: Path) -> TrustStore:
    """The store of what lies in a folder, not below it; an empty one if there is no such folder.

    `*.cer`, `*.crt`, `*.der`, `*.pem`: a certificate, DER or PEM: an anchor if it signed itself, else a link.
    `*.crl`: a revocation list. `*.ml`: a master list, signed by one of those in `master-lists.json`. Other files are left alone.
    Raises ChipError naming the file that cannot be read: a store that silently lacks an anchor would call good cards bad.
    """
    anchors: list[Certificate] = []
    links: list[Certificate] = []
    crls: list[Crl] = []
    for file in sorted(path.iterdir()) if path.is_dir() else []:
        kind = file.suffix.lower()
        try:
            if kind in CERTIFICATES:
                certificate = read_certificate(file)
                (anchors if vouches_for_itself(certificate) else links).append(certificate)
            elif kind == LISTS:
                crls.append(Crl.parse(read_file(file)))
            elif kind == MASTER_LISTS:
                listed = read_master_list(read_file(file), signer_fingerprints=master_list_signers(path))
                anchors += listed.anchors
                links += listed.links
        except ChipError as wrong:
            raise ChipError(wrong.code, f"{file.name}: {wrong.detail}") from None
    return TrustStore(tuple(anchors), tuple(crls), tuple(links))


def read_certificate(file: Path) -> Certificate:
    """The one certificate in a file, DER or PEM. Raises Malformed."""
    return Certificate.parse(read_file(file))


def master_list_signers(path: Path) -> frozenset[str]:
    """The fingerprints in the folder's `master-lists.json`; none if there is no such file. Raises Malformed."""
    file = path / SIGNERS
    if not file.is_file():
        return frozenset()
    with parsing(SIGNERS):
        said: Any = json.loads(file.read_bytes())
        signers = said["signers"]
        if not isinstance(signers, list) or not all(isinstance(each, str) for each in signers):
            raise TypeError
        return frozenset(each.lower().replace(":", "") for each in signers)


def read_file(file: Path) -> bytes:
    """What is in a file, at most 16 MiB: DER, out of PEM where it is that. Raises Malformed."""
    if file.stat().st_size > 2 * _MAX_BYTES:
        raise Malformed("file", f"has more than {2 * _MAX_BYTES} bytes")
    raw = file.read_bytes()
    with parsing("PEM"):
        return bytes(pem.unarmor(raw)[2]) if pem.detect(raw) else raw
