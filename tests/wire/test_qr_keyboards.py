"""A scanner types, and the computer makes of the keys what it is set to: read again, or refused by field, and never read wrongly."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import terms
from ansinh.terms import names
from ansinh.wire import qr
from tests.wire.scans import CITIZEN_CARD, CITIZEN_CARDS, HEALTH_CARD, HEALTH_CARDS

BY_NAME = {each.name: each for each in qr.KEYBOARDS}
ANY_KEYBOARD = st.sampled_from(qr.KEYBOARDS)
HEALTH, CITIZEN = qr.format_card_qr(HEALTH_CARD), qr.format_citizen_qr(CITIZEN_CARD)


# the typing model


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("Nguyeenx", "Nguyễn"), ("Nguyeexn", "Nguyễn"), ("Vawn", "Văn"), ("dduowngf", "đường"), ("Ddaof", "Đào"), ("Quyeets", "Quyết"),
        ("hoaf", "hòa"), ("toans", "toán"), ("toansf", "toàn"), ("toansz", "toan"), ("aaa", "aa"), ("ass", "as"), ("ddd", "dd"),
        ("Gias", "Giá"), ("khuyur", "khuỷu"), ("cana", "cân"), ("4baa", "4baa"), ("strengths", "strengths"),
    ],
)  # fmt: skip
def test_telex_composes_as_its_descriptions_say(keys: str, shown: str) -> None:
    assert qr.typed(keys, BY_NAME["Telex"]) == shown


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("Nguye64n", "Nguyễn"), ("Va8n", "Văn"), ("d9u7o7ng2", "đường"), ("toan21", "toán"), ("toan10", "toan"), ("TE1", "TÉ"),
        ("a11", "a1"), ("DN4010", "DN4010"), ("ma5ng", "mạng"),
    ],
)  # fmt: skip
def test_vni_composes_as_its_descriptions_say(keys: str, shown: str) -> None:
    assert qr.typed(keys, BY_NAME["VNI"]) == shown


def test_programs_differ_in_whether_a_digit_ends_a_word() -> None:
    assert qr.typed("4baa7", BY_NAME["Telex"]) == "4baa7"
    assert qr.typed("4baa7", BY_NAME["Telex, digits end a word"]) == "4bâ7"


def test_the_vietnamese_layout_types_letters_and_marks_for_digits() -> None:
    assert qr.typed("DN4010", BY_NAME["Vietnamese layout"]) == "DNôđăđ"


# reading what it made


@settings(max_examples=250)
@given(HEALTH_CARDS, ANY_KEYBOARD)
def test_a_health_card_is_read_truly_or_refused_on_every_keyboard(card: qr.CardQr, keyboard: qr.Keyboard) -> None:
    meant = qr.read(qr.format_card_qr(card))
    try:
        reading = qr.read(qr.typed(qr.format_card_qr(card), keyboard))
    except qr.QrError as refused:
        assert refused.field == "card_number"  # noqa: PT017 - one of two good outcomes
        return
    assert reading.key == meant.key
    unread = {each.field for each in reading.unread}
    for field in ("full_name", "birth_date", "sex", "facility_code", "valid_from", "valid_to", "five_years_on", "address"):
        assert getattr(reading, field) == getattr(meant, field) or field in unread, field


@settings(max_examples=250)
@given(CITIZEN_CARDS, ANY_KEYBOARD)
def test_number_birth_date_and_name_of_a_citizen_card_are_read_on_every_keyboard(card: qr.CitizenQr, keyboard: qr.Keyboard) -> None:
    reading = qr.read(qr.typed(qr.format_citizen_qr(card), keyboard))
    assert reading.key == card.citizen_number.value
    assert (reading.birth_date, reading.sex, reading.issued_on) == (card.birth_date, card.sex, card.issued_on)
    assert reading.old_number == card.old_number
    assert names.same(reading.full_name, card.full_name)


@settings(max_examples=150)
@given(HEALTH_CARDS, st.sampled_from([each for each in qr.KEYBOARDS if not each.name.startswith("VNI")]))
def test_only_vni_makes_a_number_unreadable(card: qr.CardQr, keyboard: qr.Keyboard) -> None:
    reading = qr.read(qr.typed(qr.format_card_qr(card), keyboard))
    assert (reading.key, reading.birth_date, reading.sex) == (card.card_number.value, card.birth_date, card.sex)
    assert {each.field for each in reading.unread} <= {"full_name", "address", "living_area", "issued_by"}


@settings(max_examples=150)
@given(HEALTH_CARDS, st.sampled_from([each for each in qr.KEYBOARDS if not each.digit_ends_word]))
def test_a_name_is_read_unless_something_composes_behind_digits(card: qr.CardQr, keyboard: qr.Keyboard) -> None:
    try:
        reading = qr.read(qr.typed(qr.format_card_qr(card), keyboard))
    except qr.QrError:
        return
    assert reading.full_name == card.full_name


def test_a_name_that_two_texts_could_have_become_is_refused_however_likely_one_of_them_looks() -> None:
    text = qr.typed(qr.format_card_qr(replace(HEALTH_CARD, full_name="Lê Minh Mai")), BY_NAME["Telex, digits end a word"])
    reading = qr.read(text)
    assert (reading.key, reading.full_name) == ("DN4010123456789", "")
    assert [each.field for each in reading.unread] == ["full_name"]


@settings(max_examples=100)
@given(HEALTH_CARDS)
def test_a_program_that_joins_letters_and_marks_does_not_turn_digits_round(card: qr.CardQr) -> None:
    sent = unicodedata.normalize("NFC", qr.typed(qr.format_card_qr(card), BY_NAME["Vietnamese layout"]))
    try:
        reading = qr.read(sent)
    except qr.QrError:
        return
    assert reading.key == card.card_number.value
    assert reading.full_name in {card.full_name, ""}
    assert reading.birth_date in {card.birth_date, None}


def test_a_mended_field_says_that_it_was() -> None:
    reading = qr.read(qr.typed(HEALTH, BY_NAME["Telex, digits end a word"]))
    assert (reading.full_name, reading.mended) == ("Trần Thị Mẫu", frozenset({"full_name"}))
    assert qr.read(HEALTH).mended == frozenset()


def test_a_childs_card_typed_through_vni_has_lost_its_digits_and_says_what_to_do() -> None:
    text = qr.typed(qr.format_card_qr(replace(HEALTH_CARD, card_number=terms.CardNumber.parse("TE1010123456789"))), BY_NAME["VNI"])
    with pytest.raises(qr.QrError, match=r"card_number: cannot be read for certain.*switch the keyboard to English"):
        qr.read(text)


def test_a_name_that_vni_has_eaten_is_refused_by_field_and_the_number_still_read() -> None:
    reading = qr.read(qr.typed(HEALTH, BY_NAME["VNI, digits end a word"]))
    assert (reading.key, reading.full_name) == ("DN4010123456789", "")
    assert "full_name" in {each.field for each in reading.unread}


@pytest.mark.parametrize("separator", ["\\", "~", "¦", "｜", "\t"])
@pytest.mark.parametrize("text", [HEALTH, CITIZEN])
def test_other_characters_for_the_separator_are_understood(text: str, separator: str) -> None:
    assert qr.read(text.replace("|", separator)) == qr.read(text)


@pytest.mark.parametrize(("sent", "key"), [("ĐN4010123456789", "DN4010123456789"), ("DN4Đ1Đ123456789", "DN4010123456789")])
def test_a_barred_d_is_a_d_among_the_letters_and_a_zero_among_the_digits(sent: str, key: str) -> None:
    assert qr.read(sent).key == key
    assert qr.read(HEALTH.replace("DN4010123456789", sent)).key == key


def test_a_citizen_number_of_barred_ds_is_read() -> None:
    assert qr.read("ĐĐ1185ĐĐĐĐĐ1").key == "001185000001"


# separators that were lost


@settings(max_examples=80)
@given(CITIZEN_CARDS)
def test_a_citizen_card_without_separators_has_one_reading(card: qr.CitizenQr) -> None:
    plain = replace(card, more=())
    assert qr.read(qr.format_citizen_qr(plain).replace("|", "")) == qr.read(qr.format_citizen_qr(plain))


@pytest.mark.parametrize("birth", ["09/03/1985", "9/3/1985"])
def test_a_health_card_without_separators_still_tells_number_name_and_birth(birth: str) -> None:
    reading = qr.read(HEALTH.replace("09/03/1985", birth).replace("|", ""))
    assert (reading.key, reading.full_name, reading.birth_date) == (
        "DN4010123456789", "Trần Thị Mẫu", terms.PartialDate(1985, 3, 9),
    )  # fmt: skip
    assert {each.field for each in reading.unread} >= {"address", "valid_from", "valid_to"}


# names


@pytest.mark.parametrize("keys", ["Nguyeenx Thij Maaux", "Nguyeexn Thij Maauxx"[:-1], "Nguye64n Thi5 Ma64u"])
def test_a_name_typed_in_keys_that_nothing_composed_is_put_together(keys: str) -> None:
    reading = qr.read(CITIZEN.replace("Nguyễn Thị Mẫu", keys))
    assert (reading.full_name, reading.mended) == ("Nguyễn Thị Mẫu", frozenset({"full_name"}))


@pytest.mark.parametrize("name", ["H'Hen Niê", "Y Moan Êban", "Nguyen Thi Mau", "Lò Văn A", "Sùng A Sử", "Thạch Sô-Phi"])
def test_names_that_are_as_they_should_be_are_left_alone(name: str) -> None:
    reading = qr.read(CITIZEN.replace("Nguyễn Thị Mẫu", name))
    assert (reading.full_name, reading.mended) == (name, frozenset())


def test_utf8_taken_for_windows_1252_is_put_right() -> None:
    sent = "".join(bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte) for byte in CITIZEN.replace("Phố", "Phường").encode())
    assert "á»" in sent
    reading = qr.read(sent)
    assert (reading.full_name, reading.address) == ("Nguyễn Thị Mẫu", "Số 12, Phường Thử")


@pytest.mark.parametrize("name", ["Nguy?n Th? M?u", "Nguy\ufffdn Thị Mẫu", "Nguyễn 3 Mẫu"])
def test_a_name_that_lost_letters_is_refused_by_field(name: str) -> None:
    reading = qr.read(CITIZEN.replace("Nguyễn Thị Mẫu", name))
    assert (reading.key, reading.full_name) == ("001185000001", "")
    assert [each.field for each in reading.unread] == ["full_name"]


# anything at all


PIECES = st.sampled_from(
    ["|", "||", "\\", "~", "Đ", "đ", "ộ", "\u0323", "\u0301", "DN4010123456789", "001185000001", "0123456789", "4e67", "e1bâ", "9/3/1985",
     "Nam", "Nữ", "-", "$", " ", "\x00", "\ud800", "ﬁ", "٣", "²", "TE1"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.text(max_size=80) | st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_any_text_gives_a_reading_or_a_refusal(text: str) -> None:
    try:
        reading = qr.read(text)
    except qr.QrError:
        return
    assert reading.key.isascii()
    assert len(reading.key) in {10, 12, 15}


@settings(max_examples=100)
@given(HEALTH_CARDS | CITIZEN_CARDS, ANY_KEYBOARD, st.integers(0, 400), st.text(max_size=3), st.integers(0, 5))
def test_a_damaged_scan_gives_a_reading_or_a_refusal(
    card: qr.CardQr | qr.CitizenQr, keyboard: qr.Keyboard, at: int, put: str, cut: int
) -> None:
    text = qr.typed(qr.format_card_qr(card) if isinstance(card, qr.CardQr) else qr.format_citizen_qr(card), keyboard)
    try:
        qr.read(text[:at] + put + text[at + cut :])
    except qr.QrError:
        return
