"""The generated functions compiled by numba, to be called from loops over arrays; the same integers as in Python, without its lock.

Scalars in, scalars out; the compiler inlines them into the loops that call them. Numba keeps compiled loops beside their source and does
not notice when a function they call in another file has changed: a loop that calls these is decorated with `kernel`, which notices.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba

from ansinh.population.rules import generated

Function = TypeVar("Function", bound=Callable[..., Any])

_WRITTEN: Final = hashlib.sha256(Path(generated.__file__).read_bytes()).hexdigest()


def kernel(function: Function) -> Function:
    """Compiled at its first call and kept; compiled anew when its own file or the rules have changed."""
    dispatcher = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    kept = cast("Any", dispatcher)._cache._cache_file  # noqa: SLF001 - numba has no public way to name what else a kept function depends on
    kept._source_stamp = (kept._source_stamp, _WRITTEN)  # noqa: SLF001
    return cast("Function", dispatcher)


_inner = numba.njit(nogil=True, error_model="numpy")

levels = _inner(generated.levels)
weight = _inner(generated.weight)
counts_name = _inner(generated.counts_name)
rarity = _inner(generated.rarity)
prior = _inner(generated.prior)
differs = _inner(generated.differs)
at_number = _inner(generated.at_number)
at_search = _inner(generated.at_search)


@_inner
def score(levels: int, name_count: int, population: int) -> int:
    """As generated.score, over the compiled parts."""
    total = weight(levels) - prior(population)
    if counts_name(levels):
        total += rarity(name_count, population)
    return total
