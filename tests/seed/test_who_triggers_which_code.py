"""The table in docs/wire/lookups.md by which a vendor finds a person for each code, done line by line against the seeded sandbox."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from ansinh import sandbox
from ansinh.kit import db
from ansinh.sandbox import Person
from ansinh.terms import Sex
from ansinh.wire import gateway
from ansinh.wiring.seed import seed
from tests.gateway.calling import LOOKUP, Hospital
from tests.gateway.older import PATH_595
from tests.sandbox.builders import TODAY

PAGE = (Path(__file__).parents[2] / "docs" / "wire" / "lookups.md").read_text(encoding="utf-8")
LINE = re.compile(r"\| ([\d, ]+) \| (\w+) \| (card|citizen number) \| (.*)\| `test_each_line")
LINES = [tuple(part.strip() for part in found.groups()) for found in map(LINE.match, PAGE.splitlines()) if found]
PEOPLE = sandbox.people(60, today=TODAY)
FACILITY = sandbox.facilities()[0]
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
Body = dict[str, Any]


def other_sex(body: Body, person: Person) -> Body:
    return {**body, "gioiTinh": 2 if person.sex is Sex.MALE else 1}


def other_digit(body: Body, _person: Person) -> Body:
    card = body["maThe"]
    return {**body, "maThe": f"{card[:2]}{1 if card[2] != '1' else 2}{card[3:]}"}


CHANGES: dict[str, Callable[[Body, Person], Body]] = {
    "": lambda body, _: body,
    "`maThe`: one character less": lambda body, _: {**body, "maThe": body["maThe"][:-1]},
    "`maThe`: 00 as characters 4 and 5": lambda body, _: {**body, "maThe": f"{body['maThe'][:3]}00{body['maThe'][5:]}"},
    "`maThe`: another digit as character 3": other_digit,
    "`cccdCb`: 000000000000": lambda body, _: {**body, "cccdCb": "000000000000"},
    "`hoTenCb`: X": lambda body, _: {**body, "hoTenCb": "X"},
    "`hoTen`: X": lambda body, _: {**body, "hoTen": "X"},
    "`hoTen`: the first word alone": lambda body, _: {**body, "hoTen": body["hoTen"].split()[0]},
    "`ngaySinh`: 1900": lambda body, _: {**body, "ngaySinh": "1900"},
    "`ngaySinh`: 30/02/1985": lambda body, _: {**body, "ngaySinh": "30/02/1985"},
    "`gioiTinh`: the other one, by `KQNhanLichSuKCB595`": other_sex,
    "`maCSKCB`: 00000, by `KQNhanLichSuKCB595`": lambda body, _: {**body, "maCSKCB": "00000"},
    "31 times in ten minutes (HTTP 429)": lambda body, _: body,
    "`token`: x": lambda body, _: body,
}


@pytest.fixture(scope="module")
def seeded(server_dsn: str, template: str) -> Iterator[db.Database]:
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE who_triggers TEMPLATE {template}")
    pool = db.Database(server_dsn.replace("/postgres?", "/who_triggers?"))
    seed(pool, PEOPLE, sandbox.facilities(), now=NOW)
    yield pool
    pool.close()
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("DROP DATABASE who_triggers WITH (FORCE)")


@pytest.fixture
def hospital(seeded: db.Database) -> Hospital:
    hospital = Hospital(seeded, old_generations=True)
    hospital.now = NOW
    return hospital


def rightly(person: Person, number: str) -> Body:
    key = person.carried_card if number == "card" else person.citizen_number
    assert key is not None
    [officer, *_] = FACILITY.officers
    return {
        "maThe": key.value,
        "hoTen": person.full_name,
        "ngaySinh": f"{person.birth_date:%d/%m/%Y}",
        "hoTenCb": officer.full_name,
        "cccdCb": officer.citizen_number.value,
    }


@pytest.mark.parametrize(("codes", "trouble", "number", "change"), LINES)
def test_each_line_of_the_table_triggers_its_code(hospital: Hospital, codes: str, trouble: str, number: str, change: str) -> None:
    person = next(each for each in PEOPLE if (each.trouble.value if each.trouble else "none") == trouble)
    body = orjson.dumps(CHANGES[change](rightly(person, number), person))
    md5 = hashlib.md5(FACILITY.password.encode(), usedforsecurity=False).hexdigest()
    query = "token=x" if change == "`token`: x" else hospital.token(username=FACILITY.username, password=md5)
    path = PATH_595 if "KQNhanLichSuKCB595" in change else LOOKUP
    for _ in range(30 if "31 times" in change else 0):
        assert hospital.call(path, body, query=query.encode()).json["maKetQua"] == "000"
    answered = hospital.call(path, body, query=query.encode())
    assert answered.json["maKetQua"] in codes.split(", ")
    assert answered.status == (429 if "429" in change else 200)


def test_every_code_is_somebodys() -> None:
    assert {code for codes, *_ in LINES for code in codes.split(", ")} == set(gateway.ResultCode)
