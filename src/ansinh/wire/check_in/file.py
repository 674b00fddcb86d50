"""The file XML0 of a check-in: from its records to visits, all or none. The table's own rules are `wire.claims`'."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from ansinh.terms import PartialDate
from ansinh.wire import claims
from ansinh.wire.check_in.receipts import NotReceivedError, ReceiptCode

_VIETNAM = timezone(timedelta(hours=7))
_TABLE = claims.TABLES["XML0"]
_MOST_TOLD = 10
_LATEST_ARRIVAL = timedelta(days=1)
# what may differ between the rows of one visit: each row is one cost of it
_OF_A_ROW = frozenset({"STT", "MA_DICH_VU", "TEN_DICH_VU", "MA_THUOC", "TEN_THUOC", "MA_VAT_TU", "TEN_VAT_TU", "NGAY_YL", "DU_PHONG"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn:
    """One visit as a file states it: what all its rows say, and the rows as they came, by their official names.

    `arrived_at` and `admitted_at` (None: not admitted) are aware. Numbers are "" where the file has none.
    """

    visit_id: str
    full_name: str = field(repr=False)
    birth_date: PartialDate
    card_number: str = field(repr=False)
    identity_number: str = field(repr=False)
    category: str
    care_kind: str
    arrived_at: datetime
    admitted_at: datetime | None
    rows: tuple[Mapping[str, str], ...] = field(repr=False)


def read_check_in(file: bytes, *, facility_code: str, most_records: int, now: datetime) -> tuple[CheckedIn, ...]:
    """The visits of an XML0 in the order in which they first appear. Raises NotReceivedError, which names up to ten faults.

    One fault refuses the whole file: all its records are taken, or none.
    """
    try:
        records = claims.read_table(file, _TABLE, most_records=most_records).records
    except claims.TooManyRecordsError:
        raise NotReceivedError(ReceiptCode.TOO_LARGE, f"{_TABLE.record_tag}: tối đa {most_records} trong một tệp") from None
    except claims.FileError as wrong:
        code = ReceiptCode.STRUCTURE if wrong.opens else ReceiptCode.NOT_OPENED
        raise NotReceivedError(code, f"{wrong.place}: {wrong.reason}" if wrong.place else f"XML0: {wrong.reason}") from None
    _refuse_faulty(records)
    _refuse_others(records, facility_code)
    _refuse_senseless(records, now)
    by_visit: dict[str, list[Mapping[str, str]]] = {}
    for record in records:
        by_visit.setdefault(record["MA_LK"], []).append(record)
    return tuple(_visit(rows) for rows in by_visit.values())


_CODES = {
    claims.Wrong.MISSING: ReceiptCode.STRUCTURE,
    claims.Wrong.FORMAT: ReceiptCode.FORMAT,
    claims.Wrong.CONDITION: ReceiptCode.CONTENT,
}


def _refuse_faulty(records: tuple[dict[str, str], ...]) -> None:
    """The table's own rules; the code is that of the worst fault, the sentence tells the first ten."""
    found = [(number, fault) for number, record in enumerate(records, start=1) for fault in claims.faults(record, _TABLE)]
    if found:
        worst = next(wrong for wrong in claims.Wrong if any(fault.wrong is wrong for _, fault in found))
        _refuse(_CODES[worst], [(number, fault.field, fault.reason) for number, fault in found])


def _refuse_others(records: tuple[dict[str, str], ...], facility_code: str) -> None:
    others = [number for number, record in enumerate(records, start=1) if record["MA_CSKCB"].upper() != facility_code]
    if others:
        _refuse(ReceiptCode.FACILITY_WRONG, [(number, "MA_CSKCB", "không phải mã cơ sở KCB của tài khoản") for number in others])


def _refuse_senseless(records: tuple[dict[str, str], ...], now: datetime) -> None:
    first_of: dict[str, dict[str, str]] = {}
    found = []
    for number, record in enumerate(records, start=1):
        found += [(number, name, reason) for name, reason in _senseless(record, first_of.setdefault(record["MA_LK"], record), now)]
    if found:
        _refuse(ReceiptCode.CONTENT, found)


def _senseless(record: Mapping[str, str], first: Mapping[str, str], now: datetime) -> Iterator[tuple[str, str]]:
    if record["GIOI_TINH"] not in {"1", "2", "3"}:
        yield "GIOI_TINH", "phải là 1, 2 hoặc 3"
    if record["MA_DOITUONG_KCB"] not in claims.VISIT_CATEGORIES:
        yield "MA_DOITUONG_KCB", "không có trong danh mục"
    if record["MA_LOAI_KCB"] not in claims.CARE_KINDS:
        yield "MA_LOAI_KCB", "không có trong danh mục"
    arrived_at, admitted_at = _instant(record["NGAY_VAO"]), _instant(record.get("NGAY_VAO_NOI_TRU", ""))
    if arrived_at is not None and arrived_at > now + _LATEST_ARRIVAL:
        yield "NGAY_VAO", "sau thời điểm gửi hơn một ngày"
    if arrived_at is not None and admitted_at is not None and admitted_at < arrived_at:
        yield "NGAY_VAO_NOI_TRU", "trước NGAY_VAO"
    for each in _TABLE.fields:
        if each.name not in _OF_A_ROW and record.get(each.name, "") != first.get(each.name, ""):
            yield each.name, "khác với dòng trước của cùng MA_LK"


def _refuse(code: ReceiptCode, found: list[tuple[int, str, str]]) -> None:
    told = [f"{_TABLE.record_tag}[{number}].{name}: {reason}" for number, name, reason in found[:_MOST_TOLD]]
    more = [f"và {len(found) - _MOST_TOLD} lỗi khác"] if len(found) > _MOST_TOLD else []
    raise NotReceivedError(code, "; ".join([*told, *more]))


def _visit(rows: list[Mapping[str, str]]) -> CheckedIn:
    record = rows[0]
    arrived_at = _instant(record["NGAY_VAO"])
    assert arrived_at is not None  # it is required
    return CheckedIn(
        visit_id=record["MA_LK"],
        full_name=record["HO_TEN"],
        birth_date=claims.read_birth(record["NGAY_SINH"]),
        card_number=record.get("MA_THE_BHYT", "").upper(),
        identity_number=record.get("SO_CCCD", ""),
        category=record["MA_DOITUONG_KCB"],
        care_kind=record["MA_LOAI_KCB"],
        arrived_at=arrived_at,
        admitted_at=_instant(record.get("NGAY_VAO_NOI_TRU", "")),
        rows=tuple({name: value for name, value in row.items() if value} for row in rows),
    )


def _instant(minute: str) -> datetime | None:
    return claims.read_minute(minute).replace(tzinfo=_VIETNAM).astimezone(UTC) if minute else None
