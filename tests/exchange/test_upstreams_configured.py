"""Providers as an operator writes them down: what is wrong is told by the name of its field, and nothing is guessed."""

import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from ansinh import exchange
from ansinh.cli import cli
from ansinh.kit import errors, http
from ansinh.settings import Settings
from ansinh.wiring import upstreams as wired
from tests.exchange.liar import MANNERS, Liar, Login
from tests.exchange.upstream_builders import Nobody

POLICE = {"kind": "mps_sso", "issuer": "https://sso.example/auth/realms/citizen", "client_id": "exchange", "client_secret_file": "bca"}
BANK = {
    "kind": "openid",
    "code": "BANK",
    "name": "Ngân hàng",
    "name_en": "Bank",
    "issuer": MANNERS["generic"].issuer,
    "client_id": "identity-exchange",
    "client_secret_file": "bank",
    "claims": {"citizen_number": "national_id", "full_name": "full_name", "birth_date": "birth", "sex": "sex"},
    "levels": {"gold": "2.1"},
    "algorithms": ["RS256"],
}
BROKER = {
    "kind": "national_broker",
    "code": "DVCQG",
    "name": "Cổng",
    "name_en": "Portal",
    "base_url": "https://broker.example",
    "client_id": "exchange",
    "client_secret_file": "broker",
}
OLD = {"kind": "vssid", "base_url": "https://vssid.example", "client_id": "exchange", "client_secret_file": "old"}
EVERY: dict[str, Any] = {"upstreams": [POLICE, BANK, BROKER, OLD]}


def read(document: object) -> tuple[exchange.Upstream, ...]:
    return exchange.read_upstreams(document, base_url="https://exchange.example", http=Nobody(), read_secret=lambda _name: "a-secret")


def test_each_kind_becomes_an_adapter_with_an_address_of_its_own() -> None:
    found = read(EVERY)
    assert [each.declared.code for each in found] == ["BCA", "BANK", "DVCQG", "VSSID"]
    assert [exchange.callback_path(each.declared.code) for each in found] == [
        "/commonauth",
        "/commonauth/BANK",
        "/commonauth/DVCQG",
        "/commonauth/VSSID",
    ]


def test_the_police_alone_are_open_to_all_unless_it_is_written_otherwise() -> None:
    assert [each.declared.open for each in read(EVERY)] == [True, False, False, False]
    assert [each.declared.open for each in read({"upstreams": [POLICE | {"open": False}, BANK | {"open": True}]})] == [False, True]


def test_what_is_written_is_what_the_adapter_does() -> None:
    liar = Liar(MANNERS["generic"])
    upstream = exchange.read_upstreams(
        {"upstreams": [BANK]}, base_url="https://exchange.example", http=liar, read_secret=lambda name: f"secret-of-{name}"
    )[0]
    login = Login("generic")
    login.liar, login.upstream = liar, upstream
    begun = login.begin()
    sent = parse_qs(urlsplit(begun.address).query)
    assert (sent["redirect_uri"], sent["scope"]) == (["https://exchange.example/commonauth/BANK"], ["openid profile"])
    assert login.finish(begun).person.assurance.acr == "urn:ansinh:acr:2.1"


def test_levels_of_the_police_that_are_written_down_replace_our_notation() -> None:
    mapped = read({"upstreams": [POLICE | {"levels": {"1": "1.1"}}]})[0].declared.levels
    assert (mapped.read("1").acr, mapped.read("urn:ansinh:acr:2.2").acr) == ("urn:ansinh:acr:1.1", "urn:ansinh:acr:0.0")


def changed(place: int, **changes: Any) -> dict[str, Any]:
    document = copy.deepcopy(EVERY)
    document["upstreams"][place] = {name: value for name, value in {**document["upstreams"][place], **changes}.items() if value is not ...}
    return document


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (None, "upstreams"),
        ([], "upstreams"),
        ({}, "upstreams"),
        ({"upstreams": []}, "upstreams"),
        ({"upstreams": "BCA"}, "upstreams"),
        ({"upstreams": [POLICE], "extra": 1}, "extra"),
        (changed(0, kind="saml"), "upstreams[0]"),
        (changed(0, issuer=...), "upstreams[0].issuer"),
        (changed(0, issuer="sso.example"), "upstreams[0].issuer"),
        (changed(0, issuer="https://sso.example/"), "upstreams[0].issuer"),
        (changed(0, client_secret="in the file itself"), "upstreams[0].client_secret"),
        (changed(1, code="bank"), "upstreams[1].code"),
        (changed(1, code="../admin"), "upstreams[1].code"),
        (changed(1, levels={"gold": "3.9"}), "upstreams[1].levels.gold"),
        (changed(1, levels={"gold": 2}), "upstreams[1].levels.gold"),
        (changed(1, algorithms=["none"]), "upstreams[1].algorithms[0]"),
        (changed(1, algorithms=["RS256", "HS256"]), "upstreams[1].algorithms[1]"),
        (changed(1, algorithms=[]), "upstreams[1].algorithms"),
        (changed(1, claims={"citizen_number": "id"}), "upstreams[1].claims.full_name"),
        (changed(1, pkce_annouced=False), "upstreams[1].pkce_annouced"),
        (changed(2, base_url=7), "upstreams[2].base_url"),
        (changed(2, auth_method="client_secret_basic"), "upstreams[2].auth_method"),
        (changed(3, code="OTHER"), "upstreams[3].code"),
    ],
)
def test_what_is_wrong_is_told_by_the_name_of_its_field(document: object, field: str) -> None:
    with pytest.raises(errors.Refused) as refused:
        read(document)
    assert (refused.value.code, refused.value.field) == ("upstreams_invalid", field)
    assert field in refused.value.detail


@pytest.mark.parametrize(
    ("second", "field"),
    [(BANK | {"code": "BCA"}, "code"), (BANK | {"issuer": POLICE["issuer"]}, "issuer")],
)
def test_30_two_providers_that_could_be_taken_for_one_another_are_refused(second: dict[str, Any], field: str) -> None:
    """Negative test 30."""
    with pytest.raises(errors.Refused) as refused:
        read({"upstreams": [POLICE, second]})
    assert refused.value.field == field


def test_a_secret_that_cannot_be_read_is_told_by_its_provider() -> None:
    def gone(_name: str) -> str:
        raise OSError

    with pytest.raises(errors.Refused) as refused:
        exchange.read_upstreams(EVERY, base_url="https://exchange.example", http=Nobody(), read_secret=gone)
    assert refused.value.field == "upstreams[0].client_secret_file"


def test_the_settings_name_the_file_and_secrets_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "upstreams.json").write_text(json.dumps({"upstreams": [POLICE]}))
    (tmp_path / "bca").write_text("a-secret\n")
    settings = Settings(home=tmp_path, upstreams_file=tmp_path / "upstreams.json")
    found = wired.upstreams(settings, http.Client())
    assert [(each.declared.code, each.issuer) for each in found] == [("BCA", POLICE["issuer"])]


def test_where_a_browser_may_pass_at_sign_out_is_known_without_the_secrets(tmp_path: Path) -> None:
    (tmp_path / "upstreams.json").write_text(json.dumps({"upstreams": [POLICE, BANK]}))
    settings = Settings(home=tmp_path, upstreams_file=tmp_path / "upstreams.json")
    assert wired.issuers(settings) == (POLICE["issuer"], BANK["issuer"])
    assert wired.issuers(Settings(home=tmp_path)) == ("http://127.0.0.1:8002/auth/realms/citizen",)


def test_the_doctor_says_which_host_of_a_provider_may_not_be_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "upstreams.json").write_text(json.dumps({"upstreams": [POLICE]}))
    (tmp_path / "bca").write_text("a-secret")
    monkeypatch.setenv("ANSINH_HOME", str(tmp_path))
    monkeypatch.setenv("ANSINH_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    monkeypatch.setenv("ANSINH_UPSTREAMS_FILE", str(tmp_path / "upstreams.json"))
    said = CliRunner().invoke(cli, ["doctor"]).output
    assert "BAD   eID providers of the exchange: BCA" in said
    assert "add the hosts of https://sso.example/auth/realms/citizen to ANSINH_ALLOWED_HOSTS" in said
    monkeypatch.setenv("ANSINH_ALLOWED_HOSTS", "sso.example")
    assert "ok    eID providers of the exchange: BCA" in CliRunner().invoke(cli, ["doctor"]).output


@pytest.mark.parametrize("content", [None, "{", "\udcff"])
def test_a_file_that_is_missing_or_no_json_is_told_by_its_setting(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "upstreams.json"
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(errors.Refused, match="ANSINH_UPSTREAMS_FILE"):
        wired.upstreams(Settings(home=tmp_path, upstreams_file=path), http.Client())


def test_without_a_file_the_sandbox_has_its_police_open_and_the_old_account_closed(tmp_path: Path) -> None:
    found = wired.upstreams(Settings(home=tmp_path), http.Client())
    assert [(each.declared.code, each.declared.open) for each in found] == [("BCA", True), ("VSSID", False)]
    assert found[0].issuer == "http://127.0.0.1:8002/auth/realms/citizen"


def test_a_real_provider_in_place_of_the_sandboxs_comes_alone(tmp_path: Path) -> None:
    found = wired.upstreams(Settings(home=tmp_path, eid_issuer="https://sso.example/auth/realms/citizen"), http.Client())
    assert [each.declared.code for each in found] == ["BCA"]
