"""Small invented registers as an index with its orders, and records as a residual."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ansinh.population import search
from ansinh.population.index import FENCE_EVERY, NAME, PERSON, Index, Residual
from ansinh.population.search import Orders, Record
from ansinh.population.search.single import _residual
from ansinh.terms import names

SYLLABLES = (
    ("Nguyễn", "Trần", "Lê", "Phạm"),
    ("Văn", "Thị", "Ngọc", "Minh", "Đức"),
    ("An", "Bình", "Châu", "Dũng", "Hạnh", "Khánh", "Long", "Mai"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    number: int
    name: str
    birth: int
    sex: int = 0
    province: int = 1
    ward: int = 101
    old: int = 0
    status: int = 0


def index_of(people: Sequence[Person], folder: Path) -> tuple[Index, Orders]:
    """The people as an index, and the orders over it in `folder`."""
    rows = sorted(people, key=lambda each: each.number)
    known = {name: at for at, name in enumerate(["", *dict.fromkeys(each.name for each in rows)])}
    keys = [names.keys(name) for name in known]
    held = np.zeros(len(known), NAME)
    for field in ("k1", "k2", "bag", "flag", "syllables", "spelling"):
        held[field] = [getattr(each, field) for each in keys]
    bearers = np.bincount([known[each.name] for each in rows], minlength=len(known))
    held["count"] = [bearers[held["k2"] == k2].sum() for k2 in held["k2"]]
    arrays = np.zeros(len(rows), PERSON)
    for field in ("number", "old", "birth", "ward", "province", "sex", "status"):
        arrays[field] = [getattr(each, field) for each in rows]
    arrays["name"] = [known[each.name] for each in rows]
    index = Index(
        folder=folder,
        people=arrays,
        lows=(arrays["number"] & 0xFFFFFFFF).astype(np.uint32),
        fences=arrays["number"][::FENCE_EVERY].copy(),
        names=held,
        letter_offsets=np.cumsum([0, *(len(each.letters) for each in keys)]),
        letters=np.frombuffer(b"".join(each.letters for each in keys), np.uint8),
        provinces=np.arange(97, dtype=np.int32),
        fingerprint="invented",
        population=len(rows),
        meta={},
    )
    search.build(index, folder, memory_bytes=1 << 30)
    return index, search.open_orders(index, folder)


def residual_of(records: Sequence[Record]) -> Residual:
    """The records as the number check would leave them, nobody holding the numbers they claim."""
    each = [_residual(record, -1) for record in records]
    return Residual(
        rest=np.concatenate([one.rest for one in each]),
        letter_offsets=np.cumsum([0, *(len(one.letters) for one in each)]),
        letters=np.concatenate([one.letters for one in each]),
    )


def crowd(many: int, seed: int) -> list[Person]:
    """Distinct numbers that agree with birth and sex; common names, about a third with an old number."""
    random = np.random.default_rng(seed)
    people = dict[int, Person]()
    while len(people) < many:
        province, sex, year = int(random.integers(1, 97)), int(random.integers(0, 2)), int(random.integers(1940, 2020))
        month, day = int(random.integers(1, 13)), int(random.integers(1, 29))
        number = province * 10**9 + ((year - 1900) // 100 * 2 + sex) * 10**8 + year % 100 * 10**6 + int(random.integers(0, 10**6))
        people[number] = Person(
            number=number,
            name=" ".join(part[int(random.integers(0, len(part)))] for part in SYLLABLES),
            birth=year * 10000 + (0 if year < 1965 and random.random() < 0.12 else month * 100 + day),
            sex=sex,
            province=province,
            ward=province * 100 + int(random.integers(0, 5)),
            old=int(random.integers(10**7, 10**9)) if random.random() < 0.4 else 0,
        )
    return list(people.values())


def record_of(person: Person, **changes: int | str) -> Record:
    """The record of this person without any identifier, with `changes`."""
    known = {"name": person.name, "birth": person.birth, "sex": person.sex, "province": person.province, "ward": person.ward}
    return Record(**{**known, **changes})  # type: ignore[arg-type] # fields by name
