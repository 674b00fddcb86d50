import pytest

from ansinh import register
from ansinh.cli.bench import invented, seeding
from ansinh.kit import db
from ansinh.terms import CitizenNumber


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "_PORTION", 300)


def people(dsn: str) -> tuple[int, int]:
    with db.connect(dsn) as conn:
        row = conn.execute("SELECT (SELECT count(*) FROM register.participants), (SELECT count(*) FROM register.officers)").fetchone()
    assert row is not None
    return row


def test_a_seeding_is_taken_up_where_it_stopped_and_grows_when_more_are_asked_for(dsn: str) -> None:
    first, again, more, fewer = (seeding.seed(dsn, count) for count in (500, 500, 1_000, 600))
    assert [each.added for each in (first, again, more, fewer)] == [500, 0, 500, 0]
    assert [each.participants for each in (first, again, more, fewer)] == [500, 500, 1_000, 1_000]
    assert people(dsn) == (1_000, 3 * first.facilities)


def test_a_portion_is_there_whole_or_not_at_all(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = invented.enrolment

    def dies_at_450(person: invented.Person, facilities: int) -> register.Enrolment:
        if person.number == 450:
            raise KeyboardInterrupt
        return made(person, facilities)

    with monkeypatch.context() as patched:
        patched.setattr(invented, "enrolment", dies_at_450)
        with pytest.raises(KeyboardInterrupt):
            seeding.seed(dsn, 900)
    assert people(dsn)[0] == 300
    seeding.seed(dsn, 900)
    assert people(dsn)[0] == 900
    with db.connect(dsn) as conn:
        assert len(register.candidates(conn, CitizenNumber(invented.person(450).citizen_number))) == 1
