from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.terms import names
from ansinh.terms.names import alike
from tests.terms.invented_names import NAMES, SPELLINGS, bare, moved, tcvn3, vni


@pytest.mark.parametrize(
    ("one", "other", "rung"),
    [
        ("Nguyễn Thị Hòa", "NGUYỄN  THỊ HÒA", names.EXACT),
        ("Nguyễn Thị Hòa", "Nguyễn Thị Ho\u0300a", names.EXACT),
        ("Nguyễn Thị Hòa", "Nguyễn Thị Hoà", names.SAME),
        ("Lý Thị Mỹ", "Lí Thị Mĩ", names.SAME),
        ("H'Hen Niê", "HHen Niê", names.SAME),
        ("Ðào Văn An", "Đào Văn An", names.SAME),
        ("Nguyễn Thị Hồng", "NguyÔn ThÞ Hång", names.SAME),
        ("Trần Văn Đức", "Traàn Vaên Ñöùc", names.SAME),
        ("Nguyễn Thị Hồng", "Nguyen Thi Hong", names.BARE_SIDE),
        ("Nguyen Thi Hong", "NguyÔn ThÞ Hång", names.BARE_SIDE),
        ("Trần Hoàng", "Trần Hoáng", names.CONFLICT),
        ("Nguyễn Thị Hồng", "Hồng Nguyễn Thị", names.OTHER_ORDER),
        ("Nguyễn Thị Thu Hồng", "Nguyễn Thị Hồng", names.PART),
        ("Nguyễn Hồng", "Nguyễn Thị Hồng", names.PART),
        ("Hồng", "Nguyễn Hồng", names.DIFFERENT),
        ("Nguyễn Thị Hồng", "Nguyễn Thịnh Hồng", names.ALIKE),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Nhung", names.DIFFERENT),
        ("Nguyễn Thị Thu Hồng", "Nguyễn Thị Thu Hông", names.CONFLICT),
        ("Nguyễn Thị Hồng", "", names.MISSING),
        ("KHÔNG TÊN", "KHÔNG TÊN", names.MISSING),
        ("Nguyễn Thị Hồng", None, names.MISSING),
    ],
)
def test_the_rung_of_two_names(one: str, other: str | None, rung: int) -> None:
    assert names.rung(one, other) == rung
    assert names.rung(other, one) == rung


@given(NAMES, st.sampled_from(SPELLINGS))
def test_ways_of_writing_are_rungs_0_and_1(name: str, spelled: Callable[[str], str]) -> None:
    assert names.rung(name, spelled(name)) in {names.EXACT, names.SAME}


@given(NAMES)
def test_a_tone_on_the_other_vowel_is_rung_1_and_none_rung_3(name: str) -> None:
    assert names.rung(name, moved(name)) == (names.EXACT if moved(name) == name else names.SAME)
    if bare(name) != name:
        assert names.rung(name, bare(name)) == names.BARE_SIDE


@given(NAMES)
def test_a_decoded_name_is_never_exact(name: str) -> None:
    for written in (tcvn3(name), vni(name)):
        if names.keys(written).flag in {names.FROM_TCVN3, names.FROM_VNI}:
            assert names.rung(name, written) != names.EXACT


@given(NAMES, NAMES)
def test_a_rung_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert names.rung(one, other) == names.rung(other, one)


# Jaro-Winkler similarities from W. E. Winkler's and M. Jaro's papers, around the limit of 0.94.
@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [("martha", "marhta", True), ("dwayne", "duane", False), ("dixon", "dicksonx", False), ("jones", "johnson", False), ("abroms", "abrams", False),
     ("hardin", "martinez", False), ("itman", "smith", False), ("michelle", "michael", False), ("julies", "julius", False), ("shackleford", "shackelford", True),
     ("cunningham", "cunnigham", True), ("nichleson", "nichulson", True), ("massey", "massie", False), ("jeraldine", "geraldine", False)],
)  # fmt: skip
def test_likeness_is_jaro_winkler(one: str, other: str, similar: bool) -> None:
    a, b = one.encode(), other.encode()
    assert alike.is_similar(a, 0, len(a), b, 0, len(b)) == similar


def test_the_limit_itself_is_similar() -> None:
    # Jaro of 10 letters with one of them replaced is 14/15; with a prefix of one, 0.94 exactly.
    a, b = b"abcdefghij", b"axcdefghij"
    assert alike.is_similar(a, 0, 10, b, 0, 10)
    assert not alike.is_similar(b"bacdefghij", 0, 10, b"xacdefghij", 0, 10)
