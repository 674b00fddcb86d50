import pytest
from pydantic import ValidationError

from ansinh.settings import Settings, explain


def test_every_default_points_at_this_machine() -> None:
    settings = Settings()
    for url in (settings.vss_url, settings.exchange_url, settings.institutions_url, settings.eid_issuer):
        assert url.startswith("http://127.0.0.1:")
    assert settings.hosts <= {"127.0.0.1", "localhost", "::1"}


def test_one_port_moves_all_three() -> None:
    settings = Settings(port=18000)
    assert (settings.vss_url, settings.exchange_url, settings.institutions_url) == (
        "http://127.0.0.1:18000",
        "http://127.0.0.1:18001",
        "http://127.0.0.1:18002",
    )


def test_a_wrong_setting_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSINH_PORT", "eighty")
    with pytest.raises(ValidationError) as wrong:
        Settings()
    assert explain(wrong.value).startswith("ANSINH_PORT: ")


def test_no_other_origin_may_call_the_gateway_unless_it_is_named() -> None:
    assert Settings().cors_origins == frozenset()
    assert Settings(gateway_cors_origins="http://localhost:4200, http://127.0.0.1:8100").cors_origins == {
        "http://localhost:4200",
        "http://127.0.0.1:8100",
    }
