"""Writes the two registers and the truth as Parquet: in chunks, in threads, in bounded memory; the same bytes from the same seed."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow.parquet as pq

from ansinh.sandbox.registers import insured, population
from ansinh.sandbox.registers.errors import Error

POPULATION = 98_000_000
INSURED = 55_039_144
_PEOPLE, _STRANGERS, _RECORDS = 1, 2, 3  # what a chunk's random numbers are for
_LOOKED_UP = ["birth_date", "sex", "province", "ward", "status", "errors"]  # few values: dictionaries make them small
NOTES = {f"error.{each.name}": str(each.value) for each in Error}  # what the bits of truth.parquet mean
T = TypeVar("T")
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write. `scale` 1 is a nation. `as_text`: numbers and dates as text instead of integers."""

    out: Path
    scale: float
    seed: int = 1
    threads: int = 2
    as_text: bool = False

    @property
    def population(self) -> int:
        return max(round(POPULATION * self.scale), 1)

    @property
    def insured(self) -> int:
        return max(round(INSURED * self.scale), 1)


def write(plan: Plan, *, tell: Told = lambda _what, _done, _of: None) -> None:
    """population.parquet, insured.parquet and truth.parquet in `plan.out`. `tell(what, done, of)` hears of every chunk of rows."""
    plan.out.mkdir(parents=True, exist_ok=True)
    scratch = plan.out / ".people"
    people = np.memmap(scratch, dtype=population.PERSON, mode="w+", shape=(plan.population,))
    try:
        _write_population(plan, people, tell)
        who = insured.cast(records=plan.insured, population=plan.population, seed=plan.seed)
        _write_insured(plan, who, people, _strangers(plan, who.strangers), tell)
    finally:
        del people
        scratch.unlink()


def _write_population(plan: Plan, people: population.People, tell: Told) -> None:
    total = plan.population
    registry = population.Registry(plan.seed)

    def invent(start: int, end: int) -> population.Unnumbered:
        rng = _rng(plan, _PEOPLE, start)
        return population.invent(rng, end - start, low=start / total, high=end / total)

    with _writer(plan.out / "population.parquet") as add:
        for start, end, chunk in _in_order(total, invent, plan.threads):
            people[start:end] = registry.number(chunk)
            add(population.table(people[start:end], chunk.names, as_text=plan.as_text))
            tell("population", end, total)


def _strangers(plan: Plan, count: int) -> population.People:
    """People of whom the register knows nothing; their numbers are lawful and nobody's."""
    registry = population.Registry(plan.seed)
    chunk = population.invent(_rng(plan, _STRANGERS, 0), count, low=0, high=1, named=False)
    return registry.number(chunk, from_the_end=True)


def _write_insured(plan: Plan, who: insured.Cast, people: population.People, strangers: population.People, tell: Told) -> None:
    def write_down(start: int, end: int) -> insured.Chunk:
        rng = _rng(plan, _RECORDS, start)
        return insured.write_down(rng, who, np.arange(start, end), people=people, strangers=strangers, as_text=plan.as_text)

    with _writer(plan.out / "insured.parquet") as add, _writer(plan.out / "truth.parquet", notes=NOTES) as add_truth:
        for _, end, chunk in _in_order(who.records, write_down, plan.threads):
            add(chunk.records)
            add_truth(chunk.truth)
            tell("insured", end, who.records)


def _rng(plan: Plan, purpose: int, start: int) -> np.random.Generator:
    """Random numbers of a chunk, whichever thread makes it and whenever."""
    return np.random.default_rng([plan.seed, purpose, start])


def _in_order(total: int, make: Callable[[int, int], T], threads: int) -> Iterator[tuple[int, int, T]]:
    """What `make` made of each chunk, in their order; a few ahead of who takes them, never more."""
    spans = ((start, min(start + population.CHUNK, total)) for start in range(0, total, population.CHUNK))
    with ThreadPoolExecutor(threads) as pool:
        waiting: list[tuple[int, int, Future[T]]] = []
        for start, end in spans:
            waiting.append((start, end, pool.submit(make, start, end)))
            if len(waiting) > threads:
                first, last, made = waiting.pop(0)
                yield first, last, made.result()
        for first, last, made in waiting:
            yield first, last, made.result()


@contextmanager
def _writer(path: Path, *, notes: dict[str, str] | None = None) -> Iterator[Callable[[Any], None]]:
    """A Parquet file that has its name only when it is whole."""
    unfinished = path.with_name(f".{path.name}")
    opened: list[Any] = []

    def add(table: Any) -> None:
        if not opened:
            columns = [name for name in table.column_names if name in _LOOKED_UP]
            opened.append(
                pq.ParquetWriter(
                    unfinished, table.schema, compression="zstd", compression_level=1, use_dictionary=columns, store_schema=False
                )
            )
        opened[0].write_table(table, row_group_size=population.CHUNK)

    try:
        yield add
    finally:
        for writer in opened:
            writer.add_key_value_metadata(notes or {})
            writer.close()
    unfinished.replace(path)
