from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.kit.errors import Refused
from ansinh.population import inputs
from ansinh.population.inputs import assemble, fields, model, reasons

NEAR_A_DATE = st.text("0123456789/-. TZ:+", max_size=24)
NEAR_A_NUMBER = st.text("0123456789 .-'Ee+x", max_size=16)
ANYTHING = st.one_of(NEAR_A_DATE, NEAR_A_NUMBER, st.text(max_size=12)).map(str.encode) | st.binary(max_size=16)
KINDS = st.sampled_from([pa.binary(), pa.large_binary()])


@given(st.lists(ANYTHING | st.none(), max_size=12), KINDS)
def test_a_birth_date_is_a_date_or_has_a_reason(values: list[bytes | None], kind: pa.DataType) -> None:
    births, codes = fields.births(pa.array(values, kind), name="birth_date")
    for birth, code in zip(births.tolist(), codes.tolist(), strict=True):
        assert (birth == 0) == (code == reasons.ABSENT or code >= reasons.REJECT)
        if birth:
            assert 1850 <= birth // 10_000 <= 2100
            date(birth // 10_000, birth // 100 % 100 or 1, birth % 100 or 1)
            assert birth % 100 == 0 or birth // 100 % 100 > 0


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 99_999_999) | st.none(), max_size=12))
def test_an_integer_is_a_birth_date_or_has_a_reason(values: list[int | None]) -> None:
    births, codes = fields.births(pa.array(values, pa.int64()), name="birth_date")
    assert [(birth == 0) for birth in births.tolist()] == [code == reasons.ABSENT or code >= reasons.REJECT for code in codes.tolist()]


@given(st.dates(date(1850, 1, 1), date(2100, 12, 31)))
def test_every_day_is_itself_in_every_form(day: date) -> None:
    wanted = int(f"{day:%Y%m%d}")
    texts = [f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", f"{day:%d%m%Y}", f"{day.day}.{day.month}.{day.year}"]
    births, codes = fields.births(pa.array(texts), name="birth_date")
    typed, typed_codes = fields.births(pa.array([day]), name="birth_date")
    numbered, _ = fields.births(pa.array([wanted]), name="birth_date")
    if codes[0] < reasons.REJECT:
        assert births.tolist() == [wanted] * 5
        assert typed.tolist() == numbered.tolist() == [wanted]
    else:
        assert set(codes.tolist()) == {reasons.PLACEHOLDER} == set(typed_codes.tolist())


@given(st.lists(st.tuples(ANYTHING | st.none(), ANYTHING | st.none()), max_size=12), KINDS)
def test_a_number_is_twelve_digits_or_nothing(values: list[tuple[bytes | None, bytes | None]], kind: pa.DataType) -> None:
    number = fields.digits(pa.array([one for one, _ in values], kind), name="citizen_number")
    old = fields.digits(pa.array([other for _, other in values], kind), name="old_id_number")
    numbers, codes, olds, _ = fields.settle(number, old)
    assert all(0 <= each < 10**12 for each in [*numbers.tolist(), *olds.tolist()])
    assert all(each == 0 for each, code in zip(numbers.tolist(), codes.tolist(), strict=True) if code >= reasons.REJECT and each < 10**9)
    assert set(codes.tolist()) <= {reasons.OK, reasons.ABSENT, *reasons.CODES}


@given(st.integers(10**9, 10**12 - 1).filter(lambda each: each % 111_111_111_111 and each != 123_456_789_012))
def test_twelve_digits_are_the_number_they_say(number: int) -> None:
    text = f"{number:012d}"
    spaced = [text, f"{text[:3]} {text[3:6]} {text[6:9]} {text[9:]}", f"'{text}", f" {text}\t"]
    numbers, codes, _, _ = fields.settle(fields.digits(pa.array(spaced), name="citizen_number"), None)
    assert numbers.tolist() == [number] * 4
    assert codes.tolist() == [reasons.OK] * 4


@given(st.lists(st.text(max_size=30) | st.binary(max_size=30).map(lambda each: each.decode("latin-1")), max_size=8))
def test_a_word_is_a_meaning_or_has_a_reason(words: list[str]) -> None:
    for meaning in (fields.sex_of({}, one_is_male=False), fields.status_of({}), fields.place_of, fields.province_of):
        for word in words:
            value, code = meaning(word)
            assert -1 <= value < 2**31
            assert code in {reasons.OK, reasons.ABSENT, reasons.WORD}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(1, 5))
def test_any_bytes_after_a_header_are_read_or_refused(tmp_path_factory: object, body: bytes, unit_rows: int) -> None:
    folder = Path(tmp_path_factory.mktemp("any"))  # type: ignore[attr-defined]
    path = folder / "any.csv"
    path.write_bytes(b"record_id,citizen_number,full_name,birth_date,sex\n" + body)
    try:
        source = inputs.open(str(path), "insured", unit_rows=unit_rows)
        without = source.repeats()
        reads = [source.read(unit, without=without) for unit in source.units]
    except Refused:
        return
    assert sum(len(read.batch) + read.left_out for read in reads) == source.rows
    ids = [each for read in reads for each in read.batch.record_id.to_pylist()]
    assert len(ids) == len(set(ids))


@given(st.lists(st.sampled_from(["a", "b", ""]) | st.text(max_size=3), min_size=1, max_size=20))
def test_left_out_and_kept_rows_are_all_rows(ids: list[str]) -> None:
    table = pa.table({"record_id": ids, "citizen_number": ["036089012345"] * len(ids), "full_name": ids, "birth_date": ["1989"] * len(ids)})
    manner = assemble.manner_of("insured", inputs.Mapping(), one_is_male=False, record_id_type=pa.string())
    unit = model.Unit(index=0, rows=len(ids), first_row=10, piece=None)
    seen: set[str] = set()
    repeats = [10 + row for row, each in enumerate(ids) if each and (each in seen or seen.add(each))]  # type: ignore[func-returns-value]
    read = assemble.read_table(table, unit, manner, without=np.array(repeats, np.int64))
    assert read.batch.record_id.to_pylist() == list(dict.fromkeys(each for each in ids if each))
    assert read.left_out == len(ids) - len(read.batch) == read.rejected.num_rows
