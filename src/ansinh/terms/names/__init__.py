"""Vietnamese names: how they are kept and shown, the keys they are compared by, and how much alike two of them are.

`compiled`, the same keys for whole columns, is loaded when it is first asked for: it needs numpy and numba, which no server loads.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ansinh.terms.names.alike import ALIKE, BARE_SIDE, CONFLICT, DIFFERENT, EXACT, MISSING, OTHER_ORDER, PART, SAME
from ansinh.terms.names.compare import NameKeys, keys, rung, rung_of_keys
from ansinh.terms.names.legacy import decode
from ansinh.terms.names.scan import BARE, FOREIGN_SIGNS, FROM_TCVN3, FROM_VNI, NO_NAME
from ansinh.terms.names.spelling import fold, initials, starts_alike, tidy
from ansinh.terms.names.spelling import same as same

if TYPE_CHECKING:
    from ansinh.terms.names import compiled as compiled

__all__ = [
    "ALIKE",
    "BARE",
    "BARE_SIDE",
    "CONFLICT",
    "DIFFERENT",
    "EXACT",
    "FOREIGN_SIGNS",
    "FROM_TCVN3",
    "FROM_VNI",
    "MISSING",
    "NO_NAME",
    "OTHER_ORDER",
    "PART",
    "SAME",
    "NameKeys",
    "compiled",
    "decode",
    "fold",
    "initials",
    "keys",
    "rung",
    "rung_of_keys",
    "same",
    "starts_alike",
    "tidy",
]


def __getattr__(name: str) -> Any:
    if name == "compiled":
        return import_module("ansinh.terms.names.compiled")
    raise AttributeError(name)
