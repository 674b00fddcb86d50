"""The factory's folder: made once, the same for everybody who opens it, and closed to others."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl

from ansinh import sandbox
from ansinh.sandbox.cards import CardTrouble, Factory


@pytest.fixture
def home(tmp_path: Path, factory: Factory) -> Path:
    """A copy of the factory's folder: making keys takes time."""
    subprocess.run(["cp", "-a", factory.home, tmp_path / "cards"], check=True)
    return tmp_path / "cards"


def _list(folder: Path) -> tuple[date, date, int]:
    read = crl.CertificateList.load((folder / "trust" / "vnm.crl").read_bytes())["tbs_cert_list"]
    numbers = [each["extn_value"].native for each in read["crl_extensions"] if each["extn_id"].native == "crl_number"]
    return read["this_update"].native.date(), read["next_update"].native.date(), numbers[0]


def test_a_factory_opened_again_makes_the_same_cards_with_the_same_signer(home: Path, factory: Factory, person: sandbox.Person) -> None:
    again = Factory.open(home, today=date(2026, 11, 24))
    one, other = factory.personalise(person), again.personalise(person)
    assert {fid for fid in one.files if one.files[fid] != other.files[fid]} <= {0x011D}
    assert one.active_key == other.active_key
    assert again.foreign_authority == factory.foreign_authority
    assert (again.trust / "csca.cer").read_bytes() == (factory.trust / "csca.cer").read_bytes()


def test_the_trust_folder_holds_the_countrys_authority_and_list_and_nobody_elses(factory: Factory) -> None:
    assert sorted(each.name for each in factory.trust.iterdir()) == ["csca.cer", "vnm.crl"]
    assert (factory.trust / "csca.cer").read_bytes() not in {factory.foreign_authority, (factory.home / "impostor/csca.cer").read_bytes()}


def test_only_what_may_be_given_away_can_be_read_by_others(factory: Factory, person: sandbox.Person) -> None:
    factory.personalise(person, active="rsa", trouble=CardTrouble.CLONE)
    kept = [each for each in factory.home.rglob("*") if each.is_file() and factory.trust not in each.parents]
    assert any(each.suffix == ".pem" for each in kept)
    assert {each.stat().st_mode & 0o077 for each in kept} == {0}


def test_a_fresh_list_is_left_and_one_that_is_a_month_old_is_made_anew(home: Path, today: date) -> None:
    before = _list(home)
    assert before[0] == today - timedelta(days=1)
    Factory.open(home, today=today + timedelta(days=20))
    assert _list(home) == before
    later = today + timedelta(days=40)
    Factory.open(home, today=later)
    made_on, next_on, number = _list(home)
    assert made_on == later - timedelta(days=1)
    assert next_on == made_on + timedelta(days=90)
    assert number > before[2]


def test_a_list_of_another_time_is_made_anew(home: Path, today: date) -> None:
    Factory.open(home, today=today - timedelta(days=400))
    assert _list(home)[0] == today - timedelta(days=401)


def test_a_list_that_is_not_one_is_made_anew(home: Path, today: date) -> None:
    (home / "trust" / "vnm.crl").write_bytes(b"not a list")
    Factory.open(home, today=today)
    assert _list(home)[0] == today - timedelta(days=1)


def test_several_that_open_a_new_folder_at_once_get_the_same_country(tmp_path: Path, person: sandbox.Person, today: date) -> None:
    with ThreadPoolExecutor(3) as pool:
        opened = list(pool.map(lambda _: Factory.open(tmp_path / "cards", today=today), range(3)))
        rsa = list(pool.map(lambda each: each.personalise(person, active="rsa").active_key, opened))
    assert len({each.foreign_authority for each in opened}) == 1
    assert len(set(rsa)) == 1
    chips = [each.personalise(person) for each in opened]
    assert len({each.active_key for each in chips}) == 1
    assert [each.name for each in (tmp_path / "cards").iterdir() if each.name.startswith(".")] == []
