"""A card at a counter becomes a visit at the gateway, proven; and what happens where the gateway is down, strict, or asked twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from ansinh import audit, checkin, desk
from ansinh.desk import Fault, Stage
from ansinh.doors import desk as page
from ansinh.kit import crypto, db
from ansinh.sandbox.cards import CardTrouble
from tests.desk.at_the_counter import ACCOUNT, ASKED, CAN, NUMBER, Here, Place
from tests.desk.conftest import CardOf
from tests.gateway.calling import NOW


def _checked_in(place: Place, asked: desk.VisitAsked = ASKED) -> desk.View:
    place.counter.check_in(asked)
    return place.until(lambda view: view.stage is not Stage.SENDING)


def test_a_card_becomes_a_proven_visit_with_its_cover(connected: Place, card_of: CardOf) -> None:
    connected.read(card_of())
    view = _checked_in(connected)
    assert view.stage is Stage.CHECKED_IN
    assert view.admission is not None
    assert (view.admission.is_proven, view.admission.person_known, view.admission.visit_id) == (True, True, "HS-1")
    assert view.admission.cover is not None
    assert (view.admission.cover.code, view.admission.cover.card_number) == ("000", "DN4010123456789")


@pytest.mark.parametrize(("language", "said"), [("vi", "Lượt khám"), ("en", "Visit HS-1 is open")])
def test_the_page_shows_the_visit_and_the_cover(connected: Place, card_of: CardOf, language: str, said: str) -> None:
    browser = TestClient(page.app(connected.site()), base_url="http://127.0.0.1:8005", client=("127.0.0.1", 50000))
    browser.cookies.set("ansinh_lang", language)
    connected.read(card_of())
    assert "HS-1" not in browser.get("/").text
    form = {"form_token": "the form token of the test", "visit_id": "HS-1", "category": "1.1", "care_kind": "01"}
    browser.post("/check-in", data=form)
    connected.until(lambda view: view.stage is Stage.CHECKED_IN)
    shown = browser.get("/").text
    assert said.casefold() in shown.casefold()
    assert "DN4010123456789" in shown


def test_the_gateway_keeps_the_level_and_nothing_of_the_card(connected: Place, card_of: CardOf, database: db.Database) -> None:
    connected.read(card_of())
    _checked_in(connected)
    with database.transaction() as conn:
        kept = checkin.visit_of(conn, "HS-1", facility_code="01001")
    assert [(each.level.name, each.source.value) for each in kept.evidence] == [("CHIP_AUTHENTICATED", "CHIP_CCCD")]


def test_the_card_signs_the_challenge_of_this_reading(connected: Place, card_of: CardOf) -> None:
    first = connected.read(card_of()).found
    connected.counter.again()
    connected.counter.give(CAN)
    second = connected.until(lambda view: view.found is not None and view.found is not first).found
    assert first is not None
    assert second is not None
    assert first.challenge is not None
    assert second.challenge is not None
    assert first.challenge.value != second.challenge.value


def test_a_slash_or_a_space_in_a_visit_number_is_no_trouble(connected: Place, card_of: CardOf) -> None:
    connected.read(card_of())
    view = _checked_in(connected, replace(ASKED, visit_id="2026/11 ?#%-9"))
    assert view.admission is not None
    assert view.admission.cover is not None


def test_where_the_gateway_is_down_the_card_is_verified_and_sent_when_it_is_back(connected: Place, card_of: CardOf) -> None:
    assert connected.client is not None
    connected.client.down = True
    view = connected.read(card_of())
    assert view.found is not None
    assert (view.stage, view.found.challenge, view.found.trouble) == (Stage.VERIFIED, None, desk.Trouble(Fault.GATEWAY_DOWN, "unreachable"))
    view = _checked_in(connected)
    assert (view.stage, view.trouble, view.asked) == (Stage.VERIFIED, desk.Trouble(Fault.GATEWAY_DOWN, "unreachable"), ASKED)
    connected.client.down = False
    view = _checked_in(connected)
    assert view.admission is not None
    assert view.admission.is_proven


def test_a_visit_whose_answer_was_lost_is_said_again_in_the_same_words(connected: Place, card_of: CardOf) -> None:
    here = connected.client
    assert here is not None
    found = connected.read(card_of()).found
    assert found is not None
    gateway, post, sent = connected.gateway(), here.post, list[bytes]()
    assert gateway is not None

    def deaf(url: str, body: bytes, **options: object) -> object:
        answer = post(url, body, **options)  # type: ignore[arg-type]
        if url.endswith("/api/v1/visits"):
            sent.append(body)
            here.down = True
        return answer if not here.down else post(url, body)

    here.post = deaf  # type: ignore[method-assign,assignment]
    with pytest.raises(desk.NotTaken):
        gateway.check_in(found, ASKED)
    here.down, here.post = False, post  # type: ignore[method-assign]
    assert gateway.check_in(found, ASKED).is_proven
    assert len(sent) == 1


def test_a_challenge_that_is_too_old_is_replaced_and_what_the_card_signed_for_it_is_not_claimed(
    connected: Place, card_of: CardOf, database: db.Database
) -> None:
    assert connected.client is not None
    found = connected.read(card_of()).found
    assert found is not None
    connected.now += timedelta(minutes=9, seconds=30)
    connected.client.now = lambda: connected.now
    late = Place(trust=connected.trust, client=Here(database, now=lambda: connected.now), now=connected.now)
    gateway = late.gateway()
    assert gateway is not None
    admission = gateway.check_in(found, ASKED)
    assert admission.is_proven


@pytest.mark.parametrize(
    ("account", "fault"),
    [
        (replace(ACCOUNT, password="another one"), Fault.LOGIN_REFUSED),
        (replace(ACCOUNT, officer_number="001080000017"), Fault.OFFICER_REFUSED),
    ],
)
def test_an_account_or_an_officer_that_is_not_let_in_is_said(
    place_of: Callable[..., Place], connected: Place, card_of: CardOf, account: desk.Account, fault: Fault
) -> None:
    place = place_of(client=connected.client, account=account)
    place.read(card_of())
    view = _checked_in(place)
    assert view.trouble is not None
    assert (view.stage, view.trouble.fault) == (Stage.VERIFIED, fault)


def test_a_desk_that_the_facility_closed_is_told_so(connected: Place, card_of: CardOf, database: db.Database) -> None:
    connected.read(card_of())
    _checked_in(connected)
    with database.transaction() as conn:
        (own,) = checkin.desks_of(conn, facility_code="01001")
        checkin.close_desk(conn, own.desk.desk_id, facility_code="01001", by=audit.Actor("facility", "01001"), now=NOW)
    connected.counter.again()
    connected.counter.give(CAN)
    connected.until(lambda view: view.stage is Stage.VERIFIED)
    view = _checked_in(connected, replace(ASKED, visit_id="HS-2"))
    assert view.trouble is not None
    assert view.trouble.fault is Fault.DESK_NOT_REGISTERED


def test_a_visit_number_of_another_person_s_is_said_or_taken_as_a_correction(connected: Place, card_of: CardOf) -> None:
    connected.read(card_of())
    _checked_in(connected, replace(ASKED, visit_id=" "))
    view = connected.counter.view
    assert view.trouble is not None
    assert view.trouble.fault is Fault.VISIT_NUMBER


def test_a_copied_card_cannot_be_sent(connected: Place, card_of: CardOf) -> None:
    connected.read(card_of(CardTrouble.COPY))
    view = _checked_in(connected)
    assert (view.stage, view.trouble) == (Stage.REJECTED, desk.Trouble(Fault.NO_LONGER_POSSIBLE))
    assert connected.client is not None
    assert "/api/v1/visits" not in connected.client.heard


def test_nothing_personal_stands_in_an_address(connected: Place, card_of: CardOf) -> None:
    connected.read(card_of())
    _checked_in(connected)
    assert connected.client is not None
    assert connected.client.heard
    assert not any(NUMBER in path or CAN in path for path in connected.client.heard)


def test_a_desk_keeps_its_name_with_its_key_and_another_key_is_another_desk(
    place_of: Callable[..., Place], connected: Place, card_of: CardOf, database: db.Database
) -> None:
    connected.read(card_of())
    place_of(client=connected.client).read(card_of())
    place_of(client=connected.client, key=crypto.new_ec_key()).read(card_of())
    with database.transaction() as conn:
        assert len(checkin.desks_of(conn, facility_code="01001")) == 2
