"""Attacks on a counter that somebody set up in a hurry: keys that lie about, lines that are read along, memory that is left behind."""

from pathlib import Path

import pytest

from ansinh.kit.errors import Refused
from ansinh.settings import Settings
from ansinh.wiring import desk as wiring
from ansinh.wiring import trust, verdicts


def of_a_facility(home: Path, **changes: object) -> Settings:
    """Settings of a counter with a facility's own account; the issuer of electronic identities is none of its business and not set."""
    (home / "password").write_text("mot-mat-khau-bia")
    return Settings(
        home=home,
        desk_username="01001_BV",
        desk_password_file=home / "password",
        desk_officer_number="001080000009",
        desk_officer_name="Trần Văn Tiếp",
        **changes,  # type: ignore[arg-type]
    )


def test_a_facility_s_counter_never_believes_the_sandbox_s_cards_by_itself(tmp_path: Path) -> None:
    """Their authority's private key is made on this very machine: whoever can read it makes anybody's card."""
    settings = of_a_facility(tmp_path)
    with pytest.raises(Refused, match="ANSINH_TRUST_DIR") as refused:
        wiring.examiner(settings, policy="hospital")
    assert refused.value.code == "desk_not_set_up"
    named = of_a_facility(tmp_path, trust_dir=trust.trust_folder(Settings(home=tmp_path)))
    assert wiring.examiner(named, policy="hospital").trust().anchors


@pytest.mark.parametrize(
    ("url", "is_taken"),
    [
        ("http://gateway.example", False),
        ("http://10.0.0.7:8000", False),
        ("HTTP://gateway.example", False),
        ("http://127.0.0.1.gateway.example", False),
        ("https://gateway.example", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
    ],
)
def test_password_and_persons_are_not_sent_where_they_can_be_read_on_the_way(tmp_path: Path, url: str, *, is_taken: bool) -> None:
    settings, choice = of_a_facility(tmp_path), wiring.Choice(gateway_url=url)
    if is_taken:
        assert wiring._gateway(settings, choice) is not None
        return
    with pytest.raises(Refused) as refused:
        wiring._gateway(settings, choice)
    assert (refused.value.code, refused.value.field) == ("gateway_in_clear", "gateway")


def test_files_of_a_chip_are_not_sent_where_they_can_be_read_on_the_way(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        verdicts.service(Settings(home=tmp_path, verdict_url="http://verifier.example"))
    assert refused.value.code == "service_in_clear"


@pytest.mark.parametrize("origins", ["null", "https://his.example, NULL", "*", "https://*.example", "his.example"])
def test_pages_of_anybody_are_never_let_listen(tmp_path: Path, origins: str) -> None:
    with pytest.raises(Refused, match="ANSINH_DESK_ORIGINS"):
        wiring._origins(Settings(home=tmp_path, desk_origins=origins))
    assert wiring._origins(Settings(home=tmp_path, desk_origins="https://his.example/, http://10.0.0.7:81")) == {
        "https://his.example",
        "http://10.0.0.7:81",
    }
