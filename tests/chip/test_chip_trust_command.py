"""`ansinh card trust`: an operator sees whom the installation believes, and lets somebody in by a fingerprint."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ansinh import settings as settings_module
from ansinh.chip import trust
from ansinh.cli import cli
from ansinh.kit.errors import Refused
from ansinh.wiring import trust as wiring
from tests.chip import pki

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ANSINH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ANSINH_TRUST_DIR", str(tmp_path / "trust"))
    (tmp_path / "trust").mkdir()

    def run_(*arguments: str) -> str:
        result = CliRunner().invoke(cli, ["card", "trust", *arguments])
        if result.exception is not None:
            raise result.exception
        return result.output

    return run_


def given(folder: Path, content: bytes) -> str:
    file = folder / "given"
    file.write_bytes(content)
    return str(file)


def test_an_operator_lets_an_authority_in_and_sees_it_with_its_list(run: Run, tmp_path: Path) -> None:
    anchor = pki.authority().der
    fingerprint = trust.Certificate.parse(anchor).fingerprint
    assert "0 authorities in" in run()
    with pytest.raises(Refused, match=fingerprint):
        run("--import", given(tmp_path, anchor))
    said = run("--import", given(tmp_path, anchor), "--signer", fingerprint)
    assert f"An authority is in the folder as vn-{fingerprint[:16]}.cer." in said
    assert f"VN  C=VN, O=Invented, CN=CSCA Test\n    SHA-256 {fingerprint}" in said
    assert "no revocation list: whether a signer is revoked stays open" in said
    assert "2 revoked, next one due 2025-01-01; NOT current" in run(
        "--import",
        given(tmp_path, pki.revocations(1, 2, this_update=pki.SIGNED_AT, next_update=datetime(2025, 1, 1, tzinfo=UTC))),
    )
    assert "1 link certificates, of which an authority here vouches for 1" in run("--import", given(tmp_path, pki.link().der))


def test_an_anchor_that_counts_for_nothing_is_said_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trust" / "odd.cer").write_bytes(pki.authority(extensions=(pki.usage(0),)).der)
    assert "NOT an authority: counts for nothing" in run()


def test_without_a_folder_of_ones_own_the_sandbox_is_believed_and_takes_nobody_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANSINH_TRUST_DIR")
    said = run()
    assert "1 authorities in" in said
    assert "CN=CSCA Sandbox" in said
    with pytest.raises(Refused, match="ANSINH_TRUST_DIR"):
        run("--import", given(tmp_path, pki.authority().der))


def test_a_folder_that_is_not_there_or_cannot_be_read_is_named(tmp_path: Path) -> None:
    absent = settings_module.Settings(home=tmp_path, trust_dir=tmp_path / "absent")
    with pytest.raises(Refused, match="there is no folder"):
        wiring.trust_store(absent)
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent" / "bad.crl").write_bytes(b"?")
    with pytest.raises(Refused, match=r"bad\.crl: revocation list"):
        wiring.trust_store(absent)
