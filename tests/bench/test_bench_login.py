"""The whole login bench, as small as it goes; without the peer, which CI does not install."""

from pathlib import Path

import pytest

from ansinh.cli.bench import login_peer, logins, visitors
from ansinh.cli.bench.agent import Browser, Wire
from ansinh.kit.http import Answer


def test_a_small_run_logs_people_in_each_way_and_says_what_it_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_peer, "_FOLDER", tmp_path)
    told = logins.measure(logins.Plan(seconds=0.5, browsers=2)).as_dict()
    assert {"name", "unit", "n", "wall_s", "cpu_ms_per_unit", "peer", "limit", "machine", "at"} <= told.keys()
    assert told["peer"] == {"name": login_peer.MISSING, "cpu_ms_per_unit": None}
    assert told["loops"].keys() == {"code", "secure", "password", "again", "again_secure", "chain"}
    for name, loop in told["loops"].items():
        assert loop["errors"] == 0, (name, loop)
        assert loop["n"] > 0
        assert loop["server_cpu_ms"] > 0
        assert loop["requests_each"] >= 3
    assert 0 < told["hash_ms"]["next to nothing"] < 1 < told["hash_ms"]["full"]
    assert 0 < told["limit"]["cpu_ms_per_unit"] < told["cpu_ms_per_unit"]


def test_a_login_that_tells_of_another_person_counts_as_wrong() -> None:
    kind = visitors.Kind("code", "", "http://127.0.0.1:9", ())
    visitor = visitors.Visitor(kind, 0, iter(range(9)), lambda _kind, _wire: None)  # type: ignore[arg-type, return-value]
    person = visitors.account("full", 0, 0)
    assert visitor.judge(person, "a", {"preferred_username": person.username}) is None
    assert visitor.judge(person, "a", {"preferred_username": "001190000009"}) == "userinfo is of another person"
    assert visitor.judge(person, "b", {"preferred_username": person.username}) == "the subject changed"


def test_the_browser_keeps_several_cookies_of_one_answer_and_lets_them_go(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["a=1; Path=/\nb=2; Path=/", "a=; Max-Age=0", ""])
    sent: list[str] = []

    def get(_wire: Wire, _url: str, *, headers: dict[str, str] | None = None) -> Answer:
        sent.append((headers or {}).get("cookie", ""))
        return Answer(200, {"set-cookie": next(answers)}, b"")

    monkeypatch.setattr(Wire, "get", get)
    browser = Browser(Wire())
    for _ in range(3):
        browser.visit("http://127.0.0.1:9/", until="http://127.0.0.1:9/never")
    assert sent == ["", "a=1; b=2", "b=2"]
