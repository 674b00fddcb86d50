"""A stay as its claim tells it, in English names, and the tables XML1 to XML5 of it by their official ones.

Writes what it is given: amounts and percentages are computed by whoever makes the claim. Values are text, as in the files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ansinh.terms import Sex

_VIETNAM = timezone(timedelta(hours=7))
_SEXES = {Sex.MALE: "1", Sex.FEMALE: "2", Sex.UNKNOWN: "3"}
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Money of one row or of all: `total` is `in_scope` and what lies outside; `in_scope` is what the fund and the co-payment make up."""

    total: Decimal
    in_scope: Decimal
    fund: Decimal
    copaid: Decimal

    @property
    def out_of_scope(self) -> Decimal:
        return self.total - self.in_scope

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            total=self.total + other.total,
            in_scope=self.in_scope + other.in_scope,
            fund=self.fund + other.fund,
            copaid=self.copaid + other.copaid,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One drug (XML2), or one service or bed (XML3). `group` is the cost group, `percent` the benefit percent of the row."""

    code: str
    name: str
    unit: str
    group: str
    quantity: Decimal
    price: Decimal
    percent: int
    amounts: Amounts
    is_drug: bool
    service_rate: int = 100
    item_rate: int = 100
    strength: str = ""
    dose: str = ""
    ordered_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of a test (XML4). `service_code` is that of its line."""

    service_code: str
    code: str
    name: str
    value: str
    unit: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Whom the claim is about. `five_years_on` and `exempt_from` as the claim states them, None for none."""

    patient_number: str
    full_name: str = field(repr=False)
    citizen_number: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: Sex
    address: str = field(repr=False)
    province: str
    card_number: str = field(repr=False)
    registered_facility: str
    card_from: date
    card_until: date
    living_area: str = ""
    five_years_on: date | None = None
    exempt_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StayClaim:
    """One stay with everything its claim says. `care_kind` is the type of care, "03" inpatient and so on."""

    visit_id: str
    facility_code: str
    patient: Patient
    visit_category: str
    care_kind: str
    department: str
    reason: str
    disease: str
    disease_name: str
    sent_by: str = ""
    admitted_at: datetime
    discharged_at: datetime
    days: int
    outcome: int
    result: int
    doctor: str
    lines: tuple[Line, ...]
    readings: tuple[Reading, ...] = ()
    course: tuple[tuple[datetime, str], ...] = ()

    @property
    def amounts(self) -> Amounts:
        """Of all rows together."""
        return sum((line.amounts for line in self.lines), _NOTHING)


_NOTHING = Amounts(total=Decimal(0), in_scope=Decimal(0), fund=Decimal(0), copaid=Decimal(0))


def tables_of(claim: StayClaim) -> dict[str, Any]:
    """XML1 as one record, XML2 to XML5 as lists, each record a mapping of official names to text; empty fields are left out."""
    drugs = [line for line in claim.lines if line.is_drug]
    services = [line for line in claim.lines if not line.is_drug]
    return {
        "XML1": _filled(_summary(claim, drugs)),
        "XML2": _numbered(claim, (_drug(claim, line) for line in drugs)),
        "XML3": _numbered(claim, (_service(claim, line) for line in services)),
        "XML4": _numbered(claim, (_reading(claim, each) for each in claim.readings)),
        "XML5": _numbered(claim, ({"DIEN_BIEN_LS": text, **_seen(claim, at)} for at, text in claim.course)),
    }


def _summary(claim: StayClaim, drugs: list[Line]) -> dict[str, str]:
    patient, amounts = claim.patient, claim.amounts
    return {
        "MA_LK": claim.visit_id,
        "STT": "1",
        "MA_BN": patient.patient_number,
        "HO_TEN": patient.full_name,
        "SO_CCCD": patient.citizen_number,
        "NGAY_SINH": f"{patient.birth_date:%Y%m%d}0000",
        "GIOI_TINH": _SEXES[patient.sex],
        "MA_QUOCTICH": "000",
        "MA_DANTOC": "01",
        "MA_NGHE_NGHIEP": "00000",
        "DIA_CHI": patient.address,
        "MATINH_CU_TRU": patient.province,
        "MAXA_CU_TRU": "00000",
        "MA_THE_BHYT": patient.card_number,
        "MA_DKBD": patient.registered_facility,
        "GT_THE_TU": _day(patient.card_from),
        "GT_THE_DEN": _day(patient.card_until),
        "NGAY_MIEN_CCT": _day(patient.exempt_from),
        "LY_DO_VV": claim.reason,
        "CHAN_DOAN_VAO": claim.disease_name,
        "CHAN_DOAN_RV": claim.disease_name,
        "MA_BENH_CHINH": claim.disease,
        "MA_DOITUONG_KCB": claim.visit_category,
        "MA_NOI_DI": claim.sent_by,
        "NGAY_VAO": _minute(claim.admitted_at),
        "NGAY_VAO_NOI_TRU": _minute(claim.admitted_at) if claim.days else "",
        "NGAY_RA": _minute(claim.discharged_at),
        "SO_NGAY_DTRI": str(claim.days),
        "KET_QUA_DTRI": str(claim.result),
        "MA_LOAI_RV": str(claim.outcome),
        "NGAY_TTOAN": _minute(claim.discharged_at),
        "T_THUOC": _money(sum((line.amounts for line in drugs), _NOTHING).total),
        "T_VTYT": "0.00",
        "T_TONGCHI_BV": _money(amounts.total),
        "T_TONGCHI_BH": _money(amounts.in_scope),
        **_shares(amounts),
        "T_BHTT_GDV": _money(amounts.fund),
        "NAM_QT": f"{claim.discharged_at.astimezone(_VIETNAM):%Y}",
        "THANG_QT": str(claim.discharged_at.astimezone(_VIETNAM).month),
        "MA_LOAI_KCB": claim.care_kind,
        "MA_KHOA": claim.department,
        "MA_CSKCB": claim.facility_code,
        "MA_KHUVUC": patient.living_area,
        "CAN_NANG": "55.00",
        "NAM_NAM_LIEN_TUC": _day(patient.five_years_on),
        "MA_HSBA": claim.visit_id,
        "MA_TTDV": "0000000001",
    }


def _drug(claim: StayClaim, line: Line) -> dict[str, str]:
    return {
        "MA_THUOC": line.code,
        "TEN_THUOC": line.name,
        "HAM_LUONG": line.strength,
        "DUONG_DUNG": "1.01",
        "LIEU_DUNG": line.dose,
        "SO_DANG_KY": f"VD-{line.code.replace('.', '')}",
        "TT_THAU": "0001/QD;G1;N1;2026",
        "DON_GIA": _price(line.price),
        "NGUON_CTRA": "1",
        **_row(claim, line),
    }


def _service(claim: StayClaim, line: Line) -> dict[str, str]:
    done = line.done_at or line.ordered_at
    return {
        "MA_DICH_VU": line.code,
        "TEN_DICH_VU": line.name,
        "DON_GIA_BV": _price(line.price),
        "DON_GIA_BH": _price(line.price),
        "TYLE_TT_DV": str(line.service_rate),
        "NGUOI_THUC_HIEN": claim.doctor,
        "MA_BENH": claim.disease,
        "NGAY_KQ": _minute(done),
        **_row(claim, line),
        "NGAY_TH_YL": _minute(done),
    }


def _row(claim: StayClaim, line: Line) -> dict[str, str]:
    """What drugs and services have in common."""
    return {
        "MA_NHOM": line.group,
        "DON_VI_TINH": line.unit,
        "PHAM_VI": "1",
        "TYLE_TT_BH": str(line.item_rate),
        "SO_LUONG": _price(line.quantity),
        "THANH_TIEN_BV": _money(line.amounts.total),
        "THANH_TIEN_BH": _money(line.amounts.in_scope),
        "MUC_HUONG": str(line.percent),
        **dict.fromkeys(("T_NGUONKHAC_NSNN", "T_NGUONKHAC_VTNN", "T_NGUONKHAC_VTTN", "T_NGUONKHAC_CL"), "0.00"),
        **_shares(line.amounts),
        "MA_KHOA": claim.department,
        "MA_BAC_SI": claim.doctor,
        "NGAY_YL": _minute(line.ordered_at),
        "MA_PTTT": "1",
    }


def _reading(claim: StayClaim, each: Reading) -> dict[str, str]:
    return {
        "MA_DICH_VU": each.service_code,
        "MA_CHI_SO": each.code,
        "TEN_CHI_SO": each.name,
        "GIA_TRI": each.value,
        "DON_VI_DO": each.unit,
        "NGAY_KQ": _minute(each.at),
        "MA_BS_DOC_KQ": claim.doctor,
    }


def _seen(claim: StayClaim, at: datetime) -> dict[str, str]:
    return {"THOI_DIEM_DBLS": _minute(at), "NGUOI_THUC_HIEN": claim.doctor}


def _shares(amounts: Amounts) -> dict[str, str]:
    return {
        "T_BNTT": _money(amounts.out_of_scope),
        "T_BNCCT": _money(amounts.copaid),
        "T_BHTT": _money(amounts.fund),
        "T_NGUONKHAC": "0.00",
    }


def _numbered(claim: StayClaim, records: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    return [_filled({"MA_LK": claim.visit_id, "STT": str(number), **record}) for number, record in enumerate(records, 1)]


def _filled(record: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in record.items() if value}


def _minute(at: datetime) -> str:
    at = at.astimezone(_VIETNAM)
    return f"{at.year:04d}{at.month:02d}{at.day:02d}{at.hour:02d}{at.minute:02d}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y%m%d}"


def _money(amount: Decimal) -> str:
    """Two decimals, half up: `str` of what is already so."""
    return str(amount.quantize(_CENT, ROUND_HALF_UP))


def _price(amount: Decimal) -> str:
    """At most three decimals, no zeros behind them."""
    return f"{amount.normalize():f}"
