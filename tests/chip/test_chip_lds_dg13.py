"""DG13, the holder as Viet Nam's card writes them down: every variant that was seen, told apart by number."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import errors, lds, tlv
from ansinh.chip.lds import der

HOLDER = lds.Dg13(
    citizen_number="001190000018",
    full_name="Nguyễn Thị Mẫu",
    birth_date="01/01/1990",
    gender="Nữ",
    nationality="Việt Nam",
    ethnicity="Kinh",
    religion="Không",
    origin="Phường Mẫu, Hà Nội",
    residence="1 Phố Mẫu, Phường Mẫu, Hà Nội",
    features="Nốt ruồi C:1cm dưới mắt trái",
    issued_on="01/01/2022",
    expires_on="Không thời hạn",
    father="Nguyễn Văn Mẫu",
    mother="Trần Thị Mẫu",
    spouse="Lê Văn Mẫu",
    old_number="012345678",
    field_16="0123456789ABCDEF",
)


def seq(*parts: bytes) -> bytes:
    return tlv.encode(der.SEQUENCE, *parts)


def entry(number: int, *value: bytes) -> bytes:
    return seq(der.write_natural(number), *value)


def group(*entries: bytes, version: int = 1, character_set: str = "1.0.10646.1.0.8") -> bytes:
    head = der.write_natural(version), der.write_oid(character_set)
    return tlv.encode(0x6D, seq(*head, tlv.encode(der.SET, *entries)))


def utf8(text: str) -> bytes:
    return der.write_utf8(text)


@pytest.mark.parametrize("variant", [each for each in lds.Variant if each is not lds.Variant.FLAT])
def test_every_way_of_writing_gives_the_same_holder(variant: lds.Variant) -> None:
    assert lds.read_dg13(lds.write_dg13(HOLDER, variant=variant)) == HOLDER


@pytest.mark.parametrize("variant", list(lds.Variant))
def test_a_holder_of_whom_little_is_known_stays_one(variant: lds.Variant) -> None:
    holder = lds.Dg13(citizen_number="001190000018", full_name="Nguyễn Thị Mẫu")
    assert lds.read_dg13(lds.write_dg13(holder, variant=variant)) == holder


def test_parents_in_one_text_are_not_taken_apart() -> None:
    read = lds.read_dg13(lds.write_dg13(HOLDER, variant=lds.Variant.FLAT))
    assert (read.father, read.mother, read.spouse) == (None, None, "Lê Văn Mẫu")
    assert read.parents_as_one == "Nguyễn Văn Mẫu, Trần Thị Mẫu"
    assert lds.read_dg13(lds.write_dg13(read)) == read


def test_a_size_of_a_real_card_needs_two_bytes_of_length() -> None:
    raw = lds.write_dg13(HOLDER)
    assert 350 <= len(raw) <= 700
    assert raw[1] == 0x82


def test_a_value_may_lack_in_two_ways() -> None:
    bare = lds.write_dg13(lds.Dg13(full_name="Mẫu"), variant=lds.Variant.BARE)
    absent = lds.write_dg13(lds.Dg13(full_name="Mẫu"), variant=lds.Variant.ABSENT)
    assert len(bare) > len(absent)
    assert lds.read_dg13(bare) == lds.read_dg13(absent) == lds.Dg13(full_name="Mẫu")


@pytest.mark.parametrize(
    ("value", "father", "mother"),
    [
        (seq(utf8("A"), utf8("B")), "A", "B"),
        (seq(seq(utf8("A")), seq(utf8("B"))), "A", "B"),
        (seq(utf8("A")), "A", None),
        (seq(utf8(""), utf8("B")), None, "B"),
        (seq(seq(), seq(utf8("B"))), None, "B"),
        (seq(), None, None),
        (seq(utf8("A"), utf8("B"), utf8("C")), "A", "B"),
    ],
)
def test_parents_are_read_in_every_shape(value: bytes, father: str | None, mother: str | None) -> None:
    read = lds.read_dg13(group(entry(13, value)))
    assert (read.father, read.mother) == (father, mother)


@pytest.mark.parametrize("value", [seq(utf8("C")), seq(seq(utf8("C"))), utf8("C")])
def test_a_spouse_is_read_in_every_shape(value: bytes) -> None:
    assert lds.read_dg13(group(entry(14, value))).spouse == "C"


def test_a_single_person_has_no_spouse() -> None:
    assert lds.read_dg13(group(entry(14, seq()))).spouse is None
    assert lds.read_dg13(group(entry(14))).spouse is None


def test_numbers_nobody_knows_are_counted_and_not_kept() -> None:
    read = lds.read_dg13(group(entry(2, utf8("Mẫu")), entry(17, utf8("x")), entry(300, seq(seq(seq()))), entry(0)))
    assert read == lds.Dg13(full_name="Mẫu", unknown_fields=3)


def test_sixty_four_fields_are_the_most() -> None:
    assert lds.read_dg13(group(*(entry(number) for number in range(64)))).unknown_fields == 48


def test_the_last_field_is_given_no_meaning() -> None:
    assert lds.read_dg13(group(entry(16, der.write_printable("00")))).field_16 == "00"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (utf8("  Nguyễn \n Thị\t Mẫu "), "Nguyễn Thị Mẫu"),
        (utf8("Nguyê\u0303n"), "Nguyễn"),  # marks that come after their letter
        (utf8("Mẫu\u202e\u200b"), "Mẫu"),  # signs that turn others round, or that nobody sees
        (utf8("  "), None),
        (der.write_printable("MAU"), "MAU"),
        (tlv.encode(0x13, b"A_B@C*"), "A_B@C*"),
    ],
)
def test_a_text_is_what_people_see(raw: bytes, text: str | None) -> None:
    assert lds.read_dg13(group(entry(2, raw))).full_name == text


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ([entry(2, utf8("A")), entry(2, utf8("B"))], "DG13.fields"),
        ([entry(2, utf8("A"), utf8("B"))], "DG13.fields"),
        ([seq()], "DG13.fields"),
        ([seq(utf8("A"))], "DG13.fields"),
        ([utf8("A")], "DG13.fields"),
        ([entry(number) for number in range(65)], "DG13.fields"),
        ([entry(2, der.write_natural(1))], "DG13.full_name"),
        ([entry(2, seq(utf8("A")))], "DG13.full_name"),
        ([entry(2, tlv.encode(0x0C, b"\xff"))], "DG13.full_name"),
        ([entry(2, tlv.encode(0x13, b"\xc3\xa9"))], "DG13.full_name"),
        ([entry(2, utf8("A\x00"))], "DG13.full_name"),
        ([entry(9, utf8("\x1b[2J"))], "DG13.residence"),
        ([entry(13, seq(seq(utf8("A"), utf8("B"))))], "DG13.parents"),
        ([entry(13, seq(seq(seq(utf8("A")))))], "DG13.parents"),
        ([entry(13, seq(*[utf8("A")] * 9))], "DG13.parents"),
        ([entry(14, der.write_natural(1))], "DG13.spouse"),
    ],
)
def test_a_field_that_does_not_hold_is_refused_and_named(entries: list[bytes], field: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_dg13(group(*entries))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (group(version=2), "DG13.version"),
        (group(character_set="1.2.3"), "DG13.character_set"),
        (tlv.encode(0x6D), "DG13"),
        (tlv.encode(0x6D, seq()), "DG13"),
        (tlv.encode(0x6D, seq(der.write_natural(1), der.write_oid("1.0.10646.1.0.8"), seq())), "DG13.fields"),
        (tlv.encode(0x6C, b""), "DG13"),
        (group() + b"\x00\x00", "DG13"),
    ],
)
def test_a_group_that_does_not_hold_is_refused(raw: bytes, field: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_dg13(raw)
    assert refusal.value.field == field


def test_a_holder_is_not_shown() -> None:
    assert repr(HOLDER) == "Dg13(...)"


words = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12)


@given(
    st.fixed_dictionaries(
        {}, optional={each.name: words for each in dataclasses.fields(lds.Dg13) if each.name not in {"unknown_fields", "parents_as_one"}}
    )
)
def test_whatever_is_written_is_read_again(texts: dict[str, str]) -> None:
    import unicodedata

    holder = lds.Dg13(**{name: unicodedata.normalize("NFC", text) for name, text in texts.items()})  # type: ignore[arg-type]
    assert lds.read_dg13(lds.write_dg13(holder)) == holder
