"""One person verified over the index: the batch's rules, nothing told to whoever does not know the person, and another day's load noticed."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ansinh import audit
from ansinh.kit import crypto, db
from ansinh.population import index, online, rules
from ansinh.population.online import api
from ansinh.population.online.over_index import OverIndex
from ansinh.terms import CitizenNumber, PartialDate, Sex, names
from tests.population.search.register_of import Person, index_of
from tests.population_online.test_verify_one import KEY, Asked

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOA = Person(number=1185000001, name="Nguyễn Thị Hòa", birth=19850309, sex=1)
OLD = Person(number=1045000002, name="Trần Văn Bảy", birth=19450000, sex=0)
DEAD = Person(number=1060000003, name="Lê Văn Sáu", birth=19600102, sex=0, status=1)
GONE = Person(number=1070000004, name="Lê Văn Tám", birth=19700102, sex=0, status=2)
TWICE = (
    Person(number=1080000005, name="Phạm Văn Một", birth=19800101, sex=0),
    Person(number=1080000005, name="Đỗ Văn Hai", birth=19801212, sex=0),
)
PEOPLE = (HOA, OLD, DEAD, GONE, *TWICE)


@dataclass
class Held:
    """A generation that a test can replace."""

    held: index.Index

    def index(self) -> index.Index:
        return self.held


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return Held(index_of(PEOPLE, tmp_path_factory.mktemp("index"))[0])


def _claim(person: Person, **changes: Any) -> online.Claim:
    year, rest = divmod(person.birth, 10_000)
    claim = online.Claim(
        citizen_number=CitizenNumber(f"{person.number:012d}"),
        full_name=person.name,
        birth_date=PartialDate(year, rest // 100 or None, rest % 100 or None),
        sex=Sex.FEMALE if person.sex else Sex.MALE,
    )
    return replace(claim, **changes)


def _ask(held: Held, claim: online.Claim) -> online.Finding:
    return OverIndex(held).answer(online.Question(reference="Q-1", purpose="register.verify", claim=claim), now=NOW)


@pytest.mark.parametrize("name", ["Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ", "  nguyễn  thị hòa "])
def test_a_name_is_the_same_wherever_its_tone_stands(held: Held, name: str) -> None:
    found = _ask(held, _claim(HOA, full_name=name))
    assert (found.verified, found.full_name, found.status) == (True, online.Level.YES, online.Status.LIVING)


def test_a_name_without_diacritics_verifies_beside_a_whole_birth_date_and_the_sex_alone(held: Held) -> None:
    bare = _ask(held, _claim(HOA, full_name="NGUYEN THI HOA"))
    assert (bare.verified, bare.full_name) == (True, online.Level.YES_WITHOUT_DIACRITICS)
    for changes in ({"birth_date": PartialDate(1985)}, {"sex": Sex.MALE}):
        assert _ask(held, _claim(HOA, full_name="NGUYEN THI HOA", **changes)) == _nothing()


def _nothing() -> online.Finding:
    no = online.Level.NO
    return online.Finding(verified=False, full_name=no, birth_date=no, sex=no, status=None, answered_at=NOW)


def test_an_unknown_number_a_wrong_name_and_a_wrong_birth_date_look_the_same(held: Held) -> None:
    nobody = _ask(held, _claim(HOA, citizen_number=CitizenNumber("001185999999")))
    wrong_name = _ask(held, _claim(HOA, full_name="Nguyễn Thị Hoa Mai"))
    wrong_tone = _ask(held, _claim(HOA, full_name="Nguyễn Thị Họa"))
    wrong_birth = _ask(held, _claim(HOA, birth_date=PartialDate(1985, 9, 3)))
    assert nobody == wrong_name == wrong_tone == wrong_birth == _nothing()


def test_a_sex_that_differs_is_said_to_who_knows_the_rest(held: Held) -> None:
    found = _ask(held, _claim(HOA, sex=Sex.MALE))
    assert (found.verified, found.full_name, found.sex) == (False, online.Level.YES, online.Level.NO)


def test_a_year_is_compared_as_far_as_it_goes(held: Held) -> None:
    assert _ask(held, _claim(OLD, birth_date=PartialDate(1945, 5, 19))).birth_date is online.Level.YES_TO_YEAR
    assert _ask(held, _claim(HOA, birth_date=PartialDate(1985, 3))).birth_date is online.Level.YES_TO_MONTH


def test_a_death_is_told_to_who_knows_the_person(held: Held) -> None:
    found = _ask(held, _claim(DEAD))
    assert (found.verified, found.status) == (True, online.Status.DECEASED)
    assert _ask(held, _claim(DEAD, full_name="Lê Văn Bảy")) == _nothing()


def test_a_number_that_was_withdrawn_is_nobodys(held: Held) -> None:
    assert _ask(held, _claim(GONE)) == _nothing()


def test_of_two_people_with_one_number_the_one_who_agrees_is_found(held: Held) -> None:
    assert [_ask(held, _claim(each)).verified for each in TWICE] == [True, True]


def test_it_decides_as_the_batch_does(held: Held) -> None:
    for person in PEOPLE:
        for changes in ({}, {"full_name": "Lê Văn Sau"}, {"birth_date": PartialDate(1985, 3, 10)}, {"sex": Sex.FEMALE}):
            claim = _claim(person, **changes)
            birth = claim.birth_date.year * 10_000 + (claim.birth_date.month or 0) * 100 + (claim.birth_date.day or 0)
            results = {
                rules.RESULTS[
                    rules.at_number(
                        rules.levels(
                            0, 0, 0, names.rung(claim.full_name, each.name), 0, birth, each.birth,
                            int(claim.sex is Sex.FEMALE), each.sex, 0, 0, 0, 0, each.status,
                        )
                    )
                ]
                for each in PEOPLE
                if each.number == person.number
            }  # fmt: skip
            assert _ask(held, claim).verified == bool(results & {"verified", "deceased"})


def test_another_days_load_is_noticed(held: Held, tmp_path: Path) -> None:
    register = OverIndex(live := Held(held.held))
    question = online.Question(reference="Q-1", purpose="register.verify", claim=_claim(HOA))
    assert register.answer(question, now=NOW).verified
    live.held = index_of((replace(HOA, status=1), OLD), tmp_path)[0]
    assert register.answer(question, now=NOW).status is online.Status.DECEASED


@pytest.fixture
def served(held: Held, tmp_path: Path) -> Iterator[Asked]:
    pem = crypto.load_or_create_ec_key(tmp_path / "key.pem")
    routes = api.routes(OverIndex(held), clients={"vss": crypto.sha256_hex(KEY)}, signing_key=pem, now=lambda: NOW)
    with TestClient(Starlette(routes=routes)) as client:
        yield Asked(client)


def test_the_index_is_served_as_the_population_register_is(database: db.Database, served: Asked) -> None:
    register = online.OverHttp(f"http://127.0.0.1:1{api.PREFIX}", KEY, served)
    asking = online.Asking(reference="Q-1", purpose="register.verify", actor=audit.Actor("system", "test"), subject=None)
    found = online.verify_one(database, register, _claim(HOA), asking, mark_key=b"m" * 32, now=NOW)
    assert found.verified
    assert found.status is online.Status.LIVING


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"{}", 422), (b"x" * 5_000, 413), (b'{"request_id": "a b"}', 422)],
)
def test_a_question_that_cannot_be_read_is_refused_without_repeating_it(served: Asked, body: bytes, status: int) -> None:
    answer = served.client.post(f"{api.PREFIX}/v1/verify", content=body, headers={"authorization": f"Bearer {KEY}"})
    assert answer.status_code == status
    assert "a b" not in answer.text


def test_importing_the_door_loads_nothing_heavy() -> None:
    code = (
        "import sys; from ansinh.population import online; print([m for m in ('numpy', 'numba', 'pyarrow', 'duckdb') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_only_known_clients_are_answered(served: Asked) -> None:
    for headers in ({}, {"authorization": "Bearer other"}, {"authorization": KEY}):
        assert served.client.post(f"{api.PREFIX}/v1/verify", content=b"{}", headers=headers).status_code == 401
