import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ansinh.kit import errors
from ansinh.population import search
from ansinh.population.index import Residual
from ansinh.population.search import Record, finding, orders, sources, wide_compiled
from ansinh.population.search.sources import gather
from ansinh.terms import digits
from tests.population.search.conftest import HOA, Register
from tests.population.search.register_of import Person, crowd, index_of, record_of, residual_of


def spoiled(people: list[Person], many: int, seed: int) -> list[Record]:
    """Records of people, half of them with an identifier, each field now and then wrong or missing."""
    random = np.random.default_rng(seed)
    records = []
    for person in random.choice(np.array(people, object), many):
        changes: dict[str, int | str] = {}
        if random.random() < 0.3:
            changes["old"] = person.old
        if random.random() < 0.4:
            changes["number"] = person.number + int(random.integers(1, 10)) * 10 ** int(random.integers(0, 6)) * int(random.integers(0, 12))
        wrong = (("birth", 19770707), ("birth", person.birth // 10000 * 10000), ("ward", 0), ("sex", -1), ("sex", 1 - person.sex))
        changes |= {field: value for field, value in wrong if random.random() < 0.1}
        if random.random() < 0.1:
            changes["name"] = person.name.rsplit(" ", 1)[0]
        records.append(record_of(person, **changes))
    return records


def test_an_old_number_beside_name_and_birth_assigns_the_person(register: Register) -> None:
    answer = register.find(record_of(HOA, old=HOA.old))
    assert answer.assigned is not None
    assert (answer.result, answer.assigned.number, answer.candidates) == ("assigned", HOA.number, ())


def test_a_slip_in_the_number_beside_name_and_birth_assigns_the_person(register: Register) -> None:
    answer = register.find(record_of(HOA, number=HOA.number + 4))
    assert answer.assigned is not None
    assert answer.assigned.number == HOA.number


def test_name_birth_sex_and_ward_alone_never_assign(register: Register) -> None:
    answer = register.find(record_of(HOA))
    assert (answer.result, answer.assigned, [each.number for each in answer.candidates]) == ("candidates", None, [HOA.number])


def test_nothing_is_assigned_without_a_second_identifier_whatever_the_records_say(register: Register) -> None:
    records = spoiled(list(register.people), 1500, seed=11)
    found = search.search(residual_of(records), register.index, register.orders).found
    assigned = np.flatnonzero(found["row"] >= 0)
    assert len(assigned) > 200
    for at in assigned:
        record, person = records[at], register.index.people[found[at]["row"]]
        assert (record.old != 0 and record.old == person["old"]) or digits.number_edits(record.number, int(person["number"])) in {1, 2}


def test_a_twin_beside_the_right_person_keeps_the_number_from_being_assigned(tmp_path: Path) -> None:
    twin = dataclasses.replace(HOA, number=HOA.number + 1)
    known = Register([HOA, twin], *index_of([HOA, twin], tmp_path))
    answer = known.find(record_of(HOA, old=HOA.old))
    assert (answer.result, len(answer.candidates)) == ("candidates", 2)


def test_the_dead_are_found_and_not_assigned(tmp_path: Path) -> None:
    dead = dataclasses.replace(HOA, status=1)
    known = Register([dead], *index_of([dead], tmp_path))
    assert known.find(record_of(HOA, old=HOA.old)).result == "deceased"


def test_five_candidates_are_kept_best_first_and_equal_ones_by_number(tmp_path: Path) -> None:
    same = [dataclasses.replace(HOA, number=HOA.number + 10 * n, old=0, ward=0) for n in range(7)]
    best = dataclasses.replace(HOA, number=HOA.number + 100, old=0)
    known = Register([], *index_of([*same, best], tmp_path))
    answer = known.find(record_of(HOA))
    assert [each.number for each in answer.candidates] == [best.number, *(each.number for each in same[:4])]
    assert sorted((each.score for each in answer.candidates), reverse=True) == [each.score for each in answer.candidates]


def test_a_holder_in_doubt_is_not_among_the_candidates_and_not_assigned_either(register: Register) -> None:
    stranger = register.people[1]
    row = int(np.searchsorted(register.index.people["number"], stranger.number))
    answer = search.find(register.index, register.orders, record_of(HOA, number=stranger.number, old=HOA.old), holder=row)
    assert answer.assigned is not None
    assert answer.assigned.number == HOA.number
    assert stranger.number not in [each.number for each in answer.candidates]


def test_answers_do_not_depend_on_how_the_records_are_cut_into_pieces(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    residual = residual_of(spoiled(list(register.people), 600, seed=3))
    whole = search.search(residual, register.index, register.orders)
    monkeypatch.setattr(finding, "_RECORDS_AT_A_TIME", 7)
    monkeypatch.setattr(sources, "_MANY_RECORDS", 3)  # the orders are given back after each piece as well
    pieces = search.search(residual, register.index, register.orders)
    assert whole.found.tobytes() == pieces.found.tobytes()
    assert whole.candidate_offsets.tobytes() == pieces.candidate_offsets.tobytes()
    assert whole.candidates.tobytes() == pieces.candidates.tobytes()


def test_answers_do_not_depend_on_what_other_threads_ask(register: Register) -> None:
    residual = residual_of(spoiled(list(register.people), 600, seed=4))
    alone = search.search(residual, register.index, register.orders).found.tobytes()
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(search.search, residual, register.index, register.orders) for _ in range(8)]
        assert {each.result().found.tobytes() for each in asked} == {alone}


def test_orders_are_the_same_bytes_whatever_the_memory_and_the_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = crowd(500, seed=9)
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    index, _ = index_of(people, tmp_path / "one")
    monkeypatch.setattr(orders, "_PEOPLE_AT_A_TIME", 64)
    search.build(index, tmp_path / "two", memory_bytes=0)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_orders_of_another_index_are_refused(register: Register, tmp_path: Path) -> None:
    index, _ = index_of([HOA], tmp_path)
    with pytest.raises(errors.Refused) as refused:
        search.open_orders(register.index, index.folder)
    assert refused.value.code == "search_orders_stale"


def test_a_day_with_too_many_births_is_not_read_and_the_record_says_so(tmp_path: Path) -> None:
    many = wide_compiled.LONGEST_BIRTH + 1
    crowded = [Person(number=10**9 + n, name="Lê Văn Tám", birth=19850907, province=2, ward=201) for n in range(many)]
    index, order = index_of([HOA, *crowded], tmp_path)
    known = residual_of([record_of(HOA, name="Đặng Thị Hào", ward=0)])
    found = search.search(known, index, order).found[0]
    assert found["cut"] == 1
    assert found["seen"] < many
    assert gather(known, index, order).filled[0] == 0


def test_of_a_thousand_namesakes_of_one_day_a_few_are_kept(tmp_path: Path) -> None:
    namesakes = [dataclasses.replace(HOA, number=HOA.number + n, old=0, ward=n + 1, province=1 + n % 60) for n in range(1000)]
    index, order = index_of(namesakes, tmp_path)
    pool = gather(residual_of([record_of(HOA, ward=700, province=1 + 699 % 60)]), index, order)
    assert pool.cut[0] == 1
    assert HOA.number + 699 in {int(index.people[row]["number"]) for row in pool.rows[0, : pool.filled[0]]}


def test_nothing_to_search_is_an_empty_answer(register: Register) -> None:
    empty = residual_of([record_of(HOA)])
    none = Residual(rest=empty.rest[:0], letter_offsets=empty.letter_offsets[:1], letters=empty.letters)
    assert len(search.search(none, register.index, register.orders)) == 0


def test_a_number_that_is_somebody_elses_is_said_so_while_the_right_person_is_shown(register: Register) -> None:
    stranger = register.people[1]
    row = int(np.searchsorted(register.index.people["number"], stranger.number))
    answer = search.find(register.index, register.orders, record_of(HOA, number=stranger.number), holder=row)
    assert answer.result == "someone_else"
    assert [each.number for each in answer.candidates] == [HOA.number]
