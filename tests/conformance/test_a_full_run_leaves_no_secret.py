"""52: logins in every profile, with mistakes among them, and then a look at all that was written down.

Logged events, the lines as they are printed, the texts of errors and pages of error, and every row of every table of the four schemas are
searched for each secret that went over the wire. What must be kept to be sent again is named in `KEPT`, with where it stands.
"""

import io
import json
import re
import secrets
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog

from ansinh import oidc, provider
from ansinh.kit import db, log
from tests.conformance.suite import CALLBACK, Suite
from tests.exchange.secure_client import SecureClient
from tests.exchange.world import (
    EXCHANGE,
    EXCHANGE_KEY,
    LEVEL_1,
    LEVEL_2,
    PROVIDER_KEY,
    UPSTREAM_SECRET,
    World,
    authorization,
    hidden,
    provider_authorization,
    query_of,
)

SCHEMAS = ("audit", "exchange", "provider", "sandbox_eid")


@dataclass(slots=True)
class Run:
    """What went over the wire by name, what was logged, what errors said, and every row that stands in the database afterwards."""

    secrets: dict[str, str] = field(default_factory=dict)
    logged: str = ""
    printed: str = ""
    errors: list[str] = field(default_factory=list)
    rows: str = ""

    def used(self, name: str, value: str) -> str:
        assert len(value) >= 6, name
        self.secrets[name] = value
        return value


def _rows(conn: db.Connection) -> Iterator[str]:
    found = conn.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(%s)", [list(SCHEMAS)]).fetchall()
    assert {schema for schema, _ in found} == set(SCHEMAS)
    for schema, table in found:
        for (row,) in conn.execute(f"SELECT to_jsonb(t)::text FROM {schema}.{table} t").fetchall():  # noqa: S608 - names from PostgreSQL
            yield f"{schema}.{table} {row}"


def _by_secret(run: Run, world: World, profile: oidc.Profile, *, traced: bool = False) -> None:
    """A login of a client with a secret, a code used twice, a wrong verifier, a refresh used twice, and a sign-out."""
    name = profile.name
    client = oidc.Client(
        client_id=f"run-{name}",
        name="Bộ kiểm thử",
        profile=profile,
        token_endpoint_auth_method="client_secret_post",
        redirect_uris=(CALLBACK,),
        scopes=("openid", "offline_access"),
        claims=("HoVaTen", "SoDinhDanh"),
        traced=traced,
    )
    suite = Suite(world, client, challenges=name == "basic")
    browser = suite.browser()
    state, nonce = run.used(f"{name} state", secrets.token_urlsafe(24)), run.used(f"{name} nonce", secrets.token_urlsafe(24))
    reply = suite.authorize(browser, scope="openid offline_access", state=state, nonce=nonce)
    run.used(f"{name} code", reply.params["code"])
    if reply.verifier is not None:
        run.used(f"{name} verifier", reply.verifier)
    tokens = suite.tokens(reply)
    for kind in ("access_token", "refresh_token", "id_token"):
        run.used(f"{name} {kind}", tokens[kind])
    suite.userinfo(tokens["access_token"])
    renewed = suite.token_request(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()
    run.used(f"{name} renewed access_token", renewed["access_token"])
    run.used(f"{name} renewed refresh_token", renewed["refresh_token"])
    for cookie in ("ansinh_exchange", "ansinh_exchange_browser"):
        run.used(f"{name} {cookie}", browser.cookie(EXCHANGE, cookie) or "")
    if name == "legacy":
        return  # its session and its tokens stay, so that there is something to be found
    wrong = suite.authorize(browser)
    run.used(f"{name} code that was presented wrongly", wrong.params["code"])
    run.errors.append(suite.redeem(wrong, code_verifier=run.used("a wrong verifier", "v" * 43 + secrets.token_hex(8))).text)
    run.errors.append(suite.redeem(reply).text)
    run.errors.append(suite.token_request(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).text)
    run.errors.append(suite.userinfo(tokens["access_token"]).text)
    run.errors.append(browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}x").text)
    browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}")


def _secure(run: Run, world: World) -> None:
    client = SecureClient(world, "run-secure", traced=True)
    pushed = client.push(dpop_jkt=client.proof_key.thumbprint())
    uri = run.used("request_uri", pushed.json()["request_uri"])
    browser = world.browser()
    code = run.used("secure code", query_of(world.submit(browser, browser.get(client.authorization(uri)), LEVEL_2))["code"])
    assertion = client.assertion()
    run.used("assertion", assertion["client_assertion"])
    proof = run.used("proof", client.proof("POST", f"{EXCHANGE}/oauth2/token"))
    tokens = client.redeem(code, proof=proof, **assertion).json()
    for kind in ("access_token", "refresh_token", "id_token"):
        run.used(f"secure {kind}", tokens[kind])
    client.userinfo(tokens["access_token"])
    run.errors.append(client.redeem(code, proof=proof, **assertion).text)
    run.errors.append(client.userinfo(tokens["access_token"], scheme="Bearer").text)
    run.errors.append(client.push(redirect_uri="https://evil.example/cb").text)
    run.used("secure open request_uri", client.push().json()["request_uri"])


def _mistakes_of_people(run: Run, world: World) -> None:
    browser = world.browser()
    page = browser.get(authorization(state=run.used("state of an open login", secrets.token_urlsafe(24))))
    run.used("login under way", hidden(page)["login"])
    run.errors.append(
        world.submit(browser, page, LEVEL_1, password=run.used("a wrong password", "mat-khau-sai-" + secrets.token_hex(6))).text
    )
    run.errors.append(browser.get(authorization(client_id="unknown", state=run.used("state of nobody", secrets.token_urlsafe(24)))).text)
    run.errors.append(browser.get(f"{EXCHANGE}/commonauth?code={run.used('a code of nobody', secrets.token_urlsafe(24))}&state=x").text)
    run.errors.append(browser.get(provider_authorization(redirect_uri="https://evil.example/cb")).text)
    world.log_in(world.browser(), LEVEL_2, code=run.used("one-time code", world.code_of(LEVEL_2)), request={"acr_values": "LoA2"})


@pytest.fixture(scope="module")
def run(world: World) -> Run:
    run = Run()
    events: list[dict[str, Any]] = []

    def copied(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        events.append(dict(event))  # before anything is masked
        return event

    before = structlog.get_config()
    with io.StringIO() as stream:
        log.configure()
        processors = [copied, *structlog.get_config()["processors"]]
        structlog.configure(processors=processors, logger_factory=structlog.PrintLoggerFactory(stream))
        try:
            _by_secret(run, world, oidc.BASIC, traced=True)
            _by_secret(run, world, oidc.LEGACY)
            _secure(run, world)
            _mistakes_of_people(run, world)
        finally:
            structlog.configure(**before)
        run.printed = stream.getvalue()
    run.logged = json.dumps(events, default=str, ensure_ascii=False)
    for name, value in (
        ("exchange's client secret", UPSTREAM_SECRET),
        ("password", LEVEL_2.password),
        ("other password", LEVEL_1.password),
    ):
        run.used(name, value)
    with world.database.transaction() as conn:
        run.rows = "\n".join(_rows(conn))
    return run


def _stands(secret: str, text: str) -> bool:
    """Whether the text holds the secret. The six digits of a one-time code also stand in a random number now and then: they must stand alone."""
    if len(secret) > 6:
        return secret in text
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])", text) is not None


def test_the_run_was_a_whole_one(run: Run) -> None:
    assert len(run.secrets) >= 35
    assert run.logged.count("provider.refused") >= 4
    assert run.logged.count("provider.page_of_error") >= 2
    assert run.printed.count("provider.page_of_error") == run.logged.count("provider.page_of_error")
    assert len(run.errors) >= 10
    assert "exchange.identity_released" in run.rows
    assert "provider.traces" in run.rows


def test_52_no_secret_is_logged(run: Run) -> None:
    assert {name for name, value in run.secrets.items() if _stands(value, run.logged) or _stands(value, run.printed)} == set()


def test_52_no_secret_is_in_a_text_of_error(run: Run) -> None:
    told = "\n".join(run.errors)
    passed_on = {"login under way"}  # the number of an open login is in its own form, which is shown again after a wrong password
    assert {name for name, value in run.secrets.items() if _stands(value, told)} - passed_on == set()


# The one secret of a relying party that the exchange must say back, as the id_token's nonce and the answer's state: while a login or a code is open.
KEPT = re.compile(r"exchange\.(logins|choices|consent_asks)|provider\.(codes|pushed_requests)|sandbox_eid\.logins")


def test_52_no_secret_stands_in_the_database(run: Run) -> None:
    for row in run.rows.splitlines():
        table = row.split(" ", 1)[0]
        found = {name for name, value in run.secrets.items() if _stands(value, row)}
        if KEPT.fullmatch(table):
            found = {name for name in found if not re.search(r"\b(state|nonce)\b", name)}
        assert found == set(), f"{table}: {found}"


def test_52_the_keys_that_sign_stand_nowhere_in_the_clear(run: Run) -> None:
    for pem in (EXCHANGE_KEY, PROVIDER_KEY):
        body = "".join(pem.decode().splitlines()[1:-1])
        assert body[:40] not in run.rows
        assert body[:40] not in run.logged


def test_52_no_citizen_number_and_no_name_is_logged_or_told_in_an_error(run: Run) -> None:
    told = "\n".join(run.errors)
    for person in (LEVEL_1, LEVEL_2):
        for word in (person.full_name, person.citizen_number.value):
            assert word not in run.logged
            assert word not in run.printed
            assert word not in told.replace(f'value="{person.username}"', "")  # what the person typed stands in the form they see again


def test_52_the_audit_log_and_the_traces_name_nobody(run: Run) -> None:
    rows = [row for row in run.rows.splitlines() if row.startswith(("audit.", "provider.traces"))]
    assert len(rows) >= 5
    for row in rows:
        for person in (LEVEL_1, LEVEL_2):
            assert person.full_name not in row
            assert person.citizen_number.value not in row


def test_a_secret_that_was_written_down_would_be_found(run: Run, world: World) -> None:
    """Guards the tests above: the search sees what stands in a row."""
    with world.database.transaction() as conn:
        provider.register_client(
            conn,
            EXCHANGE,
            oidc.Client(
                client_id="run-guard",
                name=run.secrets["basic code"],
                token_endpoint_auth_method="client_secret_basic",
                redirect_uris=(CALLBACK,),
            ),
            secret="s" * 40,
            now=world.clock(),
        )
        assert run.secrets["basic code"] in "\n".join(_rows(conn))
        conn.rollback()
