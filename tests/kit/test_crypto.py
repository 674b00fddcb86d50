import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ansinh.kit import crypto


def test_a_verifier_knows_its_password_and_no_other() -> None:
    verifier = crypto.hash_password("đúng", cost="sandbox")
    assert crypto.verify_password(verifier, "đúng")
    assert not crypto.verify_password(verifier, "sai")
    assert not crypto.verify_password("broken", "đúng")


def test_processes_that_race_for_a_secret_get_the_same_one(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: crypto.load_or_create_secret(path), range(32)))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret"]


def test_what_is_verified_where_there_is_no_account_costs_as_much_as_a_real_password() -> None:
    parameters, real = (verifier.rsplit("$", 2)[0] for verifier in (crypto.NOBODYS_PASSWORD, crypto.hash_password("a real one")))
    assert parameters == real
