"""A good card: its files say one and the same thing, in the forms of the standard and of the citizen card."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import serialization

from ansinh import sandbox
from ansinh.chip import curves, lds, portrait, trust
from ansinh.sandbox.cards import RECORDS, ActiveKind, Factory, PaceName, PortraitKind, RecordName, SignerName
from ansinh.terms import CitizenNumber
from ansinh.wire import qr
from tests.measuring import least_cpu_s

_CARD_ACCESS = (
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"  # as in several programs
)


def test_card_access_is_byte_for_byte_that_of_the_citizen_card(factory: Factory, person: sandbox.Person) -> None:
    assert factory.personalise(person).files[lds.File.CARD_ACCESS.fid] == bytes.fromhex(_CARD_ACCESS)


def test_groups_1_and_13_name_the_person(factory: Factory, person: sandbox.Person) -> None:
    chip, printed = factory.personalise(person), factory.printed(person)
    lines, vietnamese = lds.read_dg1(chip.files[lds.File.DG1.fid]), lds.read_dg13(chip.files[lds.File.DG13.fid])
    assert lines.citizen_number == vietnamese.citizen_number == person.citizen_number.value
    assert lines.document_number == person.citizen_number.value[3:]
    assert lines.lines == printed.mrz_lines
    assert vietnamese.full_name == person.full_name
    assert vietnamese.birth_date == f"{person.birth_date:%d/%m/%Y}"
    assert vietnamese.residence == person.address
    assert vietnamese.ethnicity == person.ethnicity
    assert vietnamese.old_number == person.old_id_number
    assert vietnamese.issued_on == f"{printed.issued_on:%d/%m/%Y}"
    assert vietnamese.unknown_fields == 0


def test_the_card_opens_by_the_last_six_digits_and_by_its_printed_lines(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(person)
    assert chip.can == factory.printed(person).can == person.citizen_number.value[6:]
    assert chip.bac_key == lds.read_dg1(chip.files[lds.File.DG1.fid]).key()


def test_the_printed_qr_code_is_read_back_as_the_person(factory: Factory, person: sandbox.Person) -> None:
    read = qr.read(factory.printed(person).qr_text)
    assert (read.key, read.full_name, read.address) == (person.citizen_number.value, person.full_name, person.address)
    assert read.issued_on == factory.printed(person).issued_on


@pytest.mark.parametrize(("active", "groups"), [("ecdsa", (1, 2, 13, 14, 15)), ("none", (1, 2, 13, 14))])
def test_the_list_of_files_is_that_of_the_files(
    factory: Factory, person: sandbox.Person, active: ActiveKind, groups: tuple[int, ...]
) -> None:
    chip = factory.personalise(person, active=active)
    assert lds.read_com(chip.files[lds.File.COM.fid]).groups == groups
    assert {fid for fid in chip.files if fid <= 0x0110} == {0x0100 + group for group in groups}


@pytest.mark.parametrize("kind", ["jpeg", "jp2", "j2k"])
def test_the_portrait_has_the_format_asked_for_and_the_size_of_a_real_one(
    factory: Factory, person: sandbox.Person, kind: PortraitKind
) -> None:
    chip = factory.personalise(person, portrait=kind)
    (face,) = lds.read_dg2(chip.files[lds.File.DG2.fid])
    seen = portrait.inspect(face.image)
    assert seen.kind is portrait.Kind(kind)
    assert (seen.width, seen.height) == (face.width, face.height) == (240, 320)
    assert 9_000 < len(face.image) < 17_000
    assert face.sex == lds.read_dg1(chip.files[lds.File.DG1.fid]).sex


@pytest.mark.parametrize("kind", ["jpeg", "jp2", "j2k"])
@pytest.mark.parametrize("record", RECORDS)
def test_the_portrait_stands_in_the_record_asked_for_whatever_its_format(
    factory: Factory, person: sandbox.Person, record: RecordName, kind: PortraitKind
) -> None:
    usual = lds.read_dg2(factory.personalise(person, portrait=kind).files[lds.File.DG2.fid])[0]
    faces = lds.read_dg2(factory.personalise(person, portrait=kind, portrait_record=record).files[lds.File.DG2.fid])
    assert [each.record.value for each in faces] == (["010", "39794"] if record == "both" else [record])
    assert {(each.image, each.width, each.height, each.face_type, each.sex) for each in faces} == {
        (usual.image, 240, 320, usual.face_type, usual.sex)
    }


def test_everybody_has_a_portrait_of_their_own(factory: Factory, people: Sequence[sandbox.Person]) -> None:
    assert len({factory.personalise(each).files[lds.File.DG2.fid] for each in people[:8]}) == 8


def test_group_14_offers_chip_authentication_with_the_key_the_chip_holds(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(person)
    infos = lds.read_dg14(chip.files[lds.File.DG14.fid])
    assert chip.chip_key is not None
    assert [each.oid for each in infos.chip_authentication] == [chip.chip_key.oid]
    curve, told = curves.read_public_key(infos.chip_keys[0].public_key_info, "DG14")
    assert curve.name == chip.chip_key.curve
    assert told == curves.public_key(curve, chip.chip_key.private)


@pytest.mark.parametrize(("active", "signature_oid"), [("ecdsa", "0.4.0.127.0.7.1.1.4.1.3"), ("rsa", None)])
def test_group_15_tells_the_public_half_of_the_active_key(
    factory: Factory, person: sandbox.Person, active: ActiveKind, signature_oid: str | None
) -> None:
    chip = factory.personalise(person, active=active)
    assert chip.active_key is not None
    public = serialization.load_der_private_key(chip.active_key, password=None).public_key()
    told = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert lds.read_dg15(chip.files[lds.File.DG15.fid]) == told
    assert lds.read_dg14(chip.files[lds.File.DG14.fid]).active_authentication == signature_oid


def test_people_have_keys_of_their_own_and_keep_them(factory: Factory, people: Sequence[sandbox.Person]) -> None:
    first, again, other = factory.personalise(people[0]), factory.personalise(people[0]), factory.personalise(people[1])
    assert first.chip_key is not None
    assert again.chip_key is not None
    assert other.chip_key is not None
    assert first.chip_key.private == again.chip_key.private
    assert first.active_key == again.active_key
    assert len({first.chip_key.private, other.chip_key.private}) == len({first.active_key, other.active_key}) == 2


@pytest.mark.parametrize("signer", ["ecdsa", "ecdsa_explicit", "rsa", "rsa_pss"])
def test_only_the_security_object_depends_on_the_signer(factory: Factory, person: sandbox.Person, signer: SignerName) -> None:
    by_default, by_this = factory.personalise(person).files, factory.personalise(person, signer=signer).files
    assert {fid for fid in by_default if by_default[fid] != by_this[fid]} == {lds.File.SOD.fid}


def test_every_invented_persons_name_fits_a_card(factory: Factory, people: Sequence[sandbox.Person]) -> None:
    for each in people:
        assert len(factory.printed(each).mrz_lines[2]) == 30


def test_a_name_of_another_people_is_printed_without_its_marks(factory: Factory, person: sandbox.Person) -> None:
    other = replace(person, full_name="H'Bluên Ênuôl", citizen_number=CitizenNumber.parse("066199000001"))
    assert factory.printed(other).mrz_lines[2].rstrip("<") == "HBLUEN<<ENUOL"


def test_nothing_of_a_person_stands_in_what_is_shown_of_a_card(factory: Factory, person: sandbox.Person) -> None:
    shown = repr((factory, factory.personalise(person), factory.printed(person)))
    for secret in (person.full_name, person.citizen_number.value, person.citizen_number.value[6:], f"{person.birth_date:%y%m%d}"):
        assert secret not in shown


def test_a_card_is_personalised_within_a_tenth_of_a_second(factory: Factory, person: sandbox.Person) -> None:
    assert least_cpu_s(lambda: factory.personalise(person), times=6) < 0.1


@pytest.mark.parametrize(("pace", "oid", "parameter_id"), [("im", "4.2", 13), ("dh_gm", "1.2", 2), ("dh_im", "3.2", 2)])
def test_a_card_that_opens_otherwise_says_so_and_the_issuer_signed_it(
    factory: Factory, person: sandbox.Person, pace: PaceName, oid: str, parameter_id: int
) -> None:
    files = factory.personalise(person, pace=pace).files
    offer = (lds.PaceInfo(f"0.4.0.127.0.7.2.2.4.{oid}", 2, parameter_id),)
    assert lds.read_card_access(files[lds.File.CARD_ACCESS.fid]).pace == offer
    assert lds.read_dg14(files[lds.File.DG14.fid]).pace == offer


def test_a_card_that_opens_by_mapping_too_has_its_keys_signed_beside_the_application(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(person, pace="cam")
    raw = chip.beside[lds.File.CARD_SECURITY.fid]
    data = trust.read_signed_data(lds.card_security_content(raw), content_type=lds.SECURITY_OBJECT)
    infos, free = lds.read_card_security_infos(data.content), lds.read_card_access(chip.files[lds.File.CARD_ACCESS.fid])
    assert [each.oid for each in free.pace] == ["0.4.0.127.0.7.2.2.4.2.2", "0.4.0.127.0.7.2.2.4.6.2"]
    assert (infos.pace, infos.chip_authentication) == (free.pace, free.chip_authentication)
    assert lds.read_dg14(chip.files[lds.File.DG14.fid]).chip_keys[0] in infos.chip_keys
    assert [each.key_id for each in infos.chip_keys] == [None, 13]
    assert trust.verify_signed_data(data).by.country == "VN"
    assert factory.personalise(person).beside == {}
