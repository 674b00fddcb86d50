"""How a function over arrays is compiled: at its first call, kept beside the code, without the interpreter's lock so that threads can work."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compiled by numba. A kernel calls no kernel of another file: the kept code would not notice that one change."""
    import numba  # noqa: PLC0415 - half a second that only those who compute pay

    return cast("Function", numba.njit(cache=True, nogil=True)(function))
