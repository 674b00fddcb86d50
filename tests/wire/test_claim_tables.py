"""The claim tables: that each is there whole, and that a condition says when a field must be filled."""

import pytest

from ansinh.wire import claims


@pytest.mark.parametrize(("table", "fields"), [("XML0", 26), ("XML1", 66), ("XML2", 39), ("XML3", 47), ("XML4", 12), ("XML5", 9)])
def test_a_table_has_as_many_fields_as_decision_4750_gives_it(table: str, fields: int) -> None:
    names = [field.name for field in claims.FIELDS[table]]
    assert len(names) == len(set(names)) == fields
    assert names[0] == "MA_LK"
    assert names[-1] == "DU_PHONG"


def test_a_condition_names_fields_of_its_own_table() -> None:
    for fields in claims.FIELDS.values():
        names = {field.name for field in fields}
        assert all(field.condition is None or set(field.condition.fields) <= names for field in fields)


def test_a_field_is_conditional_or_required_or_neither() -> None:
    conditional = {field.name for field in claims.FIELDS["XML0"] if field.condition is not None}
    assert conditional == {"LY_DO_VNT", "MA_DICH_VU", "TEN_DICH_VU", "MA_THUOC", "TEN_THUOC", "MA_VAT_TU", "TEN_VAT_TU"}
    assert not any(field.required and field.condition is not None for fields in claims.FIELDS.values() for field in fields)


def test_of_two_lengths_the_larger_one_stands() -> None:
    lengths = {field.name: field.max_length for field in claims.FIELDS["XML0"]}
    assert lengths["MA_DOITUONG_KCB"] == 5  # 4 in the decision, 5 at the gateway
    assert lengths["TEN_THUOC"] == 2000  # 1024 in the decision, 2000 at the gateway
    assert {field.name: field.max_length for field in claims.FIELDS["XML5"]}["DIEN_BIEN_LS"] is None


@pytest.mark.parametrize(
    ("condition", "record", "holds"),
    [
        (claims.Condition("any", ("A",)), {"A": "1"}, True),
        (claims.Condition("any", ("A",)), {"A": ""}, False),
        (claims.Condition("none", ("A", "B")), {}, True),
        (claims.Condition("none", ("A", "B")), {"B": "1"}, False),
        (claims.Condition("is", ("A",), ("1", "2")), {"A": "2"}, True),
        (claims.Condition("is", ("A",), ("1", "2")), {"A": "3"}, False),
        (claims.Condition("not", ("A",), ("7", "17")), {"A": "7"}, False),
        (claims.Condition("not", ("A",), ("7", "17")), {"A": "8"}, True),
    ],
)
def test_a_condition_holds_as_it_reads(condition: claims.Condition, record: dict[str, str], *, holds: bool) -> None:
    assert condition.holds(record) is holds


@pytest.mark.parametrize(("name", "spelled"), [("MA_LK", "MaLk"), ("T_BHTT", "TBhtt"), ("HO_TEN", "HoTen"), ("STT", "Stt")])
def test_json_spells_a_field_with_one_capital_a_part(name: str, spelled: str) -> None:
    assert claims.pascal(name) == spelled
