"""A statement with the verdict of a verification service: kept as confirmed where it fits and the service is believed, refused where it does not."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansinh import checkin, register
from ansinh.checkin import Evidence, EvidenceLevel, StatedVisit
from ansinh.kit import crypto, db
from ansinh.kit.errors import Refused
from ansinh.terms import PartialDate
from ansinh.wire import chip_verdicts, presence
from ansinh.wire.ledger import CheckedBy
from tests.checkin.desk_statements import AS_OFFICER, AUDIENCE, CITIZEN, SOD, challenge_for, open_desk, origin_of, stated
from tests.register.builders import facilities, officer, person

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
BY_CHIP = Evidence(level=EvidenceLevel.CHIP_AUTHENTICATED, source=CheckedBy.CARD_CHIP, at=NOW)
SERVICE, OTHER_SERVICE = crypto.new_ec_key(), crypto.new_ec_key()
BELIEVED = {"police": chip_verdicts.public_keys(SERVICE)}


@pytest.fixture
def agency(conn: db.Connection) -> db.Connection:
    facilities(conn)
    register.add_officers(conn, [officer()])
    register.enrol(conn, [person()])
    open_desk(conn, now=NOW - timedelta(days=1))
    return conn


def verdict_on(challenge: str, *, key: bytes = SERVICE, **changes: Any) -> str:
    """What the service signs about the invented card that was read for this challenge."""
    values: dict[str, Any] = {
        "issuer": "police",
        "request_id": "0123456789abcdef",
        "nonce": presence.challenge_bytes(challenge),
        "at": NOW,
        "result": "not_proven",
        "checks": (("sod_signature", "successful", ""),),
        "hashes": {"sod": SOD},
        "subject": presence.subject_of(challenge, CITIZEN),
        **changes,
    }
    return chip_verdicts.sign_verdict(chip_verdicts.Verdict(**values), key)


def asked(conn: db.Connection) -> str:
    return challenge_for(conn, now=NOW - timedelta(minutes=1))


def confirmed(conn: db.Connection, **changes: Any) -> str:
    """A statement with a verdict that fits; `changes` are of the verdict."""
    challenge = asked(conn)
    return stated(challenge, at=NOW, verdict_jws=verdict_on(challenge, **changes))


def open_visit(conn: db.Connection, statement: str, *, services: checkin.VerdictServices = BELIEVED, **changes: Any) -> checkin.Taken:
    told: dict[str, Any] = {"visit_id": "HS-1", "category": "1.1", **changes}
    visit = StatedVisit(
        key=CITIZEN,
        full_name="Nguyễn Thị Mẫu",
        birth_date=PartialDate(1985),
        care_kind="01",
        arrived_at=NOW,
        content={**told, "person": {"number": CITIZEN}},
        **told,
    )
    return checkin.open_visit(
        conn,
        visit,
        evidence=BY_CHIP,
        officer=AS_OFFICER,
        outage=None,
        origin=origin_of(),
        render=lambda opened: opened.outcome.value.encode(),
        now=NOW,
        presented=checkin.Presented(statement=statement, audience=AUDIENCE, services=services),
    )


def kept(conn: db.Connection, visit_id: str = "HS-1") -> tuple[bool, str | None]:
    """Whether the one piece of evidence is proven, and by whom it was confirmed."""
    (evidence,) = checkin.visit_of(conn, visit_id, facility_code="01001").evidence
    return evidence.is_proven, evidence.confirmed_by


def test_a_verdict_of_a_service_that_is_believed_is_kept_as_confirmed(agency: db.Connection) -> None:
    open_visit(agency, confirmed(agency))
    assert kept(agency) == (True, "police")


def test_a_statement_without_a_verdict_is_proven_by_the_desk_alone(agency: db.Connection) -> None:
    open_visit(agency, stated(asked(agency), at=NOW))
    assert kept(agency) == (True, None)


def test_a_verdict_of_a_service_that_is_not_believed_here_is_carried_along(agency: db.Connection) -> None:
    open_visit(agency, confirmed(agency), services={})
    assert kept(agency) == (True, None)


@pytest.mark.parametrize("token", ["a.b.c", f"a.{base64.urlsafe_b64encode(b'[]').decode()}.c"])
def test_a_verdict_that_names_no_service_is_carried_along(agency: db.Connection, token: str) -> None:
    open_visit(agency, stated(asked(agency), at=NOW, verdict_jws=token.replace("=", "")))
    assert kept(agency) == (True, None)


def test_each_gateway_believes_the_services_whose_keys_it_was_given(agency: db.Connection) -> None:
    """One believes the police's, the other a hospital chain's own, by the same statement; a service that changes keys has both for a while."""
    chain, both = chip_verdicts.public_keys(OTHER_SERVICE), chip_verdicts.public_keys(OTHER_SERVICE, SERVICE)
    told: list[tuple[checkin.VerdictServices, str | None]] = [
        ({"chain": chain}, None),
        ({**BELIEVED, "chain": chain}, "police"),
        ({"police": both}, "police"),
    ]
    for number, (services, confirming) in enumerate(told):
        open_visit(agency, confirmed(agency), services=services, visit_id=f"HS-{number}")
        assert kept(agency, f"HS-{number}") == (True, confirming)


def _other_files() -> Iterator[dict[str, str]]:
    yield {"sod": "0" * 64}
    yield {"sod": SOD, "dg2": "0" * 64}
    yield {}


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"key": OTHER_SERVICE}, "the service did not sign"),
        ({"nonce": b"n" * 32}, "another challenge"),
        *(({"hashes": hashes}, "other files") for hashes in _other_files()),
        *(({"result": result}, "does not call the data genuine") for result in ("altered", "expired", "unconfirmed", "GENUINE", "")),
        ({"at": NOW - timedelta(minutes=6, seconds=1)}, "between its challenge and now"),
        ({"at": NOW + timedelta(minutes=5, seconds=1)}, "between its challenge and now"),
        ({"subject": None}, "not about this person"),
        ({"subject": "S" * 43}, "not about this person"),
    ],
)
def test_a_verdict_of_a_service_we_believe_that_does_not_fit_is_refused_with_what_does_not(
    agency: db.Connection, changes: dict[str, Any], what: str
) -> None:
    statement = confirmed(agency, **changes)
    with pytest.raises(Refused, match=what) as refused:
        open_visit(agency, statement)
    assert (refused.value.code, refused.value.field) == ("statement_verdict_wrong", "evidence.statement")


def _bent(token: str, how: str) -> str:
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    nested = base64.urlsafe_b64encode(b"[" * 6000).rstrip(b"=").decode()
    bent = base64.urlsafe_b64encode(json.dumps({**claims, "result": "genuine"}).encode()).rstrip(b"=").decode()
    return {"changed": f"{head}.{bent}.{signature}", "nested": f"{nested}.{payload}.{signature}", "other": f"{head}.{payload}.{'A' * 86}"}[
        how
    ]


@pytest.mark.parametrize("how", ["changed", "nested", "other"])
def test_a_verdict_bent_after_signing_is_refused(agency: db.Connection, how: str) -> None:
    challenge = asked(agency)
    statement = stated(challenge, at=NOW, verdict_jws=_bent(verdict_on(challenge), how))
    with pytest.raises(Refused) as refused:
        open_visit(agency, statement)
    assert refused.value.code == "statement_verdict_wrong"


@pytest.mark.parametrize("at", [NOW - timedelta(minutes=6), NOW + timedelta(minutes=5)])
def test_the_services_clock_may_differ_by_five_minutes(agency: db.Connection, at: datetime) -> None:
    open_visit(agency, confirmed(agency, at=at))
    assert kept(agency) == (True, "police")


def test_a_verdict_cannot_be_used_for_a_second_challenge(agency: db.Connection) -> None:
    first = asked(agency)
    verdict = verdict_on(first)
    open_visit(agency, stated(first, at=NOW, verdict_jws=verdict))
    with pytest.raises(Refused, match="another challenge"):
        open_visit(agency, stated(asked(agency), at=NOW, verdict_jws=verdict), visit_id="HS-2")


def _refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code


def test_a_verdict_that_is_refused_uses_no_challenge_up_in_a_transaction_that_is_rolled_back(agency: db.Connection) -> None:
    challenge = asked(agency)
    agency.execute("SAVEPOINT before")
    wrong = stated(challenge, at=NOW, verdict_jws=verdict_on(challenge, result="altered"))
    assert _refusal(lambda: open_visit(agency, wrong)) == "statement_verdict_wrong"
    agency.execute("ROLLBACK TO SAVEPOINT before")
    open_visit(agency, stated(challenge, at=NOW, verdict_jws=verdict_on(challenge)))
    assert kept(agency) == (True, "police")


def test_a_repeat_goes_on_as_before_also_where_the_service_is_believed_no_more_or_its_keys_are_new(agency: db.Connection) -> None:
    statement = confirmed(agency)
    first = open_visit(agency, statement)
    new_keys = {"police": chip_verdicts.public_keys(OTHER_SERVICE)}
    for services in (BELIEVED, {}, new_keys):
        assert open_visit(agency, statement, services=services) == checkin.Taken(reply=first.reply, is_repeat=True)
    assert open_visit(agency, statement, services=new_keys, category="1.3").reply == b"corrected"
    assert kept(agency) == (True, "police")


def test_what_was_confirmed_of_one_person_confirms_no_other(agency: db.Connection) -> None:
    open_visit(agency, confirmed(agency))
    agency.execute("UPDATE checkin.proofs SET stands = false")
    assert kept(agency) == (False, None)
