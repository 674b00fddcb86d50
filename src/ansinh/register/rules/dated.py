"""A rule's law and dates as data beside the function, so that they are printed in the docs and not only in comments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Rule:
    """`until` is the last day in force, None while it goes on. `assumed` says what of it could not be verified."""

    code: str
    law: str
    since: date
    until: date | None
    assumed: str
    says: str


RULES: list[Rule] = []


def rule(code: str, *, law: str, since: date, until: date | None = None, assumed: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Enter the decorated function in RULES; its docstring's first line is what the rule says."""

    def enter(function: Callable[P, R]) -> Callable[P, R]:
        if any(known.code == code for known in RULES):
            raise ValueError(f"two rules are called {code}")
        RULES.append(Rule(code, law, since, until, assumed, (function.__doc__ or "").strip().split("\n", 1)[0]))
        return function

    return enter
