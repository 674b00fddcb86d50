"""How something gets into a trust folder: by its fingerprint, or because who is in it already has signed it. Never for having been met."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.trust.algorithms import NotVerified
from ansinh.chip.trust.anchors import TrustStore, may_certify, vouches_for_itself
from ansinh.chip.trust.certificate import Certificate
from ansinh.chip.trust.crl import Crl
from ansinh.chip.trust.folder import LISTS, MASTER_LISTS, SIGNERS, load_folder, master_list_signers, read_file
from ansinh.chip.trust.master_list import MasterList, read_master_list


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: `kind` is anchor, link, revocation_list or master_list; `anchors` and `links` how many certificates of each count now.

    `unreadable` certificates of a master list were left out.
    """

    kind: str
    file: str
    anchors: int = 0
    links: int = 0
    unreadable: int = 0


def import_file(folder: Path, file: Path, *, fingerprint: str | None = None) -> Imported:
    """Puts a certificate, a revocation list or a master list (told apart by what is in them) into the folder, which is made if there is none.

    `fingerprint` is SHA-256 in hexadecimal, colons and capitals allowed. An anchor needs its own; a master list that of its signer, or of an
    enclosed CSCA above it, once; a link and a revocation list need none: an authority in the folder must have signed them. Raises
    NotVerified: `fingerprint_missing`, `fingerprint_differs`, `not_an_authority`, `not_vouched_for`, `older` (a list of either kind than the one there is), and what `read_master_list` raises;
    Malformed where the file is none of the three. Nothing is written then.
    """
    raw = read_file(file)
    given = (fingerprint or "").lower().replace(":", "").replace(" ", "")
    for parse, take in ((Certificate.parse, _certificate), (Crl.parse, _revocation_list)):
        try:
            parsed = parse(raw)
        except Malformed:
            continue
        return take(folder, parsed, given)  # type: ignore[arg-type] # each taker goes with its parser
    return _master_list(folder, raw, given)


def _certificate(folder: Path, certificate: Certificate, given: str) -> Imported:
    if not may_certify(certificate):
        raise NotVerified("not_an_authority", "the certificate is not one of an authority: a signer is believed through its authority")
    name = f"{certificate.country.lower() or 'xx'}-{certificate.fingerprint[:16]}.cer"
    if vouches_for_itself(certificate):
        _by_fingerprint(certificate, given)
        _put(folder / name, certificate.raw)
        return Imported("anchor", name, anchors=1)
    store = load_folder(folder)
    after = TrustStore(store.anchors, (), (*store.links, certificate))
    if all(each.certificate != certificate for each in after.authorities_named(certificate.subject.key)):
        raise NotVerified("not_vouched_for", "no authority in the folder has handed on to the key of this certificate")
    _put(folder / name, certificate.raw)
    return Imported("link", name, links=1)


def _by_fingerprint(certificate: Certificate, given: str) -> None:
    if not given:
        raise NotVerified(
            "fingerprint_missing",
            f"give the fingerprint that the authority itself tells you; the one in this file is {certificate.fingerprint}",
        )
    if given != certificate.fingerprint:
        raise NotVerified("fingerprint_differs", "the certificate in this file has another fingerprint than the one given")


def _revocation_list(folder: Path, crl: Crl, _given: str) -> Imported:
    store = load_folder(folder)
    present = store.crl_of(crl.issuer.key)
    if not store.with_crl(crl).counts(crl):
        raise NotVerified(
            "not_vouched_for", "no authority in the folder has signed this revocation list, or it is of a kind not understood"
        )
    if present is not None and crl.this_update < present.this_update:
        raise NotVerified("older", "the folder has a newer revocation list of this authority")
    stem = f"{crl.issuer.country.lower() or 'xx'}-{sha256(crl.issuer.key.encode()).hexdigest()[:16]}"
    name = f"{stem}-{crl.this_update:%Y%m%dT%H%M%S}-{sha256(crl.raw).hexdigest()[:16]}{LISTS}"
    _put(folder / name, crl.raw)
    for older in folder.glob(f"{stem}-*{LISTS}"):
        if older.name != name and set(Crl.parse(read_file(older)).revoked) <= set(crl.revoked):
            older.unlink()  # one that revokes what this one leaves out stays, as its signers stay revoked
    return Imported("revocation_list", name)


def _master_list(folder: Path, raw: bytes, given: str) -> Imported:
    known = master_list_signers(folder)
    listed = read_master_list(raw, signer_fingerprints={*known, given} - {""})
    name = f"{listed.signer[:16]}{MASTER_LISTS}"
    if _is_older(listed, folder / name):
        raise NotVerified("older", "the folder has a newer list of this signer: an older one may hold what it has since left out")
    if listed.signer not in known:  # before the list: a folder with one whose signer is not believed cannot be read
        _put(folder / SIGNERS, json.dumps({"signers": sorted({*known, listed.signer})}, indent=2).encode())
    _put(folder / name, raw)
    return Imported("master_list", name, len(listed.anchors), len(listed.links), listed.unreadable)


def _is_older(listed: MasterList, present: Path) -> bool:
    """True for one signed before the one that is there, and for one that does not say when where that one does (Doc 9303-12 wants it: assumed)."""
    try:
        there = read_master_list(read_file(present), signer_fingerprints=(listed.signer,))
    except (ChipError, FileNotFoundError):  # nothing that counts is there
        return False
    return there.signed_at is not None and (listed.signed_at is None or listed.signed_at < there.signed_at)


def _put(file: Path, content: bytes) -> None:
    """Whole or not at all: another process may be reading."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as wrong:
        raise ChipError("folder_unusable", f"{file.parent}: {wrong.strerror}") from None
