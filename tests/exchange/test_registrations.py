"""Registering a relying party, and the officer who decides on those that meet real people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from ansinh import oidc, provider
from ansinh.exchange import registrations
from ansinh.exchange.registrations import Developer, Draft, Environment
from ansinh.kit import db, errors
from tests.exchange.test_registration_rules import SOUND

ISSUER = "https://exchange.example"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECRET, OTHER = "a-first-secret-of-random-characters-1", "another-secret-of-random-characters-2"
PRODUCTION = replace(SOUND, redirect_uris=("https://thuvien.vn/callback",))


def developer(*, officer: bool = False, number: UUID | None = None) -> Developer:
    return Developer(number or uuid4(), "Trần Thị Thử", "urn:ansinh:acr:2.2", "", "", officer)


DEVELOPER, OFFICER = developer(), developer(officer=True)


def register(
    conn: db.Connection, draft: Draft = SOUND, *, environment: Environment = "sandbox", by: Developer = DEVELOPER, client_id: str = "sb-1"
) -> registrations.Registration:
    registrations.register(conn, ISSUER, draft, environment=environment, client_id=client_id, secret=SECRET, by=by, now=NOW)
    return registrations.owned(conn, ISSUER, client_id, owner=by.number)


def approve(conn: db.Connection, client_id: str = "sb-1", *, by: Developer = OFFICER, seen: datetime = NOW) -> None:
    registrations.approve(conn, ISSUER, client_id, seen=seen, secret=OTHER, by=by, now=NOW + timedelta(hours=1))


def _is_secret(conn: db.Connection, secret: str, client_id: str = "sb-1") -> bool:
    client = provider.find_client(conn, ISSUER, client_id)
    assert client is not None
    return client.secret_sha256 == oidc.secret_hash(secret)


def _kinds(conn: db.Connection) -> list[str]:
    rows = conn.execute("SELECT kind FROM audit.events WHERE purpose = 'registration' ORDER BY seq").fetchall()
    return [row[0] for row in rows]


def test_a_sandbox_client_is_served_at_once_and_traced(conn: db.Connection) -> None:
    registration = register(conn)
    client = provider.find_client(conn, ISSUER, "sb-1")
    assert client is not None
    assert (registration.state, client.traced, client.loopback_any_port, client.consent_days) == ("active", True, True, 90)
    assert client.claims == ("HoVaTen",)
    assert _is_secret(conn, SECRET)


def test_a_production_client_is_not_served_before_an_officer_agreed(conn: db.Connection) -> None:
    registration = register(conn, PRODUCTION, environment="production")
    assert registration.state == "waiting"
    assert provider.find_client(conn, ISSUER, "sb-1") is None
    approve(conn)
    assert registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number).state == "active"
    client = provider.find_client(conn, ISSUER, "sb-1")
    assert client is not None
    assert not client.loopback_any_port


def test_who_asked_cannot_approve(conn: db.Connection) -> None:
    both = developer(officer=True)
    register(conn, PRODUCTION, environment="production", by=both)
    with pytest.raises(errors.Refused, match="own_request"):
        approve(conn, by=both)
    approve(conn, by=developer(officer=True))


def test_the_schema_holds_the_two_people_apart_too(conn: db.Connection) -> None:
    register(conn, PRODUCTION, environment="production")
    with pytest.raises(psycopg.errors.CheckViolation), conn.transaction():
        conn.execute("UPDATE exchange.registrations SET decided_by = asked_by")


def test_only_an_appointed_officer_decides(conn: db.Connection) -> None:
    register(conn, PRODUCTION, environment="production")
    with pytest.raises(errors.Refused, match="not_an_officer"):
        approve(conn, by=developer())


def test_an_officer_approves_what_was_read_and_not_what_was_slipped_in_after(conn: db.Connection) -> None:
    registration = register(conn, PRODUCTION, environment="production")
    registrations.change(
        conn,
        ISSUER,
        registration,
        replace(PRODUCTION, name="Khác hẳn"),
        secret=OTHER,
        by=DEVELOPER,
        now=NOW + timedelta(minutes=5),
    )
    with pytest.raises(errors.Conflict, match="asked_again"):
        approve(conn)


def test_a_change_in_production_waits_while_the_old_stays_in_force(conn: db.Connection) -> None:
    register(conn, PRODUCTION, environment="production")
    approve(conn)
    later, changed = NOW + timedelta(days=1), replace(PRODUCTION, redirect_uris=("https://thuvien.vn/moi",))
    registration = registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number)
    registrations.change(conn, ISSUER, registration, changed, secret=OTHER, by=DEVELOPER, now=later)
    client = provider.find_client(conn, ISSUER, "sb-1")
    assert client is not None
    assert client.redirect_uris == PRODUCTION.redirect_uris
    approve(conn, seen=later)
    client = provider.find_client(conn, ISSUER, "sb-1")
    assert client is not None
    assert client.redirect_uris == changed.redirect_uris


def test_a_refusal_reaches_the_developer_with_its_reason(conn: db.Connection) -> None:
    register(conn, PRODUCTION, environment="production")
    registrations.refuse(conn, ISSUER, "sb-1", seen=NOW, reason="Mục đích chưa rõ", by=OFFICER, now=NOW)
    registration = registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number)
    assert (registration.state, registration.refusal) == ("refused", "Mục đích chưa rõ")
    assert (registration.draft, registration.asked) == (PRODUCTION, None)  # to go on with, and nothing an officer could still approve
    assert registrations.waiting(conn, ISSUER) == []
    with pytest.raises(errors.Conflict, match="asked_again"):
        approve(conn)


def test_a_refused_client_can_be_asked_for_again(conn: db.Connection) -> None:
    registration = register(conn, PRODUCTION, environment="production")
    registrations.refuse(conn, ISSUER, "sb-1", seen=NOW, reason="Mục đích chưa rõ", by=OFFICER, now=NOW)
    later = NOW + timedelta(hours=1)
    registrations.change(conn, ISSUER, registration, replace(PRODUCTION, purpose="Mượn và trả sách"), secret=OTHER, by=DEVELOPER, now=later)
    assert [each.client_id for each in registrations.waiting(conn, ISSUER)] == ["sb-1"]
    approve(conn, seen=later)
    assert registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number).state == "active"


def test_a_change_in_the_sandbox_keeps_the_secret(conn: db.Connection) -> None:
    registration = register(conn)
    changed = replace(SOUND, name="Thư viện quận")
    assert not registrations.change(conn, ISSUER, registration, changed, secret=OTHER, by=DEVELOPER, now=NOW)
    assert _is_secret(conn, SECRET)


def test_a_client_that_leaves_its_key_is_given_a_secret(conn: db.Connection) -> None:
    key = {"keys": [registrations.new_key().public]}
    registration = register(conn, replace(SOUND, profile="secure", auth_method="private_key_jwt", jwks=key))
    assert registrations.change(conn, ISSUER, registration, SOUND, secret=OTHER, by=DEVELOPER, now=NOW)
    assert _is_secret(conn, OTHER)


def test_a_new_secret_ends_the_old_one(conn: db.Connection) -> None:
    registration = register(conn)
    registrations.replace_secret(conn, ISSUER, registration, secret=OTHER, by=DEVELOPER, now=NOW)
    assert _is_secret(conn, OTHER)


def test_keys_are_replaced_for_a_client_with_keys_alone(conn: db.Connection) -> None:
    old, new = registrations.new_key().public, registrations.new_key().public
    with_secret = register(conn)
    with pytest.raises(errors.Refused, match="has_no_keys"):
        registrations.replace_keys(conn, ISSUER, with_secret, {"keys": [new]}, by=DEVELOPER, now=NOW)
    secure = replace(SOUND, profile="secure", auth_method="private_key_jwt", jwks={"keys": [old]})
    with_key = register(conn, secure, client_id="sb-2")
    registrations.replace_keys(conn, ISSUER, with_key, {"keys": [new]}, by=DEVELOPER, now=NOW)
    client = provider.find_client(conn, ISSUER, "sb-2")
    assert client is not None
    assert list(client.keys) == [new["kid"]]
    with pytest.raises(errors.Refused, match="has_no_secret"):
        registrations.replace_secret(conn, ISSUER, with_key, secret=OTHER, by=DEVELOPER, now=NOW)


def test_a_blocked_client_is_unknown_and_stays_so(conn: db.Connection) -> None:
    registrations.block(conn, ISSUER, register(conn), by=DEVELOPER, now=NOW)
    assert provider.find_client(conn, ISSUER, "sb-1") is None
    blocked = registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number)
    with pytest.raises(errors.Refused, match="not_in_force"):
        registrations.replace_secret(conn, ISSUER, blocked, secret=OTHER, by=DEVELOPER, now=NOW)


@pytest.mark.parametrize(("environment", "draft"), [("sandbox", SOUND), ("production", PRODUCTION)])
def test_a_blocked_client_is_not_changed_either(conn: db.Connection, environment: Environment, draft: Draft) -> None:
    registration = register(conn, draft, environment=environment)  # as a page read it before
    registrations.block(conn, ISSUER, registration, by=DEVELOPER, now=NOW)
    with pytest.raises(errors.Refused, match="not_in_force"):
        registrations.change(conn, ISSUER, registration, replace(draft, name="Tên khác"), secret=OTHER, by=DEVELOPER, now=NOW)
    assert registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number).draft.name == draft.name


def test_a_client_is_blocked_once(conn: db.Connection) -> None:
    registration = register(conn)
    registrations.block(conn, ISSUER, registration, by=DEVELOPER, now=NOW)
    registrations.block(conn, ISSUER, registration, by=DEVELOPER, now=NOW + timedelta(days=1))
    assert registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number).blocked_at == NOW
    assert _kinds(conn).count("exchange.client_blocked") == 1


def test_of_two_pages_that_change_the_keys_the_second_is_told(conn: db.Connection) -> None:
    one, other, third = (registrations.new_key().public for _ in range(3))
    read = register(conn, replace(SOUND, profile="secure", auth_method="private_key_jwt", jwks={"keys": [one]}))
    registrations.replace_keys(conn, ISSUER, read, registrations.with_key(read.draft.jwks, other), by=DEVELOPER, now=NOW)
    with pytest.raises(errors.Conflict, match="changed_meanwhile"):
        registrations.replace_keys(conn, ISSUER, read, registrations.with_key(read.draft.jwks, third), by=DEVELOPER, now=NOW)
    client = provider.find_client(conn, ISSUER, "sb-1")
    assert client is not None
    assert list(client.keys) == [one["kid"], other["kid"]]


def test_another_developers_client_is_not_there(conn: db.Connection) -> None:
    register(conn)
    with pytest.raises(errors.NotFound):
        registrations.owned(conn, ISSUER, "sb-1", owner=uuid4())


def test_the_same_form_sent_twice_registers_once(conn: db.Connection) -> None:
    register(conn)
    with pytest.raises(errors.Conflict, match="client_known"):
        register(conn)


def test_a_faulty_draft_is_refused_whoever_calls(conn: db.Connection) -> None:
    with pytest.raises(errors.Refused) as refused:
        register(conn, replace(SOUND, redirect_uris=("https://thuvien.vn/cb",)))
    assert (refused.value.code, refused.value.detail, refused.value.field) == ("draft_faulty", "sandbox_stays_here", "redirect_uris")


def test_nobody_registers_without_end(conn: db.Connection) -> None:
    for number in range(20):
        register(conn, client_id=f"sb-{number}")
    with pytest.raises(errors.Refused, match="too_many_clients"):
        register(conn, client_id="sb-20")


def test_every_act_is_audited(conn: db.Connection) -> None:
    conn.execute("SELECT 1")
    before = len(_kinds(conn))
    register(conn, PRODUCTION, environment="production")
    approve(conn)
    registration = registrations.owned(conn, ISSUER, "sb-1", owner=DEVELOPER.number)
    registrations.replace_secret(conn, ISSUER, registration, secret=OTHER, by=DEVELOPER, now=NOW)
    registrations.change(conn, ISSUER, registration, PRODUCTION, secret=OTHER, by=DEVELOPER, now=NOW)
    registrations.block(conn, ISSUER, registration, by=DEVELOPER, now=NOW)
    registrations.appoint_officer(conn, OFFICER.number, by="test", now=NOW)
    assert _kinds(conn)[before:] == [
        "exchange.client_registered",
        "exchange.client_decided",
        "exchange.client_credentials_replaced",
        "exchange.client_asked",
        "exchange.client_blocked",
        "exchange.officer_appointed",
    ]


def test_a_session_of_the_console_ends_when_left_alone_and_when_the_exchange_says_so(conn: db.Connection) -> None:
    number = uuid4()

    def opened(sid: str) -> str:
        return registrations.open_session(
            conn, number=number, full_name="Trần Thị Thử", acr="urn:ansinh:acr:2.1", sid=sid, id_token="", replaces=None, now=NOW
        )

    left, told = opened("one"), opened("two")
    assert registrations.developer_of(conn, left, now=NOW + timedelta(minutes=29)) is not None
    assert registrations.developer_of(conn, left, now=NOW + timedelta(minutes=60)) is None
    assert registrations.end_sessions_told(conn, sid="two", number=None) == 1
    assert registrations.developer_of(conn, told, now=NOW) is None
