"""Calls about earlier treatment, and the stays they are about: of the invented person of `calling.ASKED`, at two facilities."""

from datetime import UTC, date, datetime
from typing import Any

import orjson

from ansinh import checkin, register
from ansinh.kit import db
from ansinh.terms import CitizenNumber
from tests.checkin.stays import stay
from tests.gateway.calling import ASKED, MD5, Answered, Hospital, seed
from tests.register.builders import THERE, officer

HISTORY, DETAILS, COPAYMENT = "/api/egw/Lskcb2025", "/api/egw/nhanHoSoKCBChiTiet", "/api/TraCuuCCT/TraCuuTienMCCT"
ASKED_THERE = {**ASKED, "hoTenCb": "Lê Thị Quầy", "cccdCb": "079190000009"}
TABLES = {
    "XML1": {
        "MA_LK": "visit-1",
        "STT": "1",
        "HO_TEN": "Nguyễn Thị Mẫu",
        "NGAY_VAO": "202609010800",
        "T_BHTT": "4800000.50",
        "T_BNCCT": "1200000.00",
    },
    "XML2": [{"MA_LK": "visit-1", "STT": "1", "TEN_THUOC": "Paracetamol", "SO_LUONG": "20", "DON_GIA": "480", "THANH_TIEN_BV": "9600.00"}],
    "XML3": [
        {"MA_LK": "visit-1", "STT": "1", "MA_DICH_VU": "02.9001.0001"},
        {"MA_LK": "visit-1", "STT": "2", "MA_DICH_VU": "02.9003.0001"},
    ],
    "XML4": [],
}
NO_COPAYMENTS = '"DataCCT":null,"ThongTinSoThe":null'


def seed_treated(database: db.Database) -> None:
    """The people of `calling`, an officer for the second facility, and four stays: three that count this year, one that does not."""
    seed(database)
    with database.transaction() as conn:
        register.add_officers(conn, [officer(facility_code=THERE, citizen_number=CitizenNumber("079190000009"), full_name="Lê Thị Quầy")])
        number = participant(conn)
        spring = {"admitted_at": _at(3, 2), "discharged_at": _at(3, 3), "received_at": _at(3, 4), "accepted_on": date(2026, 3, 6)}
        summer = {"admitted_at": _at(6, 2), "discharged_at": _at(6, 9), "received_at": _at(6, 10), "accepted_on": date(2026, 6, 12)}
        old = {"admitted_at": datetime(2024, 1, 2, tzinfo=UTC), "discharged_at": datetime(2024, 1, 3, tzinfo=UTC)}
        checkin.add_treatments(
            conn,
            [
                stay("visit-1", participant_id=number, tables=TABLES),
                stay("visit-2", participant_id=number, facility_code=THERE, visit_category="2", reason="2", copayment=300_000, **spring),
                stay("visit-3", participant_id=number, visit_category="3.1", reason="3", is_own_route=False, copayment=900_000, **summer),
                stay("visit-4", participant_id=number, **old),
            ],
        )


def participant(conn: db.Connection, card: str = "DN4010123456789") -> int:
    row = conn.execute("SELECT participant_id FROM register.cards WHERE card_number = %(card)s", {"card": card}).fetchone()
    assert row is not None
    return int(row[0])


def record_numbers(database: db.Database) -> dict[str, int]:
    with database.transaction() as conn:
        return dict(conn.execute("SELECT visit_id, record_no FROM checkin.treatments").fetchall())


def forget(database: db.Database) -> None:
    """Nobody has asked for anything yet."""
    with database.transaction() as conn:
        for table in (b"lookups", b"record_openings", b"restricted_accounts"):
            conn.execute(b"DELETE FROM checkin." + table)


def history(hospital: Hospital, *, query: str | None = None, asked: dict[str, str] | None = None, **changes: Any) -> Answered:
    sent = hospital.token() if query is None else query
    return hospital.call(HISTORY, orjson.dumps({**(asked or ASKED), **changes}), query=sent.encode())


def details(hospital: Hospital, record: int | str, *, query: str | None = None, **options: Any) -> Answered:
    sent = hospital.token() if query is None else query
    return hospital.call(DETAILS, query=f"{sent}&maHoSo={record}".encode(), **options)


def key_of(hospital: Hospital, username: str = "01001_BV") -> dict[str, str]:
    """The headers of style H with a token taken now."""
    key = hospital.take(username).json["APIKey"]
    return {"accessToken": key["access_token"], "tokenId": key["id_token"], "passwordHash": MD5}


def copayments(hospital: Hospital, *, headers: dict[str, str] | None = None, without: str = "", **changes: Any) -> Answered:
    asked: dict[str, Any] = {"username": "01001_BV", **{name: ASKED[name] for name in ("maThe", "hoTen", "ngaySinh")}, **changes}
    asked.pop(without, None)
    return hospital.call(COPAYMENT, orjson.dumps(asked), headers=key_of(hospital) if headers is None else headers)


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 3, 30, tzinfo=UTC)
