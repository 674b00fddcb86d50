"""The decision table: each rule says as data which codes it answers with and where that stands, so that docs and tests can read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from ansinh.wire import gateway

P = ParamSpec("P")
R = TypeVar("R")

ANNEX_03 = "dispatch 1923/BHXH-CNTT of 2024-06-20, annex 03 section 4"
CLIENTS_OF_2017 = "code lists of public client programs of 2017 (Decision 595/QD-BHXH); not in the annex of 2024"


@dataclass(frozen=True, slots=True)
class Rule:
    """`source` has the codes and their meaning; `assumed` says what of the rule it does not say."""

    codes: tuple[gateway.ResultCode, ...]
    name: str
    says: str
    source: str
    assumed: str


RULES: list[Rule] = []


def rule(*codes: gateway.ResultCode, source: str = ANNEX_03, assumed: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Enter the decorated function in RULES; its docstring's first line is what the rule says. The function itself stays as it is."""

    def enter(function: Callable[P, R]) -> Callable[P, R]:
        RULES.append(Rule(codes, function.__name__, (function.__doc__ or "").strip().split("\n", 1)[0], source, assumed))
        return function

    return enter
