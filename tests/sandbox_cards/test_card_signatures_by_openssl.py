"""The security object as openssl sees it, which verifies CMS and chains without knowing anything of cards."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms

from ansinh import sandbox
from ansinh.chip import lds
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import CardTrouble, Factory, SignerName

Judge = Callable[..., Any]
_SOD = lds.File.SOD.fid


def _cms(chip: virtual_card.Chip, folder: Path) -> Path:
    file = folder / "sod.cms"
    file.write_bytes(lds.sod_content(chip.files[_SOD]))
    return file


@pytest.mark.parametrize("signer", ["ecdsa", "rsa", "rsa_pss"])
def test_openssl_verifies_the_security_object_up_to_the_countrys_authority(
    factory: Factory, person: sandbox.Person, openssl: Judge, anchor: Path, tmp_path: Path, signer: SignerName
) -> None:
    chip = factory.personalise(person, signer=signer)
    judged = openssl("cms", "-verify", "-inform", "DER", "-in", _cms(chip, tmp_path), "-CAfile", anchor, "-purpose", "any")
    assert judged.returncode == 0, judged.stderr
    listed = lds.read_security_object(judged.stdout)
    assert listed.hashes == {group: hashlib.sha256(chip.files[0x0100 + group]).digest() for group in (1, 2, 13, 14, 15)}


def test_a_signer_whose_curve_is_written_out_signs_well_and_openssl_refuses_only_its_certificate(
    factory: Factory, person: sandbox.Person, openssl: Judge, anchor: Path, tmp_path: Path
) -> None:
    file = _cms(factory.personalise(person, signer="ecdsa_explicit"), tmp_path)
    chained = openssl("cms", "-verify", "-inform", "DER", "-in", file, "-CAfile", anchor, "-purpose", "any")
    assert chained.returncode != 0
    assert b"explicit ECC parameters" in chained.stderr
    assert openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", file).returncode == 0


def test_openssl_refuses_a_security_object_with_one_bit_changed(
    factory: Factory, person: sandbox.Person, openssl: Judge, anchor: Path, tmp_path: Path
) -> None:
    file = _cms(factory.personalise(person), tmp_path)
    content = bytearray(file.read_bytes())
    first_hash = hashlib.sha256(factory.personalise(person).files[0x0101]).digest()
    content[content.index(first_hash)] ^= 1
    file.write_bytes(content)
    assert openssl("cms", "-verify", "-inform", "DER", "-in", file, "-CAfile", anchor, "-purpose", "any").returncode != 0


@pytest.mark.parametrize("trouble", list(CardTrouble))
def test_every_trouble_card_is_signed_by_the_certificate_it_carries(
    factory: Factory, person: sandbox.Person, openssl: Judge, tmp_path: Path, trouble: CardTrouble
) -> None:
    file = _cms(factory.personalise(person, trouble=trouble), tmp_path)
    assert openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", file).returncode == 0


@pytest.mark.parametrize("trouble", [CardTrouble.CLONE, CardTrouble.FOREIGN_SIGNER])
def test_a_clone_and_a_foreign_card_do_not_lead_to_the_countrys_authority(
    factory: Factory, person: sandbox.Person, openssl: Judge, anchor: Path, tmp_path: Path, trouble: CardTrouble
) -> None:
    file = _cms(factory.personalise(person, trouble=trouble), tmp_path)
    assert openssl("cms", "-verify", "-inform", "DER", "-in", file, "-CAfile", anchor, "-purpose", "any").returncode != 0


def test_a_foreign_card_leads_to_the_foreign_authority(factory: Factory, person: sandbox.Person, openssl: Judge, tmp_path: Path) -> None:
    (tmp_path / "foreign.cer").write_bytes(factory.foreign_authority)
    foreign = tmp_path / "foreign.pem"
    openssl("x509", "-inform", "DER", "-in", tmp_path / "foreign.cer", "-out", foreign)
    file = _cms(factory.personalise(person, trouble=CardTrouble.FOREIGN_SIGNER), tmp_path)
    assert openssl("cms", "-verify", "-inform", "DER", "-in", file, "-CAfile", foreign, "-purpose", "any").returncode == 0


def test_the_revocation_list_is_the_authoritys_and_stops_the_revoked_signer_alone(
    factory: Factory, person: sandbox.Person, openssl: Judge, anchor: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "vnm.pem"
    read = openssl("crl", "-inform", "DER", "-in", factory.trust / "vnm.crl", "-CAfile", anchor, "-out", listed)
    assert b"verify OK" in read.stderr
    both = tmp_path / "both.pem"
    both.write_bytes(anchor.read_bytes() + listed.read_bytes())

    def judged(trouble: CardTrouble | None) -> bytes:
        carried = cms.ContentInfo.load(lds.sod_content(factory.personalise(person, trouble=trouble).files[_SOD]))
        der, pem = tmp_path / "signer.cer", tmp_path / "signer.pem"
        der.write_bytes(carried["content"]["certificates"][0].chosen.dump())
        openssl("x509", "-inform", "DER", "-in", der, "-out", pem)
        answer = openssl("verify", "-CAfile", both, "-crl_check", "-attime", "1795392000", pem)  # 2026-11-23
        return bytes(answer.stdout + answer.stderr)

    assert b"signer.pem: OK" in judged(None)
    assert b"certificate revoked" in judged(CardTrouble.REVOKED_SIGNER)
