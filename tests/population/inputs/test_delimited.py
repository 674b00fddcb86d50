from pathlib import Path

import pytest

from ansinh.kit.errors import Refused
from ansinh.population import inputs
from tests.population.inputs.sources import csv, insured

HEADER = "record_id,citizen_number,full_name,birth_date"
ROW = "036089012345,Nguyễn Văn An,14/05/1989"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join([HEADER, f"A1,{ROW}", f"A2,{ROW}", ""]).replace(",", delimiter)
    read = insured(csv(tmp_path, text))
    assert read.record_ids == ["A1", "A2"]
    assert read.column("number") == [36_089_012_345] * 2


def test_the_delimiter_may_be_told(tmp_path: Path) -> None:
    text = f"{HEADER}\nA1,{ROW}\n".replace(",", "~")
    with pytest.raises(Refused, match="name the delimiter"):
        insured(csv(tmp_path, text))
    assert insured(csv(tmp_path, text), inputs.Mapping(delimiter="~")).record_ids == ["A1"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like_and_empty_ones_are_none(tmp_path: Path, end: str) -> None:
    text = end.join([HEADER, f"A1,{ROW}", "", f"A2,{ROW}", f"A3,{ROW}"])
    read = insured(csv(tmp_path, text), unit_rows=1)
    assert read.record_ids == ["A1", "A2", "A3"]
    assert [unit.first_row for unit in read.source.units] == [0, 1, 2]


def test_a_quoted_name_may_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    text = f'{HEADER}\nA1,036089012345,"An, ""Bé""\nNguyễn",1989\n"A2",{ROW}\n'
    read = insured(csv(tmp_path, text), unit_rows=1)
    assert read.names == ['An, "Bé"\nNguyễn'.encode(), "Nguyễn Văn An".encode()]
    assert read.record_ids == ["A1", "A2"]


def test_a_quote_inside_a_word_is_a_letter(tmp_path: Path) -> None:
    read = insured(csv(tmp_path, f'{HEADER}\nA1,036089012345,H"Hen,1989\nA2,{ROW}\nA3,{ROW}\n'), unit_rows=1)
    assert read.names[0] == b'H"Hen'
    assert read.record_ids == ["A1", "A2", "A3"]


def test_a_quote_that_is_never_closed_stops_with_its_row(tmp_path: Path) -> None:
    path = csv(tmp_path, f'{HEADER}\nA1,{ROW}\nA2,036089012345,"An,1989\nA3,{ROW}\n')
    with pytest.raises(Refused, match="opened in row 1 and never closed"):
        insured(path)
    assert insured(path, inputs.Mapping(quote="")).names[1] == b'"An'


def test_a_line_with_more_or_fewer_fields_is_left_out_and_the_rest_keep_their_rows(tmp_path: Path) -> None:
    text = f"{HEADER}\nA1,{ROW}\nA2,x\nA3,{ROW},more\nA4,0360,An,31/02/1990\nA4,{ROW}\n"
    read = insured(csv(tmp_path, text), unit_rows=3)
    assert read.record_ids == ["A1", "A4"]
    assert read.reasons == [
        (1, "line", "wrong_number_of_fields"),
        (2, "line", "wrong_number_of_fields"),
        (3, "citizen_number", "wrong_length"),
        (3, "birth_date", "no_such_day"),
        (4, "record_id", "record_id_repeated"),
    ]


def test_names_keep_their_legacy_bytes_beside_names_in_unicode(tmp_path: Path) -> None:
    tcvn3 = b"Nguy\xd4n V\xa8n An"
    read = insured(csv(tmp_path, f"{HEADER}\nA1,{ROW}\nA2,,".encode() + tcvn3 + b",1989\n"))
    assert read.names == ["Nguyễn Văn An".encode(), tcvn3]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_the_encoding_is_understood(tmp_path: Path, encoding: str) -> None:
    read = insured(csv(tmp_path, f"{HEADER}\nA1,{ROW}\n".encode(encoding)))
    assert read.names == ["Nguyễn Văn An".encode()]


def test_another_encoding_may_be_told(tmp_path: Path) -> None:
    text = f"{HEADER}\nA1,036089012345,Đỗ Ân,1989\n"
    read = insured(csv(tmp_path, text.replace("ỗ", "ô\u0303").encode("cp1258")), inputs.Mapping(encoding="cp1258"))
    assert read.names[0].decode().startswith("Đ")
    with pytest.raises(Refused, match="not an encoding"):
        insured(csv(tmp_path, text), inputs.Mapping(encoding="tcvn9"))


def test_an_id_that_is_no_text_counts_as_missing(tmp_path: Path) -> None:
    read = insured(csv(tmp_path, f"{HEADER}\nA1,{ROW}\n".encode() + b"\xff\xfe,036089012345,An,1989\n"))
    assert read.record_ids == ["A1"]
    assert read.reasons == [(1, "record_id", "no_record_id")]


def test_a_file_without_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="put a header before it"):
        insured(csv(tmp_path, f"A1,{ROW}\nA2,{ROW}\n"))


def test_units_are_the_same_rows_whatever_their_size(tmp_path: Path) -> None:
    text = HEADER + "\n" + "".join(f"A{row},{ROW.replace('An', chr(34) + 'An' + chr(34)) if row % 3 == 9 else ROW}\n" for row in range(200))
    path = csv(tmp_path, text)
    assert insured(path, unit_rows=7).record_ids == insured(path, unit_rows=1_000).record_ids
