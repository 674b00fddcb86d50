"""A trouble card differs from the good card of the same person in what its name says, and in nothing else."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import serialization

from ansinh import sandbox
from ansinh.chip import curves, lds, mrz
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import CardTrouble, Factory

_NONE = b""


def _facets(chip: virtual_card.Chip) -> Mapping[str, Any]:
    """All there is to a chip, but for the signature itself, which is another one every time."""
    signed = cms.ContentInfo.load(lds.sod_content(chip.files[lds.File.SOD.fid]))["content"]
    times = [each["values"].native for each in signed["signer_infos"][0]["signed_attrs"] if each["type"].native == "signing_time"]
    files = {file.name: chip.files.get(file.fid, _NONE) for file in lds.File if file not in {lds.File.SOD, lds.File.CARD_SECURITY}}
    return files | {
        "SOD.content": signed["encap_content_info"]["content"].contents,
        "SOD.certificates": signed["certificates"].dump(),
        "SOD.time": times,
        "beside": set(chip.beside),
        "mapping_key": chip.mapping_key,
        "can": chip.can,
        "bac_key": chip.bac_key,
        "chip_key": chip.chip_key and (chip.chip_key.curve, chip.chip_key.private, chip.chip_key.oid, chip.chip_key.key_id),
        "active_key": chip.active_key,
        "active_hash": chip.active_hash,
        "quirks": chip.quirks,
    }


def _security_object(chip: virtual_card.Chip) -> lds.SecurityObject:
    signed = cms.ContentInfo.load(lds.sod_content(chip.files[lds.File.SOD.fid]))["content"]
    return lds.read_security_object(signed["encap_content_info"]["content"].native)


def _broken(chip: virtual_card.Chip) -> set[int]:
    """The data groups that are there and do not have the hash the security object lists for them."""
    there = {file.group: chip.files[file.fid] for file in lds.File if file.group is not None and file.fid in chip.files}
    listed = _security_object(chip).hashes
    return {group for group, raw in there.items() if group in listed and listed[group] != hashlib.sha256(raw).digest()}


@pytest.mark.parametrize(
    ("trouble", "differing"),
    [
        (CardTrouble.CLONE, {"DG14", "DG15", "SOD.content", "SOD.certificates", "chip_key", "active_key"}),
        (CardTrouble.COPY, {"chip_key", "active_key"}),
        (CardTrouble.ALTERED_NAME, {"DG1", "DG13"}),
        (CardTrouble.FOREIGN_SIGNER, {"SOD.certificates"}),
        (CardTrouble.REVOKED_SIGNER, {"SOD.certificates"}),
        (CardTrouble.EXPIRED, {"DG1", "DG13", "SOD.content", "bac_key"}),
        (CardTrouble.STRIPPED_COM, {"COM", "DG14", "DG15", "chip_key", "active_key"}),
        (CardTrouble.INJECTED_GROUP, {"SOD.content"}),
        (CardTrouble.DOWNGRADE, {"quirks"}),
        (CardTrouble.WRONG_CHIP_KEY, {"chip_key"}),
        (CardTrouble.WEAK_ACTIVE_KEY, {"DG15", "SOD.content", "active_key"}),
    ],
)
def test_a_trouble_card_differs_from_the_good_one_in_exactly_what_it_says(
    factory: Factory, person: sandbox.Person, trouble: CardTrouble, differing: set[str]
) -> None:
    good, bad = (_facets(factory.personalise(person, active="rsa", trouble=each)) for each in (None, trouble))
    assert {name for name in good if good[name] != bad[name]} == differing


def test_every_trouble_is_in_the_table_above() -> None:
    (table,) = (each for each in test_a_trouble_card_differs_from_the_good_one_in_exactly_what_it_says.pytestmark)  # type: ignore[attr-defined]
    assert {row[0] for row in table.args[1]} == set(CardTrouble)


def test_hashes_are_wrong_only_where_the_name_was_altered(factory: Factory, person: sandbox.Person) -> None:
    assert _broken(factory.personalise(person)) == set()
    for trouble in CardTrouble:
        expected = {1, 13} if trouble is CardTrouble.ALTERED_NAME else set()
        assert _broken(factory.personalise(person, trouble=trouble)) == expected, trouble


def test_an_altered_card_has_another_name_in_both_groups_and_in_print(factory: Factory, person: sandbox.Person) -> None:
    good, bad = factory.personalise(person), factory.personalise(person, trouble=CardTrouble.ALTERED_NAME)
    true, altered = (lds.read_dg13(each.files[lds.File.DG13.fid]) for each in (good, bad))
    assert altered.full_name not in {None, person.full_name}
    assert altered == replace(true, full_name=altered.full_name)
    lines = lds.read_dg1(bad.files[lds.File.DG1.fid])
    assert "".join(lines.lines[2]) == mrz.printed_name(altered.full_name or "")
    printed = factory.printed(person, trouble=CardTrouble.ALTERED_NAME)
    assert printed.mrz_lines == lines.lines
    assert altered.full_name in printed.qr_text.split("|")
    assert person.full_name not in printed.qr_text


def test_a_clone_is_signed_by_somebody_who_calls_himself_like_the_authority(factory: Factory, person: sandbox.Person) -> None:
    def signer(trouble: CardTrouble | None) -> Any:
        chip = factory.personalise(person, trouble=trouble)
        return cms.ContentInfo.load(lds.sod_content(chip.files[lds.File.SOD.fid]))["content"]["certificates"][0].chosen

    good, clone, foreign = signer(None), signer(CardTrouble.CLONE), signer(CardTrouble.FOREIGN_SIGNER)
    assert clone.issuer.native == good.issuer.native
    assert clone.subject.native == good.subject.native
    assert clone.authority_key_identifier != good.authority_key_identifier
    assert foreign.issuer.native["country_name"] == "UT"


def test_a_clone_holds_the_keys_its_own_groups_tell_of(factory: Factory, person: sandbox.Person) -> None:
    clone = factory.personalise(person, trouble=CardTrouble.CLONE)
    assert _told_and_held(clone)[0] == _told_and_held(clone)[1]


def test_a_wrong_chip_key_does_not_belong_to_the_public_key_in_group_14(factory: Factory, person: sandbox.Person) -> None:
    told, held = _told_and_held(factory.personalise(person, trouble=CardTrouble.WRONG_CHIP_KEY))
    assert told != held


def test_an_expired_card_was_good_until_the_last_day_of_last_year(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(person, trouble=CardTrouble.EXPIRED)
    printed = factory.printed(person, trouble=CardTrouble.EXPIRED)
    assert printed.expires_on == date(2025, 12, 31)
    assert printed.issued_on < printed.expires_on
    assert mrz.expiry_day(lds.read_dg1(chip.files[lds.File.DG1.fid])) == printed.expires_on
    assert lds.read_dg13(chip.files[lds.File.DG13.fid]).expires_on == "31/12/2025"


def test_a_stripped_card_hides_what_its_security_object_lists(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(person, trouble=CardTrouble.STRIPPED_COM)
    assert set(_security_object(chip).hashes) == {1, 2, 13, 14, 15}
    assert lds.read_com(chip.files[lds.File.COM.fid]).groups == (1, 2, 13)


def test_an_injected_group_is_in_the_list_of_files_and_not_in_the_security_object(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(person, trouble=CardTrouble.INJECTED_GROUP)
    assert set(_security_object(chip).hashes) == {1, 2, 14, 15}
    assert lds.read_com(chip.files[lds.File.COM.fid]).groups == (1, 2, 13, 14, 15)


def test_a_downgrading_card_fails_pace_and_opens_by_bac(factory: Factory, person: sandbox.Person) -> None:
    quirks = factory.personalise(person, trouble=CardTrouble.DOWNGRADE).quirks
    assert quirks == virtual_card.Quirks(pace_status=0x6FFF, opens_by_bac=True)


def test_a_weak_active_key_has_768_bits_and_is_the_one_in_group_15(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(person, trouble=CardTrouble.WEAK_ACTIVE_KEY)
    assert chip.active_key is not None
    key = serialization.load_der_private_key(chip.active_key, password=None)
    public = key.public_key()
    assert getattr(public, "key_size", 0) == 768
    told = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert lds.read_dg15(chip.files[lds.File.DG15.fid]) == told


def _told_and_held(chip: virtual_card.Chip) -> tuple[curves.Point, curves.Point]:
    """The public point that group 14 tells, and that of the chip's private key."""
    (told,) = lds.read_dg14(chip.files[lds.File.DG14.fid]).chip_keys
    assert chip.chip_key is not None
    curve = curves.named(chip.chip_key.curve)
    assert curve is not None
    return curves.read_public_key(told.public_key_info, "DG14")[1], curves.public_key(curve, chip.chip_key.private)
