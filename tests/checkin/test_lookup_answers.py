"""Each result code of dispatch 1923/BHXH-CNTT, annex 03 section 4, and the two of 2017: a rule, its edges, its neighbours."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import checkin, register
from ansinh.checkin.rules.table import RULES
from ansinh.register import CardState, Custody
from ansinh.terms import PartialDate, Sex
from ansinh.wire import gateway
from tests.checkin.cases import KEY, LAST_YEAR, NEXT_YEAR, OFFICER, THIS_YEAR, coverage, decide, question
from tests.register.builders import TODAY, card, span

# 000


@pytest.mark.parametrize("key", [KEY, "0123456789", "001185000001"])
def test_000_a_card_in_force_is_correct_whichever_number_was_asked(key: str) -> None:
    decision = decide(key=key)
    assert decision.code == "000"
    assert decision.current is not None
    assert decision.current.span == THIS_YEAR
    assert decision.newer is None


@pytest.mark.parametrize("name", ["nguyen thi mau", "NGUYỄN  THỊ MẪU", "Nguyễn Thị Mẫu"])
def test_000_the_name_may_come_without_diacritics_or_in_capitals(name: str) -> None:
    assert decide(full_name=name).code == "000"


@pytest.mark.parametrize("birth", [PartialDate(1985), PartialDate(1985, 3)])
def test_000_the_birth_date_may_be_less_precise_than_the_register(birth: PartialDate) -> None:
    assert decide(birth_date=birth).code == "000"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)])
def test_000_holds_on_the_first_and_the_last_day(day: date) -> None:
    assert decide(day=day).code == "000"


def test_000_of_several_cards_in_force_the_one_with_the_highest_percent_is_spoken_of() -> None:
    decision = decide(card(KEY, THIS_YEAR), card("CC1010123456789", THIS_YEAR), key="001185000001")
    assert decision.code == "000"
    assert decision.card is not None
    assert decision.card.number.value == "CC1010123456789"


def test_000_the_card_before_is_named_as_the_old_one() -> None:
    decision = decide(card("HS4010123456789", LAST_YEAR, issued_on=date(2019, 1, 1)), card(KEY, THIS_YEAR))
    assert decision.code == "000"
    assert decision.older is not None
    assert decision.older.number.value == "HS4010123456789"


# 001, 002


@pytest.mark.parametrize(("custody", "code"), [(Custody.ARMY, "001"), (Custody.POLICE, "002")])
def test_001_002_a_card_kept_by_army_or_police_is_said_to_be_so(custody: Custody, code: str) -> None:
    decision = decide(card(KEY, THIS_YEAR, custody=custody))
    assert decision.code == code
    assert decision.coverage is not None


@pytest.mark.parametrize(("key", "code"), [("QN5970123456789", "001"), ("CY5970123456789", "001"), ("CA5970123456789", "002")])
def test_001_002_an_army_or_police_card_that_is_not_held_here_turns_nobody_away(key: str, code: str) -> None:
    decision = decide(nobody=True, key=key)
    assert decision.code == code
    assert decision.coverage is None


# 003, 004


def test_003_an_old_card_that_has_ended_names_the_new_one_in_force() -> None:
    decision = decide(card("HS4010123456789", LAST_YEAR), card(KEY, THIS_YEAR), key="HS4010123456789")
    assert decision.code == "003"
    assert decision.current is not None
    assert decision.current.span == LAST_YEAR
    assert decision.newer is not None
    assert decision.newer.card.number.value == KEY


def test_004_an_old_card_still_in_force_names_the_new_one() -> None:
    newer = card("CC1010123456789", span(date(2026, 6, 1), date(2026, 12, 31)))
    decision = decide(card(KEY, THIS_YEAR), newer)
    assert decision.code == "004"
    assert decision.newer is not None
    assert decision.newer.card == newer


def test_004_a_renewal_of_the_same_number_is_a_new_card_too() -> None:
    decision = decide(card(KEY, THIS_YEAR, NEXT_YEAR))
    assert decision.code == "004"
    assert decision.newer is not None
    assert (decision.newer.card.number.value, decision.newer.span) == (KEY, NEXT_YEAR)


def test_004_asking_for_the_new_card_before_it_begins_speaks_of_the_one_in_force() -> None:
    decision = decide(card(KEY, THIS_YEAR), card("CC1010123456789", NEXT_YEAR), key="CC1010123456789")
    assert decision.code == "004"
    assert decision.card is not None
    assert decision.card.number.value == KEY
    assert decision.newer is not None
    assert decision.newer.card.number.value == "CC1010123456789"


def test_a_revoked_card_is_never_the_new_one() -> None:
    assert decide(card(KEY, THIS_YEAR), card("CC1010123456789", NEXT_YEAR, state=CardState.REVOKED)).code == "000"


# 010


@pytest.mark.parametrize("key", [KEY, "001185000001"])
def test_010_a_card_that_has_ended_is_expired(key: str) -> None:
    decision = decide(card(KEY, LAST_YEAR), key=key)
    assert decision.code == "010"
    assert decision.current is not None
    assert decision.current.span == LAST_YEAR


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_010_holds_the_day_before_the_first_and_the_day_after_the_last(day: date) -> None:
    assert decide(day=day).code == "010"


def test_010_of_several_spans_the_last_that_was_is_spoken_of() -> None:
    decision = decide(card(KEY, LAST_YEAR, THIS_YEAR), day=date(2027, 3, 1))
    assert decision.code == "010"
    assert decision.current is not None
    assert decision.current.span == THIS_YEAR


def test_010_a_new_card_that_has_not_begun_is_named_but_covers_nothing_yet() -> None:
    decision = decide(card(KEY, LAST_YEAR), card("CC1010123456789", NEXT_YEAR))
    assert decision.code == "010"
    assert decision.newer is not None
    assert decision.newer.span == NEXT_YEAR


def test_010_a_card_that_was_never_paid_for_is_not_in_force() -> None:
    never_paid = replace(card(KEY), spans=())
    for key in (KEY, "001185000001"):
        decision = decide(never_paid, key=key)
        assert (decision.code, decision.card, decision.current) == ("010", never_paid, None)


# 050 to 053


@pytest.mark.parametrize("key", [KEY, "0123456789", "001185000001"])
def test_050_a_number_that_leads_to_nobody_has_no_card(key: str) -> None:
    assert decide(nobody=True, key=key) == checkin.Decision(code=decide(nobody=True).code)
    assert decide(nobody=True, key=key).code == "050"


def test_050_a_person_of_six_or_more_without_a_card_has_none() -> None:
    assert _without_card(PartialDate(2020, 11, 20)).code == "050"
    assert _without_card(PartialDate(2020, 11, 20)).coverage is None


@pytest.mark.parametrize(
    "key", ["X", "123456789", "12345678901", "12345678901X", "DN6010123456789", "1N4010123456789", "DN401012345678Ơ", "x" * 200]
)
def test_051_a_key_that_cannot_be_a_number_is_wrong(key: str) -> None:
    assert decide(nobody=True, key=key).code == "051"


@pytest.mark.parametrize("digits", ["１２３４５６７８９０", "¹²³⁴⁵⁶⁷⁸⁹⁰"])
def test_051_digits_of_other_scripts_are_none(digits: str) -> None:
    assert decide(nobody=True, key=digits).code == "051"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("DN4790123456789", "052"),  # province
        ("DN3010123456789", "053"),  # benefit digit
        ("HX4010123456789", "051"),  # object
        ("DN3790123456789", "051"),  # two parts at once
    ],
)
def test_051_052_053_a_card_misread_in_front_says_which_part_is_wrong_and_nothing_else(key: str, code: str) -> None:
    decision = decide(key=key)
    assert (decision.code, decision.coverage, decision.card) == (code, None, None)


def test_050_a_card_number_whose_person_has_no_card_is_none() -> None:
    assert _without_card(PartialDate(2024, 1, 1), key=KEY).code == "050"


# 054, 055


def test_054_an_officer_who_is_not_registered_learns_nothing() -> None:
    decision = decide(officer=None)
    assert (decision.code, decision.coverage) == ("054", None)


@pytest.mark.parametrize("name", ["Trần Văn Khác", "Trần Văn", ""])
def test_055_an_officer_with_another_name_learns_nothing(name: str) -> None:
    decision = decide(officer_name=name)
    assert (decision.code, decision.coverage) == ("055", None)


def test_055_the_officers_name_may_come_without_diacritics() -> None:
    assert decide(officer_name="TRAN VAN TIEP").code == "000"


def test_054_055_interfaces_without_an_officer_are_not_asked_for_one() -> None:
    assert decide(officer=None, officer_name="", officer_number="").code == "000"


# 060, 061, 070


def test_060_another_name_is_wrong() -> None:
    decision = decide(full_name="Lê Văn Khác")
    assert (decision.code, decision.coverage) == ("060", None)


@pytest.mark.parametrize("name", ["Nguyễn Thị", "Nguyen Thi Mau Hai", "Nguyễn Văn Khác"])
def test_061_a_name_that_begins_right_is_told_apart(name: str) -> None:
    decision = decide(full_name=name)
    assert (decision.code, decision.coverage) == ("061", None)


@pytest.mark.parametrize("birth", [PartialDate(1985, 3, 10), PartialDate(1985, 4), PartialDate(1986), PartialDate(2020)])
def test_070_another_birth_date_is_wrong(birth: PartialDate) -> None:
    decision = decide(birth_date=birth)
    assert (decision.code, decision.coverage) == ("070", None)


def test_070_a_register_that_knows_only_the_year_compares_the_year() -> None:
    assert decide(about={"birth_date": PartialDate(1985)}, birth_date=PartialDate(1985, 12, 31)).code == "000"


@pytest.mark.parametrize("birth", ["2020", "1985"])
def test_070_the_year_one_vendor_sends_for_an_unknown_birth_date_is_compared_as_a_year(birth: str) -> None:
    born_2020 = {"birth_date": PartialDate(2020, 2, 29)}
    assert decide(about=born_2020, birth_date=PartialDate.parse(birth)).code == ("000" if birth == "2020" else "070")


# 080, 090: only interfaces of 2016 and 2017 send what the card says of sex and facility


@pytest.mark.parametrize(("sent", "kept", "code"), [
    (Sex.MALE, Sex.FEMALE, "080"), (Sex.FEMALE, Sex.FEMALE, "000"), (None, Sex.FEMALE, "000"), (Sex.MALE, Sex.UNKNOWN, "000"),
])  # fmt: skip
def test_080_another_sex_is_wrong_where_both_sides_name_one(sent: Sex | None, kept: Sex, code: str) -> None:
    decision = decide(about={"sex": kept}, sex=sent)
    assert decision.code == code
    assert decision.coverage is not None


def test_080_is_told_only_to_who_names_the_person_rightly() -> None:
    assert decide(sex=Sex.MALE, full_name="Lê Văn Khác").code == "060"
    assert decide(sex=Sex.MALE, birth_date=PartialDate(2020)).code == "070"


@pytest.mark.parametrize(("facility", "code"), [("79014", "090"), ("01001", "000"), ("", "000")])
def test_090_another_registered_facility_is_wrong_where_one_is_named(facility: str, code: str) -> None:
    decision = decide(registered_facility=facility)
    assert decision.code == code
    assert decision.current is not None


@pytest.mark.parametrize(("given", "code"), [
    (card(KEY, LAST_YEAR), "010"), (card(KEY, THIS_YEAR, state=CardState.REVOKED), "110"), (card(KEY, THIS_YEAR, custody=Custody.ARMY), "001"),
])  # fmt: skip
def test_090_hides_no_reason_why_the_card_cannot_be_used(given: register.Card, code: str) -> None:
    assert decide(given, registered_facility="79014").code == code


# 100


NAMESAKE = coverage(card("DN4010123456780", THIS_YEAR), participant_id=2)
NUMBER = "001185000001"


def test_100_a_number_claimed_by_several_whom_name_and_birth_date_do_not_tell_apart_is_nobodys() -> None:
    decision = decide(key=NUMBER, rivals=(NAMESAKE,))
    assert (decision.code, decision.coverage) == ("100", None)


@pytest.mark.parametrize("asked", [{"full_name": "Lê Thị Khác"}, {"birth_date": PartialDate(1990, 1, 1)}])
def test_100_whoever_name_and_birth_date_fit_alone_is_the_one(asked: dict[str, Any]) -> None:
    other = replace(NAMESAKE, **asked)
    decision = decide(key=NUMBER, rivals=(other,), **asked)
    assert decision.code == "000"
    assert decision.coverage == other
    assert decide(key=NUMBER, rivals=(other,)).coverage == coverage(card(KEY, THIS_YEAR))


def test_100_a_year_that_fits_both_tells_nobody_apart() -> None:
    assert decide(key=NUMBER, rivals=(replace(NAMESAKE, birth_date=PartialDate(1985, 12, 31)),), birth_date=PartialDate(1985)).code == "100"


@pytest.mark.parametrize(("asked", "code"), [({"full_name": "Lê"}, "060"), ({"birth_date": PartialDate(2020)}, "070")])
def test_100_is_not_told_to_who_fits_none_of_them(asked: dict[str, Any], code: str) -> None:
    decision = decide(key=NUMBER, rivals=(NAMESAKE,), **asked)
    assert (decision.code, decision.coverage) == (code, None)


def test_100_an_officer_who_is_not_registered_learns_not_even_that() -> None:
    assert decide(key=NUMBER, rivals=(NAMESAKE,), officer=None).code == "054"


# 110, 120 to 124


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (CardState.REVOKED, "110"),
        (CardState.HELD, "110"),
        (CardState.LOCKED, "110"),
        (CardState.REDUCED, "120"),
        (CardState.REDUCED_MOVED_OUT, "121"),
        (CardState.REDUCED_MOVED_WITHIN, "122"),
        (CardState.REDUCED_READDED, "123"),
        (CardState.REDUCED_STOPPED, "124"),
    ],
)
@pytest.mark.parametrize("key", [KEY, "001185000001"])
def test_110_12x_a_card_that_is_no_longer_valid_says_why(state: CardState, code: str, key: str) -> None:
    decision = decide(card(KEY, THIS_YEAR, state=state), key=key)
    assert decision.code == code
    assert decision.coverage is not None


@pytest.mark.parametrize("state", [CardState.HELD, CardState.LOCKED])
def test_110_a_card_held_or_locked_is_never_the_one_in_force_nor_the_new_one(state: CardState) -> None:
    withheld = card("HS4010123456789", THIS_YEAR, state=state)
    assert decide(withheld, card(KEY, LAST_YEAR), key=KEY).code == "010"
    assert decide(withheld, card(KEY, THIS_YEAR), key=NUMBER).code == "000"


def test_110_does_not_hide_a_valid_card_of_the_same_person() -> None:
    revoked, valid = card("HS4010123456789", THIS_YEAR, state=CardState.REVOKED), card(KEY, THIS_YEAR)
    assert decide(revoked, valid, key="001185000001").code == "000"
    assert decide(revoked, valid, key="HS4010123456789").code == "110"


def test_124_the_dead_take_part_no_longer_from_the_day_of_death() -> None:
    assert decide(about={"deceased_on": TODAY}).code == "124"
    assert decide(about={"deceased_on": TODAY + timedelta(days=1)}).code == "000"


# 130


@pytest.mark.parametrize("birth", [PartialDate(2020, 11, 21), PartialDate(2021), PartialDate(2026, 11, 20)])
def test_130_a_child_under_six_without_a_card_is_told_as_such(birth: PartialDate) -> None:
    decision = _without_card(birth)
    assert decision.code == "130"
    assert decision.coverage is not None
    assert decision.card is None


def _without_card(birth: PartialDate, **asked: Any) -> checkin.Decision:
    child = register.Coverage(
        participant_id=1, full_name="Nguyễn Thị Mẫu", birth_date=birth, sex=Sex.FEMALE, address="", social_insurance_number=None,
        five_years_on=None, deceased_on=None, cards=(),
    )  # fmt: skip
    asked = {"key": "001185000001", "birth_date": birth, **asked}
    return checkin.decide(question(**asked), register.Enquiry(coverage=child, officer=OFFICER, facility_name=""), day=TODAY)


# the table


def test_every_code_is_some_rules_except_those_of_the_gateway_itself() -> None:
    of_the_gateway = {"101", "205", "401"}  # a defect, a request that cannot be read, a bad token
    assert {code for rule in RULES for code in rule.codes} == set(gateway.ResultCode) - of_the_gateway


def test_every_rule_has_a_source_and_says_what_it_says() -> None:
    assert all(rule.source and rule.says.endswith((".", ":")) and rule.name for rule in RULES)


@pytest.mark.parametrize("code", sorted({code for rule in RULES for code in rule.codes}))
def test_every_code_of_a_rule_has_a_test_named_after_it(code: str) -> None:
    written = re.findall(r"^def test_((?:\w{3}_)+)", Path(__file__).read_text(encoding="utf-8"), re.MULTILINE)
    named = {part for numbers in written for part in numbers.split("_") if part.isdigit()}
    assert code in named or (code in {"120", "121", "122", "123"} and "12x" in "".join(written))


# the order, and what must never happen


def test_who_asks_is_settled_before_whom_they_ask_for() -> None:
    wrong_all_over: dict[str, Any] = {"key": "X", "full_name": "Lê Văn Khác", "birth_date": PartialDate(2020), "officer_name": "Khác"}
    assert decide(officer=None, **wrong_all_over).code == "054"
    assert decide(**wrong_all_over).code == "055"


def test_a_card_is_not_spoken_of_to_someone_who_names_its_holder_wrongly() -> None:
    revoked = card(KEY, THIS_YEAR, state=CardState.REVOKED)
    assert decide(revoked, full_name="Lê Văn Khác", birth_date=PartialDate(2020)).code == "060"
    assert decide(revoked, birth_date=PartialDate(2020)).code == "070"


SPANS = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 400)).map(
        lambda pair: span(pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=3,
)
CARDS = st.lists(
    st.tuples(
        st.sampled_from([KEY, "HS4010123456789", "CC1010123456789", "QN5970123456789"]),
        SPANS,
        st.sampled_from(list(CardState)),
        st.sampled_from(list(Custody)),
    ),
    unique_by=lambda drawn: drawn[0],
    max_size=4,
).map(lambda drawn: [replace(card(number, state=state, custody=custody), spans=tuple(spans)) for number, spans, state, custody in drawn])


@given(
    CARDS,
    st.sampled_from([KEY, "0123456789", "001185000001", "DN3010123456789", "", "x"]),
    st.sampled_from(["Nguyễn Thị Mẫu", "Nguyễn", "Lê"]),
    st.sampled_from([PartialDate(1985), PartialDate(1999)]),
    st.sampled_from([OFFICER, None]),
    st.sampled_from([(), (NAMESAKE,), (replace(NAMESAKE, full_name="Lê"),)]),
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
)
def test_every_question_has_an_answer_and_only_who_names_the_person_rightly_sees_more_than_the_code(
    cards: list[register.Card],
    key: str,
    name: str,
    birth: PartialDate,
    officer: register.KnownOfficer | None,
    rivals: tuple[register.Coverage, ...],
    day: date,
) -> None:
    decision = decide(officer=officer, day=day, about={"cards": tuple(cards)}, rivals=rivals, key=key, full_name=name, birth_date=birth)
    if decision.coverage is None:
        assert (decision.card, decision.current, decision.newer, decision.older) == (None, None, None, None)
    else:
        assert (name, birth, officer) == (decision.coverage.full_name, PartialDate(1985), OFFICER)
    if decision.code in {"000", "004"}:
        assert decision.current is not None
        assert decision.current.covers(day)
        assert decision.current.is_valid
    if decision.code in {"003", "004"}:
        assert decision.newer is not None
