"""Comparing one participant with the population register: what the officer is told, what is noted, and who may ask."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from ansinh import audit, register
from ansinh.kit.errors import CounterpartDown
from ansinh.population import online
from ansinh.staff import Role
from tests.console.conftest import Rig, csrf_token
from tests.register import builders

NO = online.Level.NO


@dataclass
class Answering:
    """A register that says what the test wants, and keeps what it was asked."""

    answer_is: dict[str, Any] = field(default_factory=dict)
    asked: list[online.Question] = field(default_factory=list)
    down: str = ""

    def answer(self, question: online.Question, *, now: datetime) -> online.Finding:
        self.asked.append(question)
        if self.down:
            raise CounterpartDown(self.down, "it did not answer")
        yes = online.Level.YES
        values: dict[str, Any] = {"verified": True, "full_name": yes, "birth_date": yes, "sex": yes, "status": online.Status.LIVING}
        return online.Finding(**{**values, **self.answer_is}, answered_at=now)


@dataclass
class At:
    rig: Rig
    browser: Any
    asked: Answering
    participant: int

    def compare(self, number: str) -> Any:
        token = csrf_token(self.browser.get("/console/compare").text)
        return self.browser.post("/console/compare", data={"csrf_token": token, "number": number})


@pytest.fixture
def at(rig: Rig) -> At:
    with rig.database.transaction() as conn:
        (participant,) = register.enrol(conn, [builders.person()])
    asked = Answering()
    with rig.database.transaction() as conn:
        from tests.console.conftest import staff_session

        session = staff_session(conn, "mot", Role.REVIEW, now=rig.now)
    return At(rig, rig.browser(session, population=asked, mark_key=b"m" * 32), asked, participant)


def _held(at: At) -> register.Record:
    with at.rig.database.transaction() as conn:
        found = register.record_of(conn, at.participant)
    assert found is not None
    return found


@pytest.mark.parametrize("number", ["0123456789", "001185000001", " 001 185 000 001 "])
def test_who_agrees_is_noted_as_verified_today(at: At, number: str) -> None:
    page = at.compare(number)
    assert page.status_code == 200
    assert "Khớp" in page.text
    assert _held(at).verified_on == at.rig.now.date()
    assert [each.claim.citizen_number.value for each in at.asked.asked] == ["001185000001"]


def test_what_does_not_agree_is_said_and_nothing_is_noted(at: At) -> None:
    at.asked.answer_is = {"verified": False, "full_name": NO, "birth_date": NO, "sex": NO, "status": None}
    page = at.compare("0123456789")
    assert "Chưa xác minh được" in page.text
    assert page.text.count("không khớp") >= 3
    assert _held(at).verified_on is None


def test_a_death_is_shown_and_nothing_is_noted(at: At) -> None:
    at.asked.answer_is = {"status": online.Status.DECEASED}
    assert "Đã mất" in at.compare("0123456789").text
    assert _held(at).verified_on is None


@pytest.mark.parametrize(("code", "word"), [("timed_out", "không trả lời kịp"), ("population_signature", "không dùng được")])
def test_a_register_that_does_not_answer_is_said_in_words(at: At, code: str, word: str) -> None:
    at.asked.down = code
    assert word in at.compare("0123456789").text


def test_the_page_holds_no_number_and_no_whole_name(at: At) -> None:
    text = at.compare("0123456789").text
    assert not [each for each in ("0123456789", "001185000001", "Nguyễn Thị Mẫu", "09/03/1985") if each in text]


def test_the_look_and_the_question_are_on_record(at: At) -> None:
    at.compare("0123456789")
    with at.rig.database.transaction() as conn:
        kinds = [each.kind for each in audit.about(conn, at.participant)]
    assert {"record.viewed", "population.asked", "population.answered"} <= set(kinds)


@pytest.mark.parametrize(("number", "status", "word"), [("12", 422, "10 hoặc 12 chữ số"), ("9999999999", 200, "Không có người tham gia")])
def test_a_number_that_leads_to_nobody_asks_nobody(at: At, number: str, status: int, word: str) -> None:
    page = at.compare(number)
    assert (page.status_code, word in page.text, at.asked.asked) == (status, True, [])


def test_it_is_for_the_review_desk(rig: Rig) -> None:
    assert rig.officer(Role.FIGURES).get("/console/compare").status_code == 403


def test_without_a_register_it_says_so(rig: Rig) -> None:
    assert "Chưa kết nối" in rig.officer(Role.REVIEW).get("/console/compare").text
