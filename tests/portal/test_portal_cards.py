"""What the person reads of a card that a service confirmed, and of one that was proven at two places: on the page, in both languages."""

import pytest

from ansinh import audit
from ansinh.kit import db
from tests.identity.standin import NOW
from tests.portal import records
from tests.portal.conftest import LANGUAGE, SESSION, Rig

HOSPITAL = audit.Actor("facility", "01001", "Bệnh viện Mẫu Một")

EVIDENCE: dict[str, str | int] = {"visit": 1, "level": "chip_read", "source": "CHIP_CCCD", "proof": 7, "interface": "visits"}


def told(conn: db.Connection, subject: int, kind: str, actor: audit.Actor, purpose: str, **detail: str | int) -> None:
    audit.append(conn, audit.Event(kind=kind, at=NOW, actor=actor, subject=subject, purpose=purpose, detail=detail))


@pytest.mark.parametrize(
    ("language", "confirmed", "two_places", "viewed", "purpose"),
    [
        (
            "vi",
            "dịch vụ xác minh police-service cũng xác nhận dữ liệu trên thẻ",
            "được đọc ở hai cơ sở trong vòng 4 phút",
            "Xem lại việc thẻ căn cước của bạn được đọc ở hai nơi",
            "Mục đích: xem xét việc dùng thẻ căn cước",
        ),
        (
            "en",
            "verification service police-service confirmed the card&#39;s data",
            "was read at two facilities within 4 minutes",
            "Looked into your citizen card having been read at two places",
            "Purpose: looking into the use of a citizen card",
        ),
    ],
)
def test_the_person_reads_that_a_service_confirmed_the_card_and_that_it_was_at_two_places(
    rig: Rig, language: str, confirmed: str, two_places: str, viewed: str, purpose: str
) -> None:
    with rig.database.transaction() as conn:
        mother = records.family(conn).mother
        token = records.logged_in(conn)
        told(conn, mother, "visit.evidence_added", HOSPITAL, "treatment", **EVIDENCE, confirmed_by="police-service")
        told(conn, mother, "card.found_at_two_places", audit.Actor("system", "checkin"), "card_review", finding=1, minutes=4, visit=1)
        told(conn, mother, "card.finding_viewed", audit.Actor("officer", "lan", "Trần Thị Lan"), "card_review", finding=1)
    page = rig.browser({SESSION: token, LANGUAGE: language}).get("/record/access").text
    for words in (confirmed, two_places, viewed, purpose):
        assert words in page, words
    assert "Trần Thị Lan" not in page


def test_a_service_s_name_cannot_become_part_of_the_page(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        mother = records.family(conn).mother
        token = records.logged_in(conn)
        told(conn, mother, "visit.evidence_added", HOSPITAL, "treatment", **EVIDENCE, confirmed_by="<script>alert(1)</script>{what_key}")
    page = rig.browser({SESSION: token}).get("/record/access")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{what_key}" in page.text
