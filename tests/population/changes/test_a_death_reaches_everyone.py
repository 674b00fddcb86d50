"""A death told by the population register: whoever is logged in is logged out, the card answers so, and no login leads there any more."""

from datetime import date

from ansinh import checkin, identity, register
from ansinh.identity import LoginFailure
from ansinh.population import changes
from ansinh.population.changes import Outcome
from ansinh.terms import CitizenNumber
from ansinh.wire import eid
from tests.gateway.calling import Hospital
from tests.identity.standin import NOW, a_person
from tests.population.changes.following import Following
from tests.portal.conftest import SESSION, Rig
from tests.portal.records import logged_in
from tests.register import builders

DIED = date(2026, 11, 20)
CHECKED = {"hoTenCb": "Trần Văn Tiếp", "cccdCb": "001080000009", "hoTen": "Nguyễn Thị Mẫu", "ngaySinh": "09/03/1985"}


def _eid(number: CitizenNumber) -> eid.EidClaims:
    return a_person(number.value, subject=f"person {number.value}")


def _session(following: Following, number: CitizenNumber) -> str:
    token: str = following.read(lambda conn: logged_in(conn, _eid(number)))
    return token


def _code(following: Following, card: str) -> str:
    hospital = Hospital(following.database)
    hospital.now = NOW
    answered = hospital.look_up(maThe=card, **CHECKED)
    return str(answered.json["maKetQua"])


def _with_gateway(following: Following) -> None:
    with following.database.transaction() as conn:
        if register.enquire(conn, "", facility_code="01001", officer_number="001080000009", day=DIED).officer is None:
            register.add_officers(conn, [builders.officer()])
            account = checkin.NewAccount(username="01001_BV", password="an invented password")
            checkin.open_accounts(conn, [account], now=NOW, cost="sandbox")


def test_the_dead_are_logged_out_and_their_card_is_no_longer_good(following: Following) -> None:
    following.now = NOW
    _with_gateway(following)
    person, number = following.someone()
    card = following.record(person).cards[0].number.value
    browser = Rig(following.database).browser({SESSION: _session(following, number)})
    assert (browser.get("/record").status_code, _code(following, card)) == (200, "000")
    following.happen("death", number, day=DIED)
    assert following.sync().outcomes == {Outcome.APPLIED: 1}
    assert browser.get("/record").status_code == 401
    assert _code(following, card) == _code(following, number.value) == "124"
    ended = {"session.ended", "identity.link_frozen", "register.death_recorded"}
    assert ended <= set(following.kinds(person))
    with following.database.transaction() as conn:
        found = [
            identity.Candidate(each.participant_id, each.full_name, each.birth_date, each.deceased)
            for each in register.candidates(conn, number)
        ]
        again = identity.admit(conn, _eid(number), id_token="raw.id.token", candidates=found, replaces=None, now=NOW)
    assert again.session_token is None
    assert again.problem is not None
    assert again.problem.failure is LoginFailure.DECEASED


def test_whose_number_was_replaced_is_logged_out_and_both_numbers_answer_at_the_gateway(following: Following) -> None:
    following.now = NOW
    _with_gateway(following)
    _, number = following.someone()
    browser = Rig(following.database).browser({SESSION: _session(following, number)})
    told = following.happen("number_replaced", number, day=DIED)
    following.sync()
    assert browser.get("/record").status_code == 401
    new: CitizenNumber = told.what.new_number  # type: ignore[union-attr]
    assert _code(following, number.value) == _code(following, new.value) == "000"


def test_whose_name_was_corrected_stays_logged_in_and_reads_it_with_what_stood_before(following: Following) -> None:
    following.now = NOW
    _, number = following.someone()
    browser = Rig(following.database).browser({SESSION: _session(following, number)})
    following.happen("name_corrected", number, full_name="Nguyễn Thị Mẫn")
    following.sync()
    page = browser.get("/record").text
    assert '<p class="person-name">Nguyễn Thị Mẫn</p>' in page
    assert "Trước đây: Nguyễn Thị Mẫu" in page
    assert "Theo Cơ sở dữ liệu quốc gia về dân cư" in page


def test_a_linking_case_passed_on_by_an_officer_comes_to_the_review_desk_once(following: Following) -> None:
    following.now = NOW
    person, number = following.someone(full_name="Lê Thị Khác")
    with following.database.transaction() as conn:
        found = [
            identity.Candidate(each.participant_id, each.full_name, each.birth_date, each.deceased)
            for each in register.candidates(conn, number)
        ]
        identity.admit(conn, _eid(number), id_token="raw.id.token", candidates=found, replaces=None, now=NOW)
        case = next(each for each in identity.open_cases(conn) if person in each.participant_ids)
        file = identity.case_file(conn, case.reference)
        assert file is not None
        identity.decide_case(
            conn,
            case.reference,
            verdict=identity.Verdict.FOR_REGISTER,
            participant_id=None,
            seen=file.facts,
            explanation="Hồ sơ ghi sai tên",
            officer="mau.cases",
            now=NOW,
        )
    assert following.read(lambda conn: changes.take_up_linking_cases(conn, now=NOW)) == 1
    assert following.read(lambda conn: changes.take_up_linking_cases(conn, now=NOW)) == 0
    problem = following.read(changes.open_problems)[-1]
    assert (problem.source, problem.source_key, problem.participant_ids) == ("linking", case.reference, (person,))
    assert len(problem.case_references) == 1
    with following.database.transaction() as conn:
        conn.execute("UPDATE population.review_cases SET state = 'closed', outcome = 'it_is', closed_at = opened_at, submitted = NULL")
    following.later(hours=2)
    assert following.read(lambda conn: changes.try_again(conn, now=following.now)) == 1
    assert problem not in following.read(changes.open_problems)
