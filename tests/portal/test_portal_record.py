"""The pages that show a record: to whom, what, and that every view is written down."""

from datetime import timedelta

import pytest

from ansinh import audit, checkin, register
from ansinh.kit import db
from tests.checkin.stays import stay
from tests.identity.standin import NOW, a_person
from tests.portal import records
from tests.portal.conftest import LANGUAGE, SESSION, Rig
from tests.register import builders

PAGES = ["/record", "/record/access"]


def _family(rig: Rig) -> tuple[records.Family, str]:
    with rig.database.transaction() as conn:
        family = records.family(conn)
        return family, records.logged_in(conn)


def _kinds(rig: Rig, subject: int) -> list[str]:
    with rig.database.transaction() as conn:
        return [entry.kind for entry in audit.about(conn, subject)]


def test_the_record_shows_person_card_benefit_cover_household_and_contributions(rig: Rig) -> None:
    _, token = _family(rig)
    page = rig.browser({SESSION: token}).get("/record").text
    for words in (
        "Nguyễn Thị Mẫu", "09/03/1985", "Đã xác minh", "12/03/2026", "DN 4 01 0123456789", "80%", "Thẻ đang có giá trị",
        "01/06/2021 đến 31/12/2026", "Bệnh viện Mẫu Một", "01/06/2026", "Nguyễn M. M. N.", "Công ty Cổ phần Thử Nghiệm", "12.400.000 đồng",
        "102 tháng",
    ):  # fmt: skip
        assert words in page, words
    assert '<svg viewBox="0 0' in page  # the QR code
    assert "001185000001" not in page


def test_the_same_in_english(rig: Rig) -> None:
    _, token = _family(rig)
    page = rig.browser({SESSION: token, LANGUAGE: "en"}).get("/record").text
    for words in ("Verified", "9 Mar 1985", "Your card is valid", "VND 12,400,000", "102 months in all", "Head of household"):
        assert words in page, words
    assert '<html lang="en">' in page


def _treated(rig: Rig, participant_id: int, copayment: int) -> None:
    with rig.database.transaction() as conn:
        checkin.add_treatments(conn, [stay(participant_id=participant_id, copayment=copayment)])


def test_the_record_shows_what_was_paid_towards_treatment_this_year(rig: Rig) -> None:
    family, token = _family(rig)
    browser = rig.browser({SESSION: token})
    assert "0 đồng" in browser.get("/record").text
    _treated(rig, family.mother, 1_200_000)
    page = browser.get("/record").text
    assert "Cùng chi trả trong năm 2026" in page
    assert "1.200.000 đồng" in page
    assert "Khi vượt 15.180.000 đồng" in page


def test_who_is_exempt_reads_since_when(rig: Rig) -> None:
    family, token = _family(rig)
    _treated(rig, family.mother, 15_180_001)
    page = rig.browser({SESSION: token}).get("/record").text
    assert "miễn cùng chi trả khi đi khám đúng tuyến từ ngày 05/09/2026 đến hết năm 2026" in page


def test_what_somebody_else_paid_is_not_shown(rig: Rig) -> None:
    family, token = _family(rig)
    _treated(rig, family.child, 1_234_567)
    assert "1.234.567" not in rig.browser({SESSION: token}).get("/record").text


@pytest.mark.parametrize("path", PAGES)
def test_without_a_session_there_is_only_a_way_to_log_in(rig: Rig, path: str) -> None:
    page = rig.browser().get(path)
    assert page.status_code == 401
    assert 'href="/login"' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_a_session_past_its_limit_is_taken_away(rig: Rig, path: str) -> None:
    _, token = _family(rig)
    rig.now = NOW + timedelta(minutes=15)
    browser = rig.browser({SESSION: token})
    assert browser.get(path).status_code == 401


def test_every_view_is_written_down(rig: Rig) -> None:
    family, token = _family(rig)
    browser = rig.browser({SESSION: token})
    browser.get("/record")
    browser.get("/record/access")
    assert _kinds(rig, family.mother)[:2] == ["record.access_list_viewed", "record.viewed"]


@pytest.mark.parametrize("path", PAGES)
def test_a_view_that_cannot_be_written_down_is_not_given(rig: Rig, path: str) -> None:
    _, token = _family(rig)
    with rig.database.transaction() as conn:
        conn.execute("CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$")
        conn.execute("CREATE TRIGGER full_up BEFORE INSERT ON audit.events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse()")
    page = rig.browser({SESSION: token}).get(path)
    assert page.status_code == 500
    assert "Nguyễn Thị Mẫu" not in page.text


@pytest.mark.parametrize("path", ["/record?participant_id=2", "/record?id=2", "/record/2", "/record/access?subject=2", "/record/access/2"])
def test_no_address_leads_to_somebody_elses_record(rig: Rig, path: str) -> None:
    family, token = _family(rig)
    with rig.database.transaction() as conn:
        records.looked_up(conn, family.child, minutes_ago=1, name="Bệnh viện của Con")
    page = rig.browser({SESSION: token}).get(path)
    assert page.status_code in {200, 404}
    assert "Nguyễn Minh Mẫu Nhi" not in page.text
    assert "0123456780" not in page.text
    assert "Bệnh viện của Con" not in page.text


def test_hostile_text_in_the_register_is_shown_and_not_run(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        records.family(conn, address='"><script>alert(1)</script>', ethnicity="<b>Kinh</b>")
        token = records.logged_in(conn)
    page = rig.browser({SESSION: token}).get("/record").text
    assert "<script" not in page
    assert "<b>Kinh" not in page
    assert "&lt;script&gt;" in page


def test_who_looked_names_the_facility_the_time_and_the_purpose(rig: Rig) -> None:
    family, token = _family(rig)
    with rig.database.transaction() as conn:
        records.looked_up(conn, family.mother, minutes_ago=90)
    page = rig.browser({SESSION: token}).get("/record/access").text
    for words in ("Bệnh viện Mẫu Một", "08:30", "22/11/2026", "Mục đích: khám chữa bệnh", "mã cơ sở 01001"):
        assert words in page, words


def test_the_record_tells_the_last_look_up(rig: Rig) -> None:
    family, token = _family(rig)
    browser = rig.browser({SESSION: token})
    assert "Chưa có cơ sở nào tra cứu" in browser.get("/record").text
    with rig.database.transaction() as conn:
        records.looked_up(conn, family.mother, minutes_ago=90)
    assert "Bệnh viện Mẫu Một, 08:30, 22/11/2026" in browser.get("/record").text


def test_many_own_views_do_not_hide_the_last_look_up(rig: Rig) -> None:
    family, token = _family(rig)
    with rig.database.transaction() as conn:
        records.looked_up(conn, family.mother, minutes_ago=90)
        conn.execute(
            "INSERT INTO audit.events (at, kind, actor_kind, actor_id, actor_name, subject, purpose, detail)"
            " SELECT now(), 'record.viewed', 'citizen', '1', '', %(subject)s, 'own_record', '{}' FROM generate_series(1, 450)",
            {"subject": family.mother},
        )
    assert "Bệnh viện Mẫu Một, 08:30, 22/11/2026" in rig.browser({SESSION: token}).get("/record").text


def test_the_levels_of_the_login_are_told(rig: Rig) -> None:
    _, token = _family(rig)
    page = rig.browser({SESSION: token}).get("/record").text
    assert "Đăng nhập lúc 10:00, 22/11/2026. Tài khoản định danh mức độ 2, mức độ xác thực 2." in page


def test_own_views_are_told_quietly_and_together(rig: Rig) -> None:
    _, token = _family(rig)
    browser = rig.browser({SESSION: token})
    for _ in range(3):
        browser.get("/record")
    page = browser.get("/record/access").text
    assert "Bạn đã xem hồ sơ" in page
    assert "3 lần" in page


def test_a_long_log_is_turned_page_by_page_and_loses_nothing(rig: Rig) -> None:
    family, token = _family(rig)
    with rig.database.transaction() as conn:
        for number in range(120):
            records.looked_up(conn, family.mother, minutes_ago=200 - number, name=f"Bệnh viện số {number:03d}")
    browser = rig.browser({SESSION: token})
    seen: list[str] = []
    path = "/record/access"
    for _ in range(3):
        page = browser.get(path).text
        seen += [f"{number:03d}" for number in reversed(range(120)) if f"Bệnh viện số {number:03d}" in page]
        path = page.split('class="button plain" href="/record/access?before=')[-1].split('"')[0]
        path = f"/record/access?before={path}"
    assert seen == [f"{number:03d}" for number in reversed(range(120))]


@pytest.mark.parametrize("before", ["", "x", "-1", "1e9", "٣", "9" * 40, "%00"])
def test_a_spoiled_page_number_shows_the_first_page(rig: Rig, before: str) -> None:
    _, token = _family(rig)
    assert rig.browser({SESSION: token}).get(f"/record/access?before={before}").status_code == 200


def test_a_death_noted_while_somebody_is_logged_in_closes_the_record(rig: Rig) -> None:
    family, token = _family(rig)
    _died(rig.database, family.mother)
    browser = rig.browser({SESSION: token})
    page = browser.get(browser.get("/record").headers["location"])
    assert page.status_code == 403
    assert "Hồ sơ này không mở được" in page.text
    assert browser.get("/record").status_code == 401


def test_the_access_log_of_a_closed_record_is_closed_too(rig: Rig) -> None:
    family, token = _family(rig)
    _died(rig.database, family.mother)
    answer = rig.browser({SESSION: token}).get("/record/access")
    assert answer.headers["location"].startswith("/login/problem/")


def _died(database: db.Database, participant_id: int) -> None:
    with database.transaction() as conn:
        conn.execute("UPDATE register.participants SET deceased_on = '2026-11-21' WHERE participant_id = %(id)s", {"id": participant_id})


def test_a_newborn_without_numbers_or_card_has_a_page(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        builders.facilities(conn)
        register.enrol(conn, [builders.person(identifiers=(builders.citizen(),), cards=())])
        token = records.logged_in(conn)
    page = rig.browser({SESSION: token}).get("/record")
    assert page.status_code == 200
    assert "Bạn chưa có thẻ bảo hiểm y tế" in page.text
    assert "Chưa xác minh" in page.text


def test_a_revoked_card_offers_no_code_and_promises_no_benefit(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        records.family(conn, cards=(builders.card(state=register.CardState.REVOKED),))
        token = records.logged_in(conn)
    page = rig.browser({SESSION: token}).get("/record").text
    assert "Thẻ đã bị thu hồi" in page
    assert "Đưa mã này" not in page
    assert "Mức hưởng" not in page


def test_the_home_page_greets_who_is_logged_in_and_nobody_else(rig: Rig) -> None:
    _, token = _family(rig)
    assert "Nguyễn Thị Mẫu" in rig.browser({SESSION: token}).get("/").text
    assert "Nguyễn Thị Mẫu" not in rig.browser().get("/").text


def test_one_browsers_session_shows_nothing_of_anothers(rig: Rig) -> None:
    _, mother = _family(rig)
    with rig.database.transaction() as conn:
        person = a_person("001222000002", subject="child", full_name="Nguyễn Minh Mẫu Nhi", birth_date="2022-05-01")
        child = records.logged_in(conn, person)
    mothers, childs = (rig.browser({SESSION: token}).get("/record").text for token in (mother, child))
    assert "DN 4 01 0123456789" in mothers
    assert "DN 4 01 0123456789" not in childs
    assert "TE 1 01 0123456780" in childs
