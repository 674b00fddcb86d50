"""How the loops of this package are compiled: at their first call, kept beside the code, without the interpreter's lock.

Numba keeps what it compiled as long as the file of the function stays as it is, and does not look at what the function uses from others:
constants, kernels of other files, the rules, the ladder of names. VERSION covers them, and kept code of another version is not used.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba

from ansinh.population import rules
from ansinh.terms import names

Function = TypeVar("Function", bound=Callable[..., Any])

_HERE = Path(__file__).parent
_SOURCES = (_HERE / "layout.py", _HERE / "pools.py", Path(rules.generated.__file__), *sorted(_HERE.glob("*_compiled.py")))
VERSION: Final = hashlib.sha256(b"".join(path.read_bytes() for path in _SOURCES) + str(names.compiled.VERSION).encode()).hexdigest()[:12]
"""Of everything an answer of the search depends on."""


def kernel(function: Function) -> Function:
    """Compiled by numba; anew when VERSION is another. May call kernels of other files of this package, the rules' and the names' functions."""
    dispatcher = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    kept = cast("Any", dispatcher)._cache._cache_file  # noqa: SLF001 - numba has no public way to name what else a kept function depends on
    kept._source_stamp = (kept._source_stamp, VERSION)  # noqa: SLF001
    return cast("Function", dispatcher)
