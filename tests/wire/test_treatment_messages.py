"""Messages about treatment, without a gateway around them."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.wire import claims, gateway

NUMBERS = st.integers(-(10**14), 10**14) | st.decimals(-(10**12), 10**12, places=2)


def first_of_xml1(**fields: object) -> dict[str, object]:
    reply: dict[str, object] = orjson.loads(gateway.render_record({"XML1": {"MA_LK": "x", **fields}}))["hoSoKCB"]["xml1"]
    return reply


@pytest.mark.parametrize(
    ("kept", "told"),
    [("12345.50", 12345.5), ("200", 200), ("200.00", 200), (" 7 ", 7), ("", None), (None, None), (7, 7), ("NaN", None), ("n/a", "n/a")],
)
def test_a_number_field_that_holds_something_else_is_told_as_it_is(kept: object, told: object) -> None:
    assert first_of_xml1(T_BNCCT=kept)["TBncct"] == told


@given(NUMBERS)
def test_amounts_of_a_claim_are_told_exactly(amount: object) -> None:
    assert first_of_xml1(T_BNCCT=str(amount))["TBncct"] == pytest.approx(float(str(amount)), abs=0.001)


def test_text_fields_stay_text_also_when_they_hold_digits() -> None:
    told = first_of_xml1(MA_LOAI_KCB="03", MA_DKBD="01001", NGAY_VAO="202609010800")
    assert (told["MaLoaiKcb"], told["MaDkbd"], told["NgayVao"]) == ("03", "01001", "202609010800")


def test_fields_that_no_table_has_are_not_told() -> None:
    assert "Bang" not in first_of_xml1(BANG="x")
    assert len(first_of_xml1(BANG="x")) == len(claims.FIELDS["XML1"])


def test_a_record_without_any_table_is_whole_all_the_same() -> None:
    assert orjson.loads(gateway.render_record({})) == {
        "maKetQua": "200",
        "hoSoKCB": {"xml1": None, "dsXml2": None, "dsXml3": None, "dsXml4": None, "dsXml5": None},
    }


def read(query: bytes) -> int | str:
    """The number, or the field that is wrong."""
    try:
        return gateway.read_record_number(query)
    except gateway.WireError as wrong:
        return wrong.field


@given(st.binary(max_size=80))
def test_a_record_number_is_read_or_refused_by_name(query: bytes) -> None:
    found = read(b"maHoSo=" + query)
    assert found == "maHoSo" or (isinstance(found, int) and found >= 0)


def test_of_two_record_numbers_the_first_counts() -> None:
    assert gateway.read_record_number(b"token=x&MAHOSO=0012&maHoSo=13") == 12


@pytest.mark.parametrize("body", [b"", b"[", b'{"username": {}}', b'{"username": "' + b"x" * 500 + b'"}', b"\xff=\xff"])
def test_a_body_that_names_no_account_leaves_it_to_the_token(body: bytes) -> None:
    assert gateway.read_copayment_username(body) == ""
