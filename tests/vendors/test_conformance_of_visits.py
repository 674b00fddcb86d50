"""What only several calls together show."""

from datetime import timedelta
from pathlib import Path

from ansinh import vendors
from ansinh.vendors import Severity, State
from tests.vendors.builders import NOW, PERSON, broken, checked_in, kept, took_token


def looked_up(person: int, *, after_s: float = 0.0, code: str = "000") -> vendors.KeptCall:
    return kept(body={**PERSON, "maThe": f"00118500000{person}"}, after_s=after_s, reply={"maKetQua": code})


def test_cover_is_looked_up_at_three_moments_of_a_visit() -> None:
    once = [looked_up(person, after_s=person) for person in range(6)]
    again = [looked_up(person, after_s=7_200 + person) for person in range(6)]
    assert "FLOW-01" in broken(*once, looked_up(9, after_s=7_200))
    assert "FLOW-01" not in broken(*once, *again)
    assert "FLOW-01" not in broken(*once)  # the visits may not have ended yet


def test_who_is_taken_in_is_checked_in() -> None:
    people = [looked_up(person, after_s=person) for person in range(6)]
    assert "FLOW-02" in broken(*people)
    assert "FLOW-02" not in broken(*people, checked_in(after_s=60))
    assert "FLOW-02" not in broken(*(looked_up(person, code="060") for person in range(6)))


def test_cover_is_looked_up_before_a_visit_is_checked_in() -> None:
    assert "FLOW-03" in broken(checked_in(), looked_up(1, after_s=5))
    assert "FLOW-03" not in broken(looked_up(1), checked_in(after_s=5))
    assert "FLOW-03" not in broken(*(checked_in(after_s=5 * n) for n in range(90)))


def test_a_call_that_failed_is_tried_again_after_a_pause() -> None:
    hammering = [kept(after_s=n / 2, reply={"maKetQua": "101"}) for n in range(4)]
    waiting = [kept(after_s=4 * n, reply={"maKetQua": "101"}) for n in range(4)]
    assert "FLOW-04" in broken(*hammering)
    assert "FLOW-04" not in broken(*waiting)
    assert "FLOW-04" not in broken(*(looked_up(person, after_s=person / 10) for person in range(6)))


def test_a_report_counts_seen_and_correct_calls_of_each_endpoint() -> None:
    report = vendors.judge([kept(), kept(after_s=9), kept(body={"maThe": "1"}, after_s=99)], {})
    lookup = next(each for each in report.endpoints if each.call is not None and each.call.name == "lookup_2024")
    token = next(each for each in report.endpoints if each.call is not None and each.call.name == "token")
    assert (lookup.seen, lookup.correct, lookup.state) == (3, 2, State.WRONG)
    assert (token.seen, token.correct, token.state) == (0, 0, State.NOT_SEEN)


def test_hints_make_no_call_incorrect() -> None:
    report = vendors.judge([took_token(), kept(body={**PERSON, "gioiTinh": "1"}, after_s=1)], {})
    assert [finding.check.severity for finding in report.findings] == [Severity.INFO]
    assert report.state is State.GOOD


def test_findings_come_gravest_first_with_their_calls_newest_first() -> None:
    calls = [
        kept("/api/egw/KQNhanLichSuKCB2019"),
        kept(body={**PERSON, "cccdCb": "", "x": "1"}, after_s=5),
        kept("/api/egw/KQNhanLichSuKCB2019", after_s=9),
    ]
    report = vendors.judge(calls, {})
    severities = [list(Severity).index(finding.check.severity) for finding in report.findings]
    assert severities == sorted(severities)
    old = next(finding for finding in report.findings if finding.check.name == "PATH-03")
    assert old.calls == (calls[2].number, calls[0].number)


def test_the_checklist_says_what_has_been_run_and_what_has_not() -> None:
    report = vendors.judge([], {"code:060": NOW})
    ran = {each.scenario.name: each.first_at for each in report.scenarios}
    assert ran["code:060"] == NOW
    assert ran["code:061"] is None
    assert {"call:check_in_4750", "call:check_in_3176", "stale", "token:402", "token:403", "timeout"} <= ran.keys()
    assert not any(name.endswith((":101", ":lookup_2019")) for name in ran)


def test_a_call_shows_its_scenarios() -> None:
    assert set(vendors.scenarios_in(looked_up(1, code="061"))) == {"call:lookup_2024", "code:061"}
    assert set(vendors.scenarios_in(looked_up(1, code="401"))) == {"stale"}
    assert set(vendors.scenarios_in(took_token(code="403"))) == {"call:token", "token:403"}
    assert set(vendors.scenarios_in(checked_in())) == {"call:check_in_3176"}
    assert set(vendors.scenarios_in(kept("/api/egw/checkIn"))) == set()


def test_every_check_has_a_test_that_names_it() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_conformance_*.py"))
    assert [name for name in vendors.CHECKS if tests.count(f'"{name}" in') < 1 or tests.count(f'"{name}" not in') < 1] == []


def test_the_window_of_a_token_is_ten_minutes() -> None:
    calls = [call for n in range(4) for call in (took_token(after_s=timedelta(minutes=11).total_seconds() * n), kept(after_s=660 * n + 1))]
    assert "TOKEN-01" not in broken(*calls)
