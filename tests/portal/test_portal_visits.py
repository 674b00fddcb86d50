"""Visits in the list of who looked: told in words, and no look-up."""

from datetime import UTC, datetime, timedelta

from ansinh import audit
from ansinh.doors.portal import looks
from ansinh.doors.portal.words import WORDS

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
HOSPITAL = audit.Actor("facility", "01001", "Bệnh viện Mẫu Một")


def entry(kind: str, minutes: int = 0) -> audit.Entry:
    return audit.Entry(seq=100 - minutes, at=NOW - timedelta(minutes=minutes), kind=kind, actor=HOSPITAL, purpose="treatment", detail={})


def test_every_event_of_a_visit_has_words_of_its_own() -> None:
    for kind in (each for each in audit.CATALOGUE if each.startswith("visit.")):
        told = looks.look_of(entry(kind))
        assert told.what_key != "access.other"
        assert told.what_key in WORDS
        assert told.who == "Bệnh viện Mẫu Một"


def test_what_a_facility_told_of_a_visit_is_not_the_last_look_up() -> None:
    last = looks.last_by_a_facility([entry("visit.ended"), entry("visit.opened", 1), entry("coverage.looked_up", 2)])
    assert last is not None
    assert last.at == NOW - timedelta(minutes=2)
    assert looks.last_by_a_facility([entry("visit.opened")]) is None
