import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.population import report
from ansinh.population.report.counting import shape
from ansinh.population.report.marked import element
from tests.population.report.conftest import Run

PERSON = re.compile(r"(?<![\w.,:+])\d{9,12}(?![\w.])")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action", "xlink:href", "data"}]


@pytest.fixture(scope="module")
def files(many: Run) -> dict[str, str]:
    return {name: (many.out / name).read_text("utf-8") for name in (report.PAGE, report.DATA)}


def test_no_number_and_no_record_id_stands_anywhere(many: Run, files: dict[str, str]) -> None:
    people = pq.read_table(many.population).to_pylist()
    numbers = {value for row in [*many.rows, *people] for value in (row.get("citizen_number"), row.get("old_id_number")) if value}
    ids = {str(each) for each in many.kept()}
    for name, text in files.items():
        assert [each for each in numbers | ids if each in text] == [], name
        assert PERSON.findall(re.sub(r'"peak_rss_bytes": \d+', "", text)) == [], name


def test_no_full_name_stands_anywhere(many: Run, files: dict[str, str]) -> None:
    people = pq.read_table(many.population).to_pylist()
    names = {row["full_name"] for row in [*many.rows, *people] if row["full_name"]}
    assert len(names) > 100
    for name, text in files.items():
        assert [each for each in names if each.casefold() in text.casefold()] == [], name


def test_a_name_in_the_wrong_column_is_shown_as_its_shape(files: dict[str, str]) -> None:
    for text in files.values():
        assert "Trần Thị Lộ" not in text
        assert "xxxx xxx xx, xxx xxx" in text


def test_hostile_values_are_text_and_not_tags(files: dict[str, str]) -> None:
    tags = _Tags()
    tags.feed(files[report.PAGE])
    assert "&lt;b&gt;x" in files[report.PAGE]
    assert not {"script", "b", "iframe", "img", "link", "form", "object", "a"} & set(tags.tags)


def test_the_page_loads_nothing_and_runs_nothing(files: dict[str, str]) -> None:
    page = files[report.PAGE]
    tags = _Tags()
    tags.feed(page)
    assert tags.addresses == []
    assert "default-src 'none'" in unescape(page)
    assert "http://" not in page
    assert "https://" not in page
    assert "url(" not in page
    assert "@import" not in page


def test_every_picture_has_a_title_a_description_and_a_table_in_its_chapter(files: dict[str, str]) -> None:
    page = files[report.PAGE]
    chapters = re.findall(r"<section.*?</section>", page, re.DOTALL)
    with_pictures = [each for each in chapters if 'role="img"' in each]
    assert len(with_pictures) >= 8
    for each in with_pictures:
        assert "<title" in each
        assert "<desc" in each
        assert "<table>" in each


@given(st.text())
def test_any_text_comes_out_of_an_element_as_it_went_in(text: str) -> None:
    class Reader(HTMLParser):
        held = ""
        titles: str | None = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag == "p"
            self.titles = dict(attrs)["title"]

        def handle_data(self, data: str) -> None:
            self.held += data

    clean = text.replace("\r", "").replace("\0", "")
    reader = Reader()
    reader.feed(element("p", clean, title=clean))
    reader.close()
    assert reader.held == clean
    assert (reader.titles or "") == clean


@pytest.mark.parametrize(
    ("column", "example", "shown"),
    [
        ("citizen_number", "row 5: 93****67 (8 characters)", "row 5: •••••••7 (8 characters)"),
        ("sex", "row 5: NỮ?", "row 5: NỮ?"),
        ("sex", "row 5: Nguyễn An", "row 5: xxxxxx xx"),
        ("birth_date", "row 5: 31/02/19**", "row 5: 31/02/19**"),
        ("birth_date", "row 5: Nguyễn Văn An", "row 5: xxxxxx xxx xx"),
        ("province", "row 5: An", "row 5: xx"),
    ],
)
def test_examples_show_no_more_than_helps(column: str, example: str, shown: str) -> None:
    assert shape(column, example) == shown


def test_a_password_of_a_database_is_not_kept(tmp_path: Path) -> None:
    from ansinh.population.report import origin as origins

    origins.remember(tmp_path, report.Origin(where="postgresql://reader:secret@host/db#insured.people"))
    assert b"secret" not in (tmp_path / origins.FILE).read_bytes()
    held = report.recall(tmp_path)
    assert held is not None
    assert held.where == "postgresql://reader@host/db#insured.people"
