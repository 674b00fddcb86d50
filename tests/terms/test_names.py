import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.terms import names

LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ ", min_size=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Thị Đào", "NGUYEN THI DAO"),
        ("Nguyễn  Thị Đào ", "nguyễn thị đào"),
        ("Trần Thuý Hoà", "Trần Thúy Hòa"),  # tone mark on the new and on the old vowel
        ("H'Hoa Niê", "H'HOA NIE"),
    ],
)
def test_these_spellings_are_one_name(one: str, other: str) -> None:
    assert names.same(one, other)


def test_another_name_is_another_name() -> None:
    assert not names.same("Nguyễn Văn An", "Nguyễn Văn Ân Phú")
    assert not names.same("", "")


@given(LETTERS)
def test_composed_and_decomposed_unicode_fold_alike(name: str) -> None:
    assert names.fold(unicodedata.normalize("NFD", name)) == names.fold(unicodedata.normalize("NFC", name))


@given(LETTERS)
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert names.fold(names.fold(name)) == names.fold(name)
    assert names.fold(name).isascii()


def test_names_that_begin_alike_are_told_from_those_that_do_not() -> None:
    assert names.starts_alike("Nguyễn Văn", "NGUYEN VAN AN")
    assert names.starts_alike("Nguyễn Thị Bé", "Nguyễn Văn An")
    assert not names.starts_alike("Lê Văn An", "Nguyễn Văn An")
    assert not names.starts_alike("", "Nguyễn Văn An")
