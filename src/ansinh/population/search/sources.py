"""Asks the sources for a piece of a residual, narrow ones first, and counts what each was asked and cut short.

Order and limits, with what each is for:

1. the old number: an identifier of its own;
2. name and birth, also with day and month changed about: nine records in ten without a number;
3. the number repaired: a slip in the claimed number of somebody whose name or birth is wrong as well;
4. the name around the birth: a wrong or partial birth;
5. the day of birth: a wrong name;
6. the ward around the birth: a wrong name and a wrong birth.

1 to 3 look at a few entries. 4 to 6 read hundreds and thousands and are asked only for records that 1 to 3 did not settle.
"""

from typing import Any

import numpy as np

from ansinh.population.index import Index, Residual
from ansinh.population.search import layout, narrow_compiled, packing_compiled, pools, wide_compiled
from ansinh.population.search.layout import Order, Orders
from ansinh.population.search.pools import Pool

_MANY_RECORDS = 10_000


def gather(residual: Residual, index: Index, orders: Orders) -> Pool:
    """Everybody the sources find for each record, without comparing them yet."""
    rest = residual.rest
    pool = pools.empty(len(rest))
    filling = (pool.rows, pool.sources, pool.filled, pool.seen, pool.settled)
    head_bits = layout.name_bits(len(index))
    bags = np.ascontiguousarray(rest["bag"])
    codes = packing_compiled.birth_codes(np.ascontiguousarray(rest["birth"]))
    heads = packing_compiled.name_heads(bags, head_bits)
    people, names, rows = index.people, index.names, orders.row_bits
    number, birth, name, ward = orders.by_number, orders.by_birth, orders.by_name, orders.by_place
    narrow_compiled.by_old_number(rest, people, names, number.entries, number.starts, rows, *filling)
    narrow_compiled.by_name_and_birth(
        rest, codes, heads, people, names, index.provinces, birth.entries, birth.starts, rows, *filling, pool.cut
    )  # fmt: skip
    narrow_compiled.by_repair(rest, people, names, orders.groups, *filling)
    _leave(number, rest)
    place = _place_hints(rest)
    syllables = packing_compiled.syllable_hints(residual.letter_offsets, residual.letters)
    wide_compiled.by_name(
        place | packing_compiled.name_hints(bags), codes, heads, bags, name.entries, name.hints, name.starts, rows, head_bits, *filling, pool.cut
    )  # fmt: skip
    _leave(name, rest)
    wide_compiled.by_birth(place | syllables, codes, birth.entries, birth.hints, birth.starts, rows, *filling, pool.cut)
    _leave(birth, rest)
    wards = packing_compiled.ward_heads(np.ascontiguousarray(rest["ward"]), head_bits)
    wide_compiled.by_place(place | syllables, codes, wards, ward.entries, ward.hints, ward.starts, rows, head_bits, *filling, pool.cut)
    _leave(ward, rest)
    return pool


def _leave(order: Order, rest: Any) -> None:
    """After many records most of an order has been read; the next one is read in its room. After a few nothing is worth giving back."""
    if len(rest) >= _MANY_RECORDS:
        order.leave()


def _place_hints(rest: Any) -> Any:
    columns = (np.ascontiguousarray(rest[field]) for field in ("sex", "province", "ward"))
    return packing_compiled.place_hints(*columns)
