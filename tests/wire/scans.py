"""Invented cards for the tests of scanning, and strategies for more of them."""

from datetime import date

from hypothesis import strategies as st

from ansinh import terms
from ansinh.wire import qr

_LINE = "Nguyễn Trần Lê Phạm Hoàng Đỗ Vũ Bùi Đặng Ẫu Thị Văn Mẫu Ánh Hiền Dũng Ngọc Thúy Quỳnh Giang Y Hòa Lụa An Nên Ba Ôn Ơn Ưng"
_WORDS = _LINE.split()
NAMES = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=4).map(" ".join)
DAYS = st.dates(date(1920, 1, 1), date(2026, 11, 20))
DIGITS = st.text("0123456789", min_size=10, max_size=10)
CARD_NUMBERS = st.builds(
    lambda group, level, province, rest: terms.CardNumber.parse(f"{group}{level}{province}{rest}"),
    st.sampled_from(["DN", "HS", "TE", "GD", "HT", "CA", "XD", "DD", "TA"]),
    st.integers(1, 5),
    st.sampled_from(["01", "79", "66"]),
    DIGITS,
)
HEALTH_CARDS = st.builds(
    qr.CardQr,
    card_number=CARD_NUMBERS,
    full_name=NAMES,
    birth_date=DAYS.map(terms.PartialDate.of) | st.integers(1920, 2020).map(terms.PartialDate),
    sex=st.sampled_from([terms.Sex.MALE, terms.Sex.FEMALE]),
    address=st.sampled_from(["", "Số 7, Phố Đội Cấn", "Tổ 12A1 (cũ), xã Thử"]),
    facility_code=st.sampled_from(["01001", "79014", "01C51"]).map(terms.FacilityCode.parse),
    valid_from=DAYS,
    valid_to=st.none() | DAYS,
    issued_on=DAYS,
    issued_by=st.sampled_from(["01001", ""]),
    living_area=st.sampled_from(["", "K1"]),
    five_years_on=st.none() | DAYS,
)
CITIZEN_CARDS = st.builds(
    qr.CitizenQr,
    citizen_number=st.text("0123456789", min_size=12, max_size=12).map(terms.CitizenNumber.parse),
    old_number=st.just("") | st.text("0123456789", min_size=9, max_size=9),
    full_name=NAMES,
    birth_date=DAYS.map(terms.PartialDate.of) | st.integers(1920, 2020).map(terms.PartialDate),
    sex=st.sampled_from([terms.Sex.MALE, terms.Sex.FEMALE]),
    residence=st.sampled_from(["", "Số 7, Phố Đội Cấn", "Tổ 12A1, xã Thử"]),
    issued_on=DAYS,
    more=st.sampled_from([(), ("Trần Thị Mẹ", "Nguyễn Văn Cha")]),
)
HEALTH_CARD = qr.CardQr(
    card_number=terms.CardNumber.parse("DN4010123456789"),
    full_name="Trần Thị Mẫu",
    birth_date=terms.PartialDate(1985, 3, 9),
    sex=terms.Sex.FEMALE,
    address="Phố Thử",
    facility_code=terms.FacilityCode.parse("01001"),
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    issued_on=date(2025, 12, 20),
    issued_by="01001",
    living_area="K1",
    five_years_on=date(2027, 2, 1),
)
CITIZEN_CARD = qr.CitizenQr(
    citizen_number=terms.CitizenNumber.parse("001185000001"),
    old_number="012345678",
    full_name="Nguyễn Thị Mẫu",
    birth_date=terms.PartialDate(1985, 3, 9),
    sex=terms.Sex.FEMALE,
    residence="Số 12, Phố Thử",
    issued_on=date(2022, 1, 2),
)
