"""A run comes into the register: who is verified, who gets a number, what goes to people, and what is left as it is."""

import json
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from ansinh import audit, register
from ansinh.cli import cli
from ansinh.kit import db, errors
from ansinh.population import applying, inputs, review
from ansinh.population.inputs import Source
from ansinh.register import Because, IdentifierState
from ansinh.terms import CitizenNumber
from tests.population.applying.finished import (
    LEVELS,
    NOW,
    RUN_AT,
    Row,
    bring,
    citizen,
    enrol,
    insurance,
    record,
    rows_of,
    whose,
    write,
)

_DAY = date(2026, 11, 21)  # of the run, in Viet Nam
_BECAUSE = Because(reason="at_request", by=audit.Actor("officer", "mot"))


def test_a_verified_record_counts_as_verified_on_the_day_of_the_run(database: db.Database, tmp_path: Path) -> None:
    one, several, differs = enrol(database, citizen(1), citizen(2), citizen(3))
    rows = [Row(insurance(1)[1:], "verified", citizen(1)), Row(insurance(2), "several_numbers", citizen(2)), Row(insurance(3), "differs")]
    applied = bring(database, write(tmp_path / "run", rows))
    assert {"verified.verified": 2, "differs.left": 1}.items() <= applied.counts.items()
    assert [record(database, each).verified_on for each in (one, several, differs)] == [_DAY, _DAY, None]
    assert rows_of(database, "staged") == []


def test_what_changed_since_the_run_began_is_left_and_counted(database: db.Database, tmp_path: Path) -> None:
    people = enrol(database, *map(citizen, range(1, 7)))
    corrected, renumbered, dead, before, stranger, _ = people
    with database.transaction() as conn:
        register.correct(conn, corrected, full_name="Nguyễn Thị Mẩu", because=_BECAUSE, now=RUN_AT + timedelta(hours=1))
        register.cancel_number(conn, renumbered, CitizenNumber(citizen(2)), since=_DAY, because=_BECAUSE, now=RUN_AT)
        register.record_death(conn, dead, deceased_on=date(2026, 11, 1), because=_BECAUSE, now=NOW)
        register.correct(conn, before, full_name="Nguyễn Thị Mấu", because=_BECAUSE, now=RUN_AT - timedelta(days=1))
    rows = [Row(insurance(place), "verified", citizen(place)) for place in range(1, 5)]
    rows += [Row(insurance(5), "verified", citizen(6)), Row("9999999999", "verified", citizen(99)), Row("XYZ", "verified", citizen(98))]
    applied = bring(database, write(tmp_path / "run", rows))
    assert (applied.counts["verified.changed"], applied.counts["verified.unknown"], applied.counts["verified.verified"]) == (4, 2, 1)
    assert [record(database, each).verified_on for each in (corrected, renumbered, dead, before, stranger)] == [None] * 3 + [_DAY, None]


def test_a_number_that_is_being_taken_away_meanwhile_is_waited_for(database: db.Database, tmp_path: Path) -> None:
    (someone,) = enrol(database, citizen(1))
    out = write(tmp_path / "run", [Row(insurance(1), "verified", citizen(1))])
    with ThreadPoolExecutor(1) as aside:
        with database.transaction() as conn:
            register.cancel_number(conn, someone, CitizenNumber(citizen(1)), since=_DAY, because=_BECAUSE, now=NOW)
            applying_it = aside.submit(bring, database, out)
            while not applying_it.done() and _waiting(database) == 0:
                time.sleep(0.01)
        assert applying_it.result().counts["verified.changed"] == 1
    assert record(database, someone).verified_on is None


def _waiting(database: db.Database) -> int:
    with database.transaction() as conn:
        row = conn.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()"
        ).fetchone()
    return 0 if row is None else int(row[0])


def test_a_later_day_stands(database: db.Database, tmp_path: Path) -> None:
    (someone,) = enrol(database, citizen(1))
    with database.transaction() as conn:
        register.correct(conn, someone, verified_on=date(2026, 11, 22), because=_BECAUSE, now=NOW)
    assert bring(database, write(tmp_path / "run", [Row(insurance(1), "verified", citizen(1))])).counts["verified.already"] == 1
    assert record(database, someone).verified_on == date(2026, 11, 22)


def test_a_number_that_was_found_is_given_as_the_register_gives_one(database: db.Database, tmp_path: Path) -> None:
    without, wrong, by_hand = enrol(database, None, citizen(70), citizen(71))
    rows = [Row(insurance(1), "assigned", citizen(1), "old_number"), Row(insurance(2), "assigned", citizen(2), "repair")]
    applied = bring(database, write(tmp_path / "run", rows))
    assert (applied.counts["assigned.given"], applied.counts["assigned.replaced"]) == (1, 1)
    assert [record(database, each).citizen_number for each in (without, wrong)] == [CitizenNumber(citizen(1)), CitizenNumber(citizen(2))]
    assert record(database, without).verified_on is None
    assert whose(database, citizen(70)) == []
    with database.transaction() as conn:
        because = Because(reason="verification_run", by=audit.Actor("system", "population"), source=applied.source)
        today = date(2026, 11, 23)
        register.cancel_number(conn, by_hand, CitizenNumber(citizen(71)), since=today, because=because, now=NOW)
        register.give_number(conn, by_hand, CitizenNumber(citizen(3)), since=today, because=because, now=NOW)
        told = [[_of(each) for each in register.history_of(conn, person)] for person in (wrong, by_hand)]
        entries = [
            [(each.kind, each.actor, each.purpose, each.detail) for each in audit.about(conn, person)] for person in (wrong, by_hand)
        ]
        held = [[(each.state, each.valid_from, each.valid_until) for each in _numbers(conn, person)] for person in (wrong, by_hand)]
    assert len(told[0]) == 2
    assert told[0] == told[1]
    assert entries[0] == entries[1]
    assert held[0] == held[1] == [(IdentifierState.ACTIVE, today, None), (IdentifierState.CANCELLED, date(2021, 1, 1), date(2026, 11, 22))]


def _of(change: register.Change) -> tuple[object, ...]:
    new = None if change.new_value is None else "number"
    return change.field, change.old_value is None, new, change.since, change.changed_at, change.because, change.source


def _numbers(conn: db.Connection, person: int) -> list[register.Identifier]:
    found = register.record_of(conn, person)
    assert found is not None
    return sorted((each for each in found.identifiers if isinstance(each.number, CitizenNumber)), key=lambda each: each.state.value)


def test_a_number_that_somebody_goes_or_went_by_is_for_people(database: db.Database, tmp_path: Path) -> None:
    holder, former, wants_it, wants_former, had_it = enrol(database, citizen(1), citizen(2), None, None, citizen(5))
    with database.transaction() as conn:
        now = RUN_AT - timedelta(days=30)
        register.replace_number(
            conn, former, CitizenNumber(citizen(2)), CitizenNumber(citizen(22)), since=now.date(), because=_BECAUSE, now=now
        )
        register.cancel_number(conn, had_it, CitizenNumber(citizen(5)), since=now.date(), because=_BECAUSE, now=now)
    rows = [Row(insurance(3), "assigned", citizen(1)), Row(insurance(4), "assigned", citizen(2)), Row(insurance(5), "assigned", citizen(5))]
    applied = bring(database, write(tmp_path / "run", rows))
    assert (applied.counts["assigned.taken"], applied.cases) == (3, 3)
    assert {each[1] for each in rows_of(database, "cases")} == {wants_it, wants_former, had_it}
    assert whose(database, citizen(1)) == [holder]


def test_the_dead_and_persons_with_several_records_are_for_people(database: db.Database, tmp_path: Path) -> None:
    dead, known, several = enrol(database, citizen(1), citizen(2), None)
    with database.transaction() as conn:
        register.record_death(conn, known, deceased_on=date(2026, 1, 2), because=_BECAUSE, now=RUN_AT - timedelta(days=9))
        register.move(
            conn,
            dead,
            register.Residence(province_code="079", address="Số 2 phố Thử", first_day=date(2020, 1, 1)),
            because=_BECAUSE,
            now=RUN_AT - timedelta(days=9),
        )
    rows = [Row(insurance(place), "deceased", citizen(place)) for place in (1, 2)]
    rows.append(Row(insurance(3), "several_numbers", citizen(3), "old_number"))
    applied = bring(database, write(tmp_path / "run", rows))
    assert {"deceased.case": 1, "deceased.already": 1, "several_numbers.case": 1}.items() <= applied.counts.items()
    assert rows_of(database, "cases") == [
        (insurance(1), dead, "deceased", "number", "079", 2412),
        (insurance(3), several, "several_numbers", "old_number", "000", 2412),
    ]
    assert record(database, dead).deceased_on is None
    with database.transaction() as conn:
        (reference,) = conn.execute("SELECT reference FROM population.review_cases WHERE verdict = 'deceased'").fetchone() or ("",)
        case = review.store.cases.case_file(conn, reference)
    assert case is not None
    (candidate,) = case.candidates
    assert (candidate.levels, candidate.is_holder, candidate.person.citizen_number) == (LEVELS, True, CitizenNumber(citizen(1)))


def test_a_trial_says_the_same_and_writes_nothing(database: db.Database, tmp_path: Path) -> None:
    enrol(database, citizen(1), None, citizen(3), citizen(70))
    rows = [Row(insurance(1), "verified", citizen(1)), Row(insurance(2), "assigned", citizen(2))]
    rows += [Row(insurance(3), "deceased", citizen(3)), Row(insurance(4), "assigned", citizen(4))]
    out = write(tmp_path / "run", rows)
    before = {table: rows_of(database, table) for table in ("participants", "identifiers", "history", "cases", "events")}
    tried = bring(database, out, is_trial=True, piece_rows=2)
    assert {table: rows_of(database, table) for table in before} == before
    assert bring(database, out).counts == tried.counts


def test_numbers_left_at_first_are_given_by_a_second_call(database: db.Database, tmp_path: Path) -> None:
    verified, without = enrol(database, citizen(1), None)
    out = write(tmp_path / "run", [Row(insurance(1), "verified", citizen(1)), Row(insurance(2), "assigned", citizen(2))])
    assert bring(database, out, with_assigned=False).counts["assigned.left"] == 1
    assert record(database, without).citizen_number is None
    assert {"verified.already": 1, "assigned.given": 1}.items() <= bring(database, out).counts.items()
    assert record(database, verified).verified_on == _DAY


def test_record_ids_may_be_participant_numbers(database: db.Database, tmp_path: Path) -> None:
    (someone,) = enrol(database, citizen(1))
    rows = [Row(str(someone), "verified", citizen(1)), Row("1" * 30, "verified", citizen(1))]
    applied = bring(database, write(tmp_path / "run", rows), records="participants")
    assert (applied.counts["verified.verified"], applied.counts["verified.unknown"]) == (1, 1)


def test_an_older_run_is_refused_after_a_newer_one(database: db.Database, tmp_path: Path) -> None:
    enrol(database, citizen(1))
    rows = [Row(insurance(1), "verified", citizen(1))]
    older = write(tmp_path / "older", [*rows, Row("0000000001", "not_found")], at=RUN_AT - timedelta(days=1))
    bring(database, write(tmp_path / "newer", rows))
    with pytest.raises(errors.Refused) as refused:
        bring(database, older)
    assert refused.value.code == "newer_run_applied"


def test_the_command_tells_what_came_of_it(database: db.Database, dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSINH_DATABASE_URL", dsn)
    enrol(database, citizen(1), None)
    rows = [Row(insurance(1), "verified", citizen(1)), Row(insurance(2), "assigned", citizen(2)), Row("0000000001", "not_found")]
    out = write(tmp_path / "run", rows)
    tried = CliRunner().invoke(cli, ["population", "apply", str(out), "--history-alone", "--dry-run"])
    assert (tried.exit_code, "nothing written" in tried.output) == (0, True)
    told = CliRunner().invoke(cli, ["population", "apply", str(out), "--history-alone"])
    assert told.exit_code == 0, told.output
    assert "1 records count as verified now" in told.output
    assert "1 records that had no number got the one that was found" in told.output
    again = CliRunner().invoke(cli, ["population", "apply", str(out), "--history-alone"])
    assert "All of it was brought in before" in again.output
    assert "Say --insured" in CliRunner().invoke(cli, ["population", "apply", str(out)]).output
    (out / "ledger.jsonl").unlink()
    assert CliRunner().invoke(cli, ["population", "apply", str(out), "--history-alone"]).exit_code != 0


def _submitted(folder: Path, *people: tuple[str, str, str, int | None]) -> Source:
    names = ("record_id", "full_name", "birth_date", "sex")
    table = {name: [each[place] for each in people] for place, name in enumerate(names)}
    pq.write_table(pa.table({**table, "citizen_number": [citizen(1)] * len(people)}), folder / "insured.parquet")
    return inputs.open(str(folder / "insured.parquet"), "insured", unit_rows=2)


def test_a_record_that_says_something_else_than_the_run_was_given_is_left(database: db.Database, tmp_path: Path) -> None:
    people = enrol(database, *map(citizen, range(1, 7)))
    source = _submitted(
        tmp_path,
        (insurance(1), "Nguyễn Thị  Mẫu", "1985-03-09", 1),
        (insurance(2), "Nguyễn Thị Mậu", "1985-03-09", 1),
        (insurance(3), "Nguyễn Thị Mẫu", "1985-09-03", 1),
        (insurance(4), "Nguyễn Thị Mẫu", "1985-03-09", 0),
        (insurance(1), "Nguyễn Thị Mẫu", "1985-03-09", 1),  # came before: without a verdict
        (insurance(5), unicodedata.normalize("NFD", "Nguyễn Thị Mẫu"), "1985-03-09", None),
        (insurance(6), "A\\N\tB", "1985", 1),
    )
    out = write(tmp_path / "run", [Row(insurance(place), "verified", citizen(place)) for place in range(1, 7)], row_group=4)
    bring(database, out, insured=source, piece_rows=5, is_trial=True)
    applied = bring(database, out, insured=source, piece_rows=4)
    assert (applied.counts["verified.verified"], applied.counts["verified.changed"]) == (2, 4)
    assert [record(database, each).verified_on for each in people] == [_DAY, None, None, None, _DAY, None]


def test_a_number_that_the_run_did_not_see_is_not_replaced(database: db.Database, tmp_path: Path) -> None:
    other, seen, none = enrol(database, citizen(70), citizen(1), None)
    told = [(insurance(place), "Nguyễn Thị Mẫu", "1985-03-09", 1) for place in (1, 2)]  # each claimed citizen(1)
    rows = [Row(insurance(1), "assigned", citizen(71)), Row(insurance(2), "assigned", citizen(72))]
    applied = bring(database, write(tmp_path / "run", rows), insured=_submitted(tmp_path, *told))
    assert (applied.counts["assigned.changed"], applied.counts["assigned.replaced"]) == (1, 1)
    assert [record(database, each).citizen_number for each in (other, seen, none)] == [
        CitizenNumber(citizen(70)), CitizenNumber(citizen(72)), None,
    ]  # fmt: skip


def test_a_resumed_call_reads_on_in_the_records_it_was_given(database: db.Database, tmp_path: Path) -> None:
    enrol(database, *map(citizen, range(1, 6)))
    told = [(insurance(place), "Nguyễn Thị Mẫu", "1985-03-09", 1) for place in range(1, 6)]
    source = _submitted(tmp_path, *told)
    out = write(tmp_path / "run", [Row(insurance(place), "verified", citizen(place)) for place in range(1, 6)])

    def stop(_: applying.Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(database, out, insured=source, piece_rows=3, progress=stop)
    assert bring(database, out, insured=source, piece_rows=3).counts["verified.verified"] == 5


def test_other_records_than_the_run_verified_are_refused(database: db.Database, tmp_path: Path) -> None:
    enrol(database, citizen(1))
    source = _submitted(tmp_path, (insurance(9), "Nguyễn Thị Mẫu", "1985-03-09", 1))
    with pytest.raises(errors.Refused) as refused:
        bring(database, write(tmp_path / "run", [Row(insurance(1), "verified", citizen(1))]), insured=source)
    assert refused.value.code == "other_run"
    assert rows_of(database, "staged") == []


def test_the_command_finds_the_records_where_the_run_noted_them_and_names_the_person_of_a_case(
    database: db.Database, dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSINH_DATABASE_URL", dsn)
    enrol(database, citizen(1), citizen(2))
    _submitted(tmp_path, (insurance(1), "Nguyễn Thị Mẫu", "1985-03-09", 1), (insurance(2), "Nguyễn Thị Mậu", "1985-03-09", 1))
    people = {"citizen_number": [citizen(1)], "full_name": ["Nguyễn Thị Mẫu"], "birth_date": ["1985-03-09"], "sex": [1]}
    people["death_date"] = ["2026-10-02"]
    pq.write_table(pa.table(people), tmp_path / "population.parquet")
    out = write(tmp_path / "run", [Row(insurance(1), "deceased", citizen(1)), Row(insurance(2), "verified", citizen(2))])
    noted = {"insured": str(tmp_path / "insured.parquet"), "mapping": None, "sex_codes": "0-1"}
    (out / "sources.json").write_text(json.dumps(noted))
    told = CliRunner().invoke(cli, ["population", "apply", str(out), "--population", str(tmp_path / "population.parquet")])
    assert told.exit_code == 0, told.output
    assert "1 verified records are not what the run saw any more" in told.output
    with database.transaction() as conn:
        (reference,) = conn.execute("SELECT reference FROM population.review_cases").fetchone() or ("",)
        case = review.store.cases.case_file(conn, reference)
    assert case is not None
    assert case.candidates[0].person.full_name == case.submitted.full_name == "Nguyễn Thị Mẫu"
    assert case.candidates[0].person.deceased_on == date(2026, 10, 2)
