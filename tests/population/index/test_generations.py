"""The index built, found again, and replaced under those who read it."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from ansinh.kit.errors import NotFound
from ansinh.population import index, inputs
from ansinh.population.index import Index, generations, runs, storing
from ansinh.terms import names
from tests.population.batch import registers


def build(folder: Path, index_dir: Path, *, unit_rows: int = registers.GROUP, threads: int = 2) -> Index:
    source = inputs.open(str(folder / "population.parquet"), "population", unit_rows=unit_rows)
    return index.build(source, index_dir, threads=threads)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    registers.write(folder)
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Index:
    return build(folder, folder / "index")


def test_everybody_is_in_it_once_in_the_order_of_numbers(built: Index) -> None:
    assert built.people["number"].tolist() == sorted(int(row.number or 0) for row in registers.people())
    assert built.population == registers.PEOPLE


def test_a_person_is_found_as_the_register_has_them(built: Index) -> None:
    row = registers.people()[77]

    (place,) = index.holders_of(built, int(row.number or 0))

    person = built.people[place]
    assert (person["old"], person["sex"]) == (int(row.old or 0), int(row.sex))
    assert f"{person['birth']}" == (row.birth or "").replace("-", "")
    assert built.provinces[person["province"]] == int(row.province)
    keys = names.keys(row.name)
    assert index.name_keys_of(built, int(person["name"])) == (
        keys.k1, keys.k2, keys.bag, keys.flag, keys.syllables, keys.spelling, keys.letters,
    )  # fmt: skip


def test_nobody_holds_a_number_that_is_none(built: Index) -> None:
    assert not index.holders_of(built, 0)
    assert not index.holders_of(built, 999_999_999_999)


def test_bearers_are_counted_without_diacritics(built: Index) -> None:
    bearers = Counter(names.keys(row.name).k2 for row in registers.people())

    assert {int(name["k2"]): int(name["count"]) for name in built.names[1:]} == dict(bearers)


def test_units_and_threads_change_nothing_but_the_fingerprint(folder: Path, built: Index, tmp_path: Path) -> None:
    other = build(folder, tmp_path, unit_rows=3 * registers.GROUP, threads=1)

    for array in ("people", "lows", "fences", "names", "letter_offsets", "letters", "provinces"):
        assert np.array_equal(getattr(built, array), getattr(other, array)), array


def test_what_stands_is_not_built_again(folder: Path, built: Index) -> None:
    stamp = (built.folder / "meta.json").stat().st_mtime_ns

    again = build(folder, folder / "index")

    assert again.folder == built.folder
    assert (built.folder / "meta.json").stat().st_mtime_ns == stamp


def test_the_fingerprint_is_read_once_for_the_same_file(folder: Path, tmp_path: Path) -> None:
    class Counted:
        asked = 0
        source = inputs.open(str(folder / "population.parquet"), "population")

        def stamp(self) -> str:
            return self.source.stamp()

        def fingerprint(self) -> str:
            self.asked += 1
            return self.source.fingerprint()

    counted = Counted()

    assert index.fingerprint_of(counted, tmp_path) == index.fingerprint_of(counted, tmp_path) == counted.source.fingerprint()
    assert counted.asked == 1


def test_whoever_reads_sees_the_next_generation_and_keeps_the_one_they_have(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path)
    live = index.Live(tmp_path)
    before = live.index()
    people = registers.people()
    people[5] = replace(people[5], name="Trần Thị Mới")
    pq.write_table(registers.table_of(people), tmp_path / "population.parquet")

    build(tmp_path, tmp_path)
    index.forget_others(tmp_path)

    assert live.index().folder != before.folder
    assert live.index() is live.index()
    assert before.people["number"][-1] == max(int(row.number or 0) for row in people)


def test_a_new_generation_leaves_the_one_before_and_no_older_one(tmp_path: Path) -> None:
    at, people, built = tmp_path / "index", registers.people(), []
    for name in ("Trần Thị Một", "Trần Thị Hai", "Trần Thị Ba"):
        people[5] = replace(people[5], name=name)
        pq.write_table(registers.table_of(people), tmp_path / "population.parquet")
        built.append(build(tmp_path, at).folder)

    assert sorted(at.glob("index-*")) == sorted(built[1:])
    assert at.stat().st_mode & 0o777 == 0o700


def test_without_an_index_the_answer_is_that_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no index has been built here"):
        index.Live(tmp_path).index()


def test_what_stands_beside_is_built_once_a_version(folder: Path, tmp_path: Path) -> None:
    class Beside:
        name, version, built = "beside", "1", 0

        def build(self, held: Index, at: Path, *, memory_bytes: int) -> None:
            assert len(held) == registers.PEOPLE
            assert memory_bytes > 0
            assert list(at.iterdir()) == []
            (at / "array").write_text(self.version)
            self.built += 1

    beside = Beside()
    source = inputs.open(str(folder / "population.parquet"), "population")
    for version in ("1", "1", "2"):
        beside.version = version
        held = index.build(source, tmp_path, extras=[beside])

    assert beside.built == 2
    assert (held.folder / "beside" / "array").read_text() == "2"


@pytest.mark.parametrize("step", ["remove_runs", "take_over", "forget_others"])
def test_a_build_that_ends_behind_its_last_array_is_tidied_up_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    at, people, built = tmp_path / "index", registers.people(), []
    for name in ("Trần Thị Một", "Trần Thị Hai", "Trần Thị Ba"):
        people[5] = replace(people[5], name=name)
        pq.write_table(registers.table_of(people), tmp_path / "population.parquet")
        with monkeypatch.context() as patched:
            if name == "Trần Thị Ba":

                def end(*_: object, **__: object) -> None:
                    raise KeyboardInterrupt

                patched.setattr(runs if step == "remove_runs" else generations, step, end)
                with pytest.raises(KeyboardInterrupt):
                    build(tmp_path, at)
        built.append(build(tmp_path, at).folder)

    assert sorted(at.glob("index-*")) == sorted(built[1:])
    assert list(at.glob("index-*/run-*")) == []


def test_headers_are_parsed_by_one_thread_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CPython before 3.11.8 now and then raises SystemError where two do it (gh-106905)."""
    storing.write_array(tmp_path / "array.npy", np.arange(9))
    inside, most = 0, 0

    def watched(*arguments: Any, load: Callable[..., Any] = np.load, **options: Any) -> Any:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.002)
        loaded = load(*arguments, **options)
        inside -= 1
        return loaded

    monkeypatch.setattr(np, "load", watched)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(storing.mapped, [tmp_path / "array.npy"] * 40))

    assert [each.tolist() for each in found] == [list(range(9))] * 40
    assert most == 1
