"""A tally as what people read: which column, what was found there, what became of it, the first examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ansinh.population.inputs import reasons
from ansinh.population.inputs.model import Tally

Fate = Literal["left_out", "dropped", "reread"]

_BY_NAME = {name: code for code, name in reasons.CODES.items()}
_ORDER: tuple[Fate, ...] = ("left_out", "dropped", "reread")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`fate`: the row was left out, its value dropped, or the value read otherwise than it was written."""

    column: str
    reason: str
    sentence: str
    fate: Fate
    count: int
    examples: tuple[str, ...]


def findings(told: Tally | Mapping[str, Any]) -> list[Found]:
    """What a tally, or its JSON form, amounts to: rows left out first, then values dropped, then values reread; each by count."""
    tally = told if isinstance(told, Tally) else Tally.from_json(told)
    found = [_found(key, count, tuple(tally.examples.get(key, ()))) for key, count in tally.counts.items()]
    return sorted(found, key=lambda each: (_ORDER.index(each.fate), -each.count, each.column, each.reason))


def _found(key: str, count: int, examples: tuple[str, ...]) -> Found:
    column, _, reason = key.partition(":")
    code = _BY_NAME[reason]
    fate: Fate = "left_out" if code >= reasons.LEFT_OUT else "dropped" if code >= reasons.REJECT else "reread"
    return Found(column=column, reason=reason, sentence=reasons.SENTENCES[code], fate=fate, count=count, examples=examples)
