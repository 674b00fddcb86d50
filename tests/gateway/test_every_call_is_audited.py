"""Whatever a facility asks for, somebody can later say who asked, when, and for what purpose: for every path there is."""

import importlib
import pkgutil
from collections.abc import Iterator
from urllib.parse import parse_qs

import orjson
import pytest

from ansinh.doors import gateway
from ansinh.kit import db
from tests.gateway.calling import ASKED, MD5, NOW, SECRET, TAKE, Hospital
from tests.gateway.treated import seed_treated
from tests.wire.check_in_files import body_of, file_of, row

HERE = "01001_BV"


@pytest.fixture(scope="module")
def world(server_dsn: str, template: str) -> Iterator[db.Database]:
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE every_call TEMPLATE {template} STRATEGY file_copy".encode())
    pool = db.Database(server_dsn.replace("/postgres?", "/every_call?"))
    seed_treated(pool)
    yield pool
    pool.close()


def paths() -> list[str]:
    """Every path of every group of endpoints, found as a newcomer would be."""
    nowhere = db.Database("postgresql://nobody@127.0.0.1:1/nowhere")
    frame = gateway.build_frame(
        nowhere, token_secret=SECRET, switches=gateway.Switches(old_generations=True), now=lambda: NOW, new_id=lambda: ""
    )
    modules = [importlib.import_module(f"{gateway.__name__}.{each.name}") for each in pkgutil.iter_modules(gateway.__path__)]
    return sorted(path for module in modules if hasattr(module, "endpoints") for path in module.endpoints(frame))


def events(database: db.Database) -> list[tuple[str, str, str, str]]:
    with database.transaction() as conn:
        rows = conn.execute("SELECT kind, actor_kind, actor_id, purpose FROM audit.events ORDER BY seq").fetchall()
    return [(kind, actor_kind, actor_id, purpose) for kind, actor_kind, actor_id, purpose in rows]


def call(hospital: Hospital, path: str) -> None:
    """One call with a good token in all three styles at once, and fields for whichever call it is."""
    query = hospital.token() + "&maHoSo=1"
    sent = {name: values[0] for name, values in parse_qs(query).items()}
    headers = {"accessToken": sent["token"], "tokenId": sent["id_token"], "passwordHash": MD5}
    fields = {
        **body_of(file_of(row(MA_LK=path.rpartition("/")[2]))),
        **ASKED,
        "maCSKCB": "01001",
        "ngayBD": "01/01/2026",
        "ngayKT": "31/12/2026",
        "gioiTinh": "2",
    }
    hospital.call(path, orjson.dumps({**fields, "username": HERE}), query=query.encode(), headers=headers)


def test_there_are_paths() -> None:
    assert {TAKE, "/api/egw/kqnhanlichsukcb2024"} <= set(paths())
    assert len(paths()) > 8


@pytest.mark.parametrize("path", [path for path in paths() if path != TAKE])
def test_a_call_leaves_an_event_of_the_facility_with_its_purpose(world: db.Database, path: str) -> None:
    hospital = Hospital(world, old_generations=True)
    hospital.token()
    before = len(events(world))
    call(hospital, path)
    made = [event for event in events(world)[before:] if event[0] != "gateway.token_issued"]
    assert made, f"{path}: nothing tells that it was called"
    assert {(actor_kind, actor_id) for _, actor_kind, actor_id, _ in made} == {("facility", "01001")}
    assert {purpose for *_, purpose in made} == {"treatment"}


def test_a_login_leaves_an_event_with_its_purpose(world: db.Database) -> None:
    before = len(events(world))
    Hospital(world).take()
    assert events(world)[before:] == [("gateway.token_issued", "facility", "01001", "login")]
