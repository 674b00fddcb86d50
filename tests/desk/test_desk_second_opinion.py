"""A counter that asks a verification service of each card: the sandbox's own router behind the counter's real adapter, the gateway, the page."""

import dataclasses
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ansinh import checkin, desk
from ansinh.chip import lds, trust, verdicts, verification
from ansinh.desk import Fault, Stage, Standing
from ansinh.doors import desk as page
from ansinh.doors.desk import shown
from ansinh.kit import crypto, db, http
from ansinh.kit.errors import CounterpartDown
from ansinh.sandbox import c06
from ansinh.wire import chip_verdicts as wire
from tests.chip.sod_defects import believed
from tests.desk.at_the_counter import ASKED, Here, Place, seed
from tests.desk.conftest import CardOf
from tests.gateway.calling import NOW

API_KEY = "an invented API key"
KEY = crypto.new_ec_key()
BELIEVED = {c06.ISSUER: wire.public_keys(KEY)}


@dataclass
class Police:
    """The service in this process, as an HTTP client sees it. `trouble` is what happens to a question on its way."""

    trust: trust.TrustStore
    trouble: Callable[[], None] = lambda: None
    asked: int = 0

    def __post_init__(self) -> None:
        judge = verdicts.LocalVerifier(
            self.trust, policy=verification.Policy.hospital(), private_key_pem=KEY, issuer=c06.ISSUER, now=lambda: NOW
        )
        app = FastAPI()
        app.include_router(c06.build_router(judge, clients={"desk": crypto.sha256_hex(API_KEY)}, keys=wire.public_keys(KEY)))
        self._client = TestClient(app)

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        raise NotImplementedError

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        self.asked += 1
        self.trouble()
        answered = self._client.post(url, content=body, headers=dict(headers or {}))
        return http.Answer(answered.status_code, dict(answered.headers), answered.content)


def asks(police: Police, *, within_s: float = 60.0, api_key: str = API_KEY) -> desk.SecondOpinion:
    remote = verdicts.RemoteVerifier(
        "http://testserver", police, wire.public_keys(KEY), api_key=api_key, issuer=c06.ISSUER, now=lambda: NOW
    )
    return desk.SecondOpinion(remote, random=lambda length: b"r" * length, within_s=within_s)


def gateway_of(database: db.Database, *, believes: bool = True) -> Here:
    seed(database)
    return Here(database, now=lambda: NOW, services=dict(BELIEVED) if believes else {})


def checked_in(place: Place) -> desk.Admission:
    place.counter.check_in(ASKED)
    view = place.until(lambda view: view.stage is not Stage.SENDING)
    assert view.admission is not None, view
    return view.admission


def opinion_of(view: desk.View) -> desk.Opinion:
    assert view.found is not None
    assert view.found.opinion is not None
    return view.found.opinion


def page_of(place: Place, language: str = "en") -> str:
    browser = TestClient(page.app(place.site()), base_url="http://127.0.0.1:8005", client=("127.0.0.1", 50000))
    browser.cookies.set("ansinh_lang", language)
    return browser.get("/").text


def test_a_card_that_the_service_confirms_too_is_kept_as_confirmed(
    place_of: Callable[..., Place], database: db.Database, desk_trust: trust.TrustStore, card_of: CardOf
) -> None:
    place = place_of(client=gateway_of(database), service=asks(Police(desk_trust)))
    view = place.read(card_of())
    assert (view.stage, opinion_of(view).standing, opinion_of(view).by) == (Stage.VERIFIED, Standing.CONFIRMED, c06.ISSUER)
    assert f"Verification service {c06.ISSUER} confirms it" in page_of(place)
    assert f"Dịch vụ xác minh {c06.ISSUER} cũng xác nhận" in page_of(place, "vi")
    told = checked_in(place)
    assert (told.is_proven, told.confirmed_by) == (True, c06.ISSUER)
    assert f"The word of verification service {c06.ISSUER} is kept with it." in page_of(place)
    with database.transaction() as conn:
        (evidence,) = checkin.visit_of(conn, ASKED.visit_id, facility_code="01001").evidence
    assert (evidence.is_proven, evidence.confirmed_by) == (True, c06.ISSUER)


def test_a_gateway_that_does_not_believe_the_service_takes_the_card_as_before(
    place_of: Callable[..., Place], database: db.Database, desk_trust: trust.TrustStore, card_of: CardOf
) -> None:
    place = place_of(client=gateway_of(database, believes=False), service=asks(Police(desk_trust)))
    place.read(card_of())
    told = checked_in(place)
    assert (told.is_proven, told.confirmed_by) == (True, "")


def test_a_verdict_that_the_gateway_does_not_take_is_left_out_and_the_refusal_stands_out(
    place_of: Callable[..., Place], database: db.Database, desk_trust: trust.TrustStore, card_of: CardOf
) -> None:
    """The service signs with a key that this gateway was not told of yet."""
    here = gateway_of(database)
    here.services[c06.ISSUER] = wire.public_keys(crypto.new_ec_key())  # type: ignore[index]
    place = place_of(client=here, service=asks(Police(desk_trust)))
    place.read(card_of())
    told = checked_in(place)
    assert (told.is_proven, told.confirmed_by) == (True, "")
    with database.transaction() as conn:
        refused = conn.execute("SELECT detail ->> 'because' FROM audit.events WHERE kind = 'desk.statement_refused'").fetchall()
    assert refused == [("statement_verdict_wrong",)]
    assert here.heard.count("/api/v1/visits") == 2


def test_a_counter_that_asks_nobody_is_proven_by_itself(place_of: Callable[..., Place], database: db.Database, card_of: CardOf) -> None:
    place = place_of(client=gateway_of(database))
    view = place.read(card_of())
    assert view.found is not None
    assert view.found.opinion is None
    told = checked_in(place)
    assert (told.is_proven, told.confirmed_by) == (True, "")
    assert "erification service" not in page_of(place)


def _down() -> None:
    raise CounterpartDown("unreachable", "the counterpart could not be reached")


def _hangs() -> None:
    time.sleep(0.3)
    raise CounterpartDown("timed_out", "the counterpart took too long")


def _breaks() -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("trouble", "reason", "api_key"),
    [
        (_down, "unreachable", API_KEY),
        (_hangs, "timed_out", API_KEY),
        (_breaks, "failed", API_KEY),
        (lambda: None, "verifier_refused", "another key"),
    ],
)
def test_a_service_that_does_not_answer_stops_no_check_in(
    place_of: Callable[..., Place],
    database: db.Database,
    desk_trust: trust.TrustStore,
    card_of: CardOf,
    trouble: Callable[[], None],
    reason: str,
    api_key: str,
) -> None:
    service = asks(Police(desk_trust, trouble=trouble), within_s=0.1 if trouble is _hangs else 60.0, api_key=api_key)
    place = place_of(client=gateway_of(database), service=service)
    view = place.read(card_of())
    assert (view.stage, opinion_of(view)) == (Stage.VERIFIED, desk.Opinion(Standing.NOT_REACHED, reason=reason))
    assert f"The verification service did not answer ({reason})" in page_of(place)
    told = checked_in(place)
    assert (told.is_proven, told.confirmed_by) == (True, "")


def test_a_card_that_the_service_does_not_call_genuine_is_not_used_and_nothing_is_sent(
    place_of: Callable[..., Place], database: db.Database, card_of: CardOf
) -> None:
    """The service trusts another authority than we do: to it, somebody else made the card."""
    here = gateway_of(database)
    place = place_of(client=here, service=asks(Police(believed())))
    view = place.read(card_of())
    assert view.found is not None
    assert view.found.verified.level is verification.Level.CHIP_AUTHENTICATED
    assert (view.stage, opinion_of(view).standing) == (Stage.REJECTED, Standing.DISAGREES)
    assert opinion_of(view).token == ""
    for language, words in (("en", "come to different verdicts"), ("vi", "kết luận khác nhau")):
        told = page_of(place, language)
        assert words in told
        assert "bad-edge" in told
    assert "Not to be used" in page_of(place)
    assert "Open the visit" not in page_of(place)
    place.counter.check_in(ASKED)
    assert place.counter.view.trouble == desk.Trouble(Fault.NO_LONGER_POSSIBLE)
    assert "/api/v1/visits" not in here.heard
    (_, news) = place.news
    assert isinstance(news, desk.WasRead)
    assert shown.verdict(news.found, "vi") == "Máy này và dịch vụ xác minh kết luận khác nhau"


def test_a_service_that_cannot_tell_disputes_nothing(place_of: Callable[..., Place], database: db.Database, card_of: CardOf) -> None:
    place = place_of(client=gateway_of(database), service=asks(Police(trust.TrustStore())))
    view = place.read(card_of())
    assert (view.stage, opinion_of(view).standing, opinion_of(view).reason) == (Stage.VERIFIED, Standing.UNDECIDED, "unconfirmed")
    assert f"Verification service {c06.ISSUER} cannot tell" in page_of(place)
    assert checked_in(place).confirmed_by == ""


def test_of_a_card_that_proves_nothing_here_no_service_is_told(desk_trust: trust.TrustStore, found: desk.Found) -> None:
    police = Police(desk_trust)
    rejected = dataclasses.replace(found, verified=dataclasses.replace(found.verified, level=verification.Level.NONE))
    assert asks(police).ask(rejected) is None
    without: dict[lds.File, bytes] = {file: raw for file, raw in found.files.items() if file is not lds.File.DG14}
    assert asks(police).ask(dataclasses.replace(found, files=without)) == desk.Opinion(Standing.NOT_ASKED)
    assert police.asked == 0


@pytest.fixture
def found(place: Place, card_of: CardOf) -> desk.Found:
    """The good card, read at a counter without gateway and service."""
    read = place.read(card_of()).found
    assert read is not None
    return read


def test_without_a_challenge_the_service_is_asked_and_its_word_is_for_the_clerk_alone(
    found: desk.Found, desk_trust: trust.TrustStore, place_of: Callable[..., Place], database: db.Database
) -> None:
    """The gateway was down when the card was read: what was signed for another nonce does not fit the challenge it gives later."""
    opinion = asks(Police(desk_trust)).ask(found)
    assert opinion is not None
    assert (opinion.standing, opinion.nonce) == (Standing.CONFIRMED, b"r" * 32)
    gateway = place_of(client=gateway_of(database)).gateway()
    assert gateway is not None
    told = gateway.check_in(dataclasses.replace(found, opinion=opinion), ASKED)
    assert (told.is_proven, told.confirmed_by) == (True, "")


@dataclass
class Says:
    """A service elsewhere, of which only the verdict is as told."""

    changes: Mapping[str, Any]

    def verify(self, files: Mapping[lds.File, bytes], *, request_id: str, nonce: bytes) -> verdicts.SignedVerdict:
        assert files
        told: dict[str, Any] = {"issuer": "x", "request_id": request_id, "nonce": nonce, "at": NOW, "result": "not_proven", "checks": ()}
        verdict = wire.Verdict(**{**told, "hashes": {}, **self.changes})
        return verdicts.SignedVerdict(verdict, wire.sign_verdict(verdict, KEY))


@pytest.mark.parametrize(
    ("changes", "standing", "reason"),
    [
        ({}, Standing.CONFIRMED, ""),  # one that says nothing of the person, as some may
        ({"subject": "S" * 43}, Standing.DISAGREES, "other_subject"),
        ({"result": "expired"}, Standing.DISAGREES, "expired"),
        ({"result": "<b>odd</b>"}, Standing.DISAGREES, "unknown"),
        ({"checks": tuple((f"c{number}", "successful", "r" * 200) for number in range(60))}, Standing.CONFIRMED, ""),
    ],
)
def test_a_verdict_that_no_gateway_could_believe_is_never_sent(
    found: desk.Found, changes: dict[str, Any], standing: Standing, reason: str
) -> None:
    opinion = desk.SecondOpinion(Says(changes), random=lambda length: b"r" * length).ask(found)
    assert opinion is not None
    assert (opinion.standing, opinion.reason, opinion.token) == (standing, reason, "")
    told = shown.found(dataclasses.replace(found, opinion=opinion), "en")
    assert told.service is not None
    assert told.tone == {"": "good", "expired": "warn"}.get(reason, "bad")
