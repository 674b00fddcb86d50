"""What the agency decides about an account counts for the tokens it already holds, within seconds and in every style of call."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from ansinh import audit, checkin
from ansinh.doors.gateway.brakes import FailureBrake
from ansinh.doors.gateway.calls import Call
from ansinh.doors.gateway.gatekeeper import Gatekeeper
from ansinh.doors.gateway.standings import Standings
from ansinh.kit import db
from ansinh.wire import gateway
from tests.gateway.calling import MD5, NOW, SECRET, TAKE, Hospital, seed

STAFF = audit.Actor("officer", "an.nguyen")
HERE = "01001_BV"


@pytest.fixture(scope="module")
def world(server_dsn: str, template: str) -> Iterator[db.Database]:
    """One database for the whole file: every test takes back what it changes about an account."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE standing_of_callers TEMPLATE {template} STRATEGY file_copy".encode())
    pool = db.Database(server_dsn.replace("/postgres?", "/standing_of_callers?"))
    seed(pool)
    yield pool
    pool.close()


@pytest.fixture
def change(world: db.Database) -> Iterator[Callable[..., None]]:
    def changed(verb: Callable[..., None], **options: object) -> None:
        with world.transaction() as conn:
            verb(conn, HERE, by=STAFF, now=options.pop("now", NOW), **options)

    yield changed
    changed(checkin.reopen_account, now=NOW)
    changed(checkin.set_allowed_addresses, allowed=[])
    changed(checkin.keep_calls, keeps=False)


def caller(world: db.Database, *, recheck_s: float = 0.0, **switches: Any) -> Hospital:
    return Hospital(world, standing_recheck_s=recheck_s, **switches)


def test_a_closed_account_is_refused_with_the_token_it_already_holds(world: db.Database, change: Callable[..., None]) -> None:
    hospital = caller(world)
    query = hospital.token()
    assert hospital.look_up(query=query).json["maKetQua"] == "000"
    change(checkin.close_account)
    refused = hospital.look_up(query=query)
    assert (refused.status, refused.json["maKetQua"]) == (200, "401")
    assert refused.json["ghiChu"].lower().startswith("token không đúng")
    assert hospital.take().json["maKetQua"] == "403"


def test_a_change_is_noticed_after_the_set_seconds_and_not_before(world: db.Database, change: Callable[..., None]) -> None:
    standings = Standings(world, recheck_s=2.0)
    assert standings.of(HERE, 100.0).is_open
    change(checkin.close_account)
    assert [standings.of(HERE, now_s).is_open for now_s in (100.0, 101.9, 102.0, 102.1)] == [True, True, False, False]


@pytest.mark.usefixtures("world")
def test_between_two_rechecks_the_database_is_not_asked(server_dsn: str) -> None:
    pool = db.Database(server_dsn.replace("/postgres?", "/standing_of_callers?"))
    standings = Standings(pool, recheck_s=2.0)
    assert standings.of(HERE, 0.0).is_open
    pool.close()
    assert standings.of(HERE, 1.9).is_open
    with pytest.raises(Exception, match="closed"):
        standings.of(HERE, 2.0)


def test_tokens_of_before_a_new_password_are_called_back_and_later_ones_work(world: db.Database, change: Callable[..., None]) -> None:
    hospital = caller(world)
    query = hospital.token()
    change(checkin.rotate_password, password="an invented password", cost="sandbox", now=NOW.replace(second=4))
    assert hospital.look_up(query=query).json["maKetQua"] == "401"
    hospital.now = NOW.replace(second=5)
    assert hospital.look_up().json["maKetQua"] == "000"


def test_an_address_that_is_not_on_the_list_gets_no_token_and_none_works_there(world: db.Database, change: Callable[..., None]) -> None:
    hospital = caller(world)
    query = hospital.token()
    change(checkin.set_allowed_addresses, allowed=["10.0.0.0/30"])
    answered = [hospital.look_up(query=query, caller=address).json["maKetQua"] for address in ("10.0.0.3", "10.0.0.7", "::ffff:10.0.0.2")]
    assert answered == ["000", "401", "000"]
    taken = hospital.take(caller="10.0.0.7")
    assert (taken.status, taken.json["maKetQua"], taken.json["APIKey"]) == (200, "403", None)
    assert hospital.take(caller="10.0.0.1").json["maKetQua"] == "200"


def test_the_list_of_one_facility_is_nothing_to_another(world: db.Database, change: Callable[..., None]) -> None:
    change(checkin.set_allowed_addresses, allowed=["192.0.2.1"])
    hospital = caller(world)
    assert hospital.take(username="79014_BV", caller="10.0.0.7").json["maKetQua"] == "200"


def keeper(world: db.Database, **changes: object) -> Gatekeeper:
    options: dict[str, object] = {"secret": SECRET, "now": lambda: NOW, "bind_ip": False, "http_401": False, "failures_per_minute": 300}
    return Gatekeeper(Standings(world, recheck_s=0.0), **{**options, **changes})  # type: ignore[arg-type] # by name


def calls(token: checkin.Token) -> dict[str, Callable[[Gatekeeper], tuple[Call, object]]]:
    """The same token in the three styles."""

    def by_query(gatekeeper: Gatekeeper) -> tuple[Call, object]:
        query = f"Token={token.access_token}&ID_token={token.id_token}&username={token.username.lower()}&password={MD5}"
        call = Call(query.encode(), b"", "10.0.0.7")
        return call, gatekeeper.admit_query(call)

    def by_headers(gatekeeper: Gatekeeper) -> tuple[Call, object]:
        headers = ((b"accesstoken", token.access_token.encode()), (b"tokenid", token.id_token.encode()), (b"passwordhash", b"other"))
        call = Call(b"", b"", "10.0.0.7", headers)
        return call, gatekeeper.admit_headers(call, token.username)

    def by_body(gatekeeper: Gatekeeper) -> tuple[Call, object]:
        call = Call(b"", b"", "10.0.0.7")
        return call, gatekeeper.admit(call, gateway.Credentials(token.access_token, token.id_token, token.username, ""))

    return {"query": by_query, "headers": by_headers, "body": by_body}


@pytest.mark.parametrize("style", ["query", "headers", "body"])
def test_one_token_is_good_in_all_three_styles_until_the_account_is_closed(
    world: db.Database, change: Callable[..., None], style: str
) -> None:
    token = checkin.issue(SECRET, HERE, id_token="00000000-0000-4000-8000-000000000001", caller="", now=NOW)
    gatekeeper = keeper(world)
    call, refused = calls(token)[style](gatekeeper)
    assert (refused, call.account) == (None, HERE)
    change(checkin.close_account)
    call, refused = calls(token)[style](gatekeeper)
    assert refused is not None
    assert call.account == ""


@pytest.mark.parametrize("style", ["query", "headers", "body"])
def test_a_token_bound_to_another_address_is_good_in_no_style(world: db.Database, style: str) -> None:
    token = checkin.issue(SECRET, HERE, id_token="00000000-0000-4000-8000-000000000001", caller="10.0.0.8", now=NOW)
    call, refused = calls(token)[style](keeper(world, bind_ip=True))
    assert refused is not None
    assert call.account == ""


def test_whether_calls_are_kept_is_known_to_the_gatekeeper(world: db.Database, change: Callable[..., None]) -> None:
    gatekeeper = keeper(world)
    assert not gatekeeper.standing(HERE).keeps_calls
    change(checkin.keep_calls, keeps=True)
    assert gatekeeper.standing(HERE).keeps_calls


def test_a_plain_password_is_taken_only_if_switched_on(world: db.Database) -> None:
    codes = [caller(world, plain_passwords=on).take(password="an invented password").json["maKetQua"] for on in (False, True)]
    assert codes == ["401", "200"]
    assert caller(world, plain_passwords=True).take(password="another password").json["maKetQua"] == "401"
    assert caller(world, plain_passwords=True).take(password=MD5.lower()).json["maKetQua"] == "200"


@pytest.mark.parametrize(
    "body",
    [
        orjson.dumps({"UserName": HERE, "PassWord": MD5}),
        orjson.dumps({"maCSKCB": "01001", "username": HERE.lower(), "password": MD5.lower(), "grant_type": "password"}),
        f"USERNAME={HERE}&Password={MD5}&maCSKCB=01001".encode(),
    ],
)
def test_a_login_is_read_whatever_the_case_of_its_names_and_with_fields_it_does_not_need(world: db.Database, body: bytes) -> None:
    taken = caller(world).call(TAKE, body).json
    assert (taken["maKetQua"], taken["APIKey"]["username"]) == ("200", HERE)


def test_one_card_again_and_again_is_answered_in_the_calls_own_shape(world: db.Database) -> None:
    hospital = caller(world, lookups_of_one_card=2)
    query = hospital.token()
    answered = [hospital.look_up(query=query) for _ in range(3)]
    assert [(each.status, each.json["maKetQua"]) for each in answered] == [(200, "000"), (200, "000"), (429, "101")]
    assert list(answered[2].json) == list(answered[0].json)


def test_a_caller_who_goes_on_after_being_stopped_is_stopped_for_a_minute_only() -> None:
    brake = FailureBrake(1, 60.0)
    for now_s in (0.0, 1.0):
        brake.failed("203.0.113.9", now_s)
    assert [brake.is_stopped("203.0.113.9", now_s) for now_s in (2.0, 60.9, 61.0)] == [True, True, False]
