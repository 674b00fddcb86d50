import unicodedata
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.terms import names
from tests.terms.invented_names import NAMES, SPELLINGS, SYLLABLES, TCVN3_SIGNS, bare, meaning, moved, tcvn3, vni


@given(NAMES, st.sampled_from(SPELLINGS))
def test_a_name_has_one_key_however_it_is_written(name: str, spelled: Callable[[str], str]) -> None:
    assert names.keys(spelled(name)).k1 == names.keys(name).k1
    assert names.keys(spelled(name)).bag == names.keys(name).bag


@given(NAMES, SYLLABLES, st.integers(0, 4))
def test_two_names_have_one_key_only_if_they_are_one(name: str, syllable: str, place: int) -> None:
    words = name.split()
    other = " ".join([*words[:place], syllable, *words[place + 1 :]])
    assert (names.keys(name).k1 == names.keys(other).k1) == (meaning(name) == meaning(other))
    assert (names.keys(name).k2 == names.keys(other).k2) == (meaning(bare(name)) == meaning(bare(other)))


@given(NAMES)
def test_without_its_marks_a_name_keeps_its_second_key_and_says_so(name: str) -> None:
    plain = names.keys(bare(name))
    assert plain.k2 == names.keys(name).k2
    assert plain.flag == names.BARE


@given(NAMES, st.randoms(use_true_random=False))
def test_the_third_key_does_not_mind_the_order(name: str, random: Random) -> None:
    words = name.split()
    random.shuffle(words)
    assert names.keys(" ".join(words)).bag == names.keys(name).bag


@settings(max_examples=300)
@given(NAMES, st.sampled_from(SPELLINGS))
def test_a_name_in_unicode_is_never_taken_for_another_encoding(name: str, spelled: Callable[[str], str]) -> None:
    assert names.keys(spelled(name)).flag & (names.FROM_TCVN3 | names.FROM_VNI | names.FOREIGN_SIGNS) == 0


@given(NAMES)
def test_a_name_in_tcvn3_is_told_by_signs_that_are_no_letters(name: str) -> None:
    written = tcvn3(name)
    if not any(sign < "À" for sign in written if not sign.isascii()):
        return
    assert names.keys(written).flag == names.FROM_TCVN3
    assert names.keys(written).k1 == names.keys(name).k1
    assert names.keys(written.encode("latin-1")).k1 == names.keys(name).k1


@given(NAMES)
def test_a_name_in_vni_is_decoded_wherever_it_makes_no_sense_in_unicode(name: str) -> None:
    read = names.keys(vni(name))
    assert read.flag in {0, names.BARE, names.FROM_VNI}
    if read.flag == names.FROM_VNI:
        assert read.k1 == names.keys(name).k1
        assert names.keys(vni(name).encode("latin-1")).k1 == read.k1
    else:
        assert names.decode(vni(name)) == vni(name)


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Hồng", "Trần Văn Đức", "Phạm Hữu Phước", "Đặng Ngọc Ánh", "Lê Thị Hà", "Vũ Minh Tuấn", "Huỳnh Bảo Trân", "Y Bhăm Byă"],
)
def test_common_names_are_decoded_from_both_old_encodings(name: str) -> None:
    for written, flag in ((tcvn3(name), names.FROM_TCVN3), (vni(name), names.FROM_VNI)):
        assert (names.keys(written).flag, names.keys(written).k1) == (flag, names.keys(name).k1)
        assert names.decode(written).lower() == name.lower()
        assert names.decode(written.encode("latin-1")) == names.decode(written)


def test_a_slip_of_the_hand_does_not_hide_the_encoding() -> None:
    assert names.keys("NguuyÔn ThÞ Ph\u00ad¬ng Uyªn").flag == names.FROM_TCVN3
    assert names.keys("Nguuyeãn Thò Ngoïc Linh").flag == names.FROM_VNI
    assert names.keys("LÊ HOÀNG KIM EÂN").flag == 0


@pytest.mark.parametrize(
    "name", ["Müller", "Björn", "Noël", "François", "José", "Renée", "H'Hen Niê", "Ê-ban", "Y Mlô", "Ksơr Blô", "Siu Ayŭn"]
)
def test_names_of_other_peoples_are_not_decoded(name: str) -> None:
    assert names.keys(name).flag & (names.FROM_TCVN3 | names.FROM_VNI) == 0
    assert names.decode(name) == name


def test_every_letter_of_tcvn3_is_decoded_in_its_place() -> None:
    for letter, sign in TCVN3_SIGNS.items():
        assert names.decode(f"NguyÔn ThÞ Hång ®{sign}") == f"Nguyễn Thị Hồng đ{letter}"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lý", "Lí", True),
        ("Quý", "Quí", True),
        ("Mỹ", "Mĩ", True),
        ("Huy", "Hui", False),
        ("Thúy", "Thúi", False),
        ("Như Ý", "Như Í", False),
        ("Ðào", "Đào", True),
        ("Hòa", "Ho\u0340a", True),
        ("Tú", "Tu\u0341", True),
        ("Ngọ\u0302c", "Ngộc", True),
        ("H'Hen Niê", "HHen Niê", True),
        ("H'Hen Niê", "H\u02bchen Niê", True),
        ("H'Hen Niê", "H\u2019 HEN NIÊ", True),
        ("H'Hen Niê", "H Hen Niê", True),
        ("Y Thông Ê-ban", "Y Thông Êban", True),
        ("Y Thông Ê-ban", "Y Thông Ê Ban", True),
        ("K' Brếp", "K'Brếp", True),
        ("Kpă Y Lan", "Kpa Y Lan", False),
        ("Nguyễn V. An", "Nguyễn Van", False),
        ("Nguyễn\u00a0\u2009Văn\tAn", "Nguyễn Văn An", True),
        ("\ufeffNguyễn Văn\u200b An", "Nguyễn Văn An", True),
        ("ＮＧＵＹＥＮ", "Nguyen", True),
    ],
)
def test_whether_two_spellings_have_one_key(one: str, other: str, same: bool) -> None:
    assert (names.keys(one).k1 == names.keys(other).k1) == same


@pytest.mark.parametrize(
    "words", ["", "  ", "-", "...", "KHÔNG TÊN", "không rõ", "Khong ten", "Chưa đặt tên", "N/A", "Vô danh", "null", None]
)
def test_words_in_place_of_a_name_are_no_name(words: str | None) -> None:
    found = names.keys(words)
    assert (found.k1, found.k2, found.bag, found.syllables, found.letters) == (0, 0, 0, 0, b"")
    assert found.flag & names.NO_NAME


@pytest.mark.parametrize("name", ["Võ Danh", "Vo Danh", "Khổng Minh", "Y", "Không Lan", "O"])
def test_names_that_look_like_none_are_names(name: str) -> None:
    assert names.keys(name).k1 != 0


def test_signs_that_no_name_has_are_told_but_do_not_hide_it() -> None:
    assert names.keys("Nguyễn 王明").flag == names.FOREIGN_SIGNS
    assert names.keys("王明").k1 != names.keys("王朋").k1
    assert names.keys(b"\xff\xfe\x80").flag & names.FOREIGN_SIGNS


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_anything_at_all_has_keys(text: str | bytes) -> None:
    found = names.keys(text)
    assert (found.k1 == 0) == (found.flag & names.NO_NAME != 0)
    assert len(found.letters) <= len(text.encode() if isinstance(text, str) else text)
    names.decode(text)


@given(st.text(max_size=30))
def test_the_unicode_form_is_of_no_account_whatever_the_text(text: str) -> None:
    composed, decomposed = (names.keys(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    if (composed.flag | decomposed.flag) & ~names.BARE == 0:
        assert composed == decomposed


def test_a_name_says_nothing_of_itself_when_printed() -> None:
    assert "nguyen" not in repr(names.keys("Nguyễn"))
    assert str(names.keys("Nguyễn").k1) not in repr(names.keys("Nguyễn"))


def test_moved_tones_are_tested_at_all() -> None:
    assert moved("Thúy Hoà") == "Thuý Hòa"
