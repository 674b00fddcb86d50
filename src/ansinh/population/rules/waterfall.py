"""A verdict in words, Vietnamese and English: what each field said and weighed, and the sentence of the table's line that decided.

Only levels are spoken of, never values: an explanation can be shown to whoever may see the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ansinh.population.rules import generated
from ansinh.population.rules.model import Kind, Level, Row, Rules
from ansinh.population.rules.tables import unpack

BEFORE: Final = "before"
RARITY: Final = "rarity"

# From how many hundredths of a bit on a weight is called so: 1,000 to 1, 16 to 1, 2 to 1.
_STRENGTHS: Final = (
    (1000, "bằng chứng rất mạnh", "very strong evidence"),
    (400, "bằng chứng mạnh", "strong evidence"),
    (100, "bằng chứng vừa", "some evidence"),
    (1, "bằng chứng yếu", "weak evidence"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar of the waterfall. `weight` and `total`, the sum so far, in hundredths of a bit; `id` a field, `before` or `rarity`."""

    id: str
    field_vi: str
    field_en: str
    level: str
    level_vi: str
    level_en: str
    kind: Kind
    weight: int
    total: int

    @property
    def strength_vi(self) -> str:
        """How much the weight says, in words."""
        return _strength(self.weight, 1, ("ủng hộ", "chống lại", "không nói lên điều gì"))

    @property
    def strength_en(self) -> str:
        """How much the weight says, in words."""
        return _strength(self.weight, 2, ("for", "against", "says nothing"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The waterfall of a pair, ending at its score, and one sentence on it."""

    steps: tuple[Step, ...]
    score: int
    vi: str
    en: str


def explain(rules: Rules, levels: int, score: int, *, population: int | None = None, because: Row | None = None) -> Explanation:
    """Why a pair scored what it scored.

    `population` is that of the run, to tell apart what was known before and what the rarity of the name added; without it both are one
    step. `because` is the line that decided (`tables.row_at_number`, `tables.row_at_search`): its sentence comes first. Raises
    ValueError where the levels are of other rules.
    """
    pair = unpack(rules, levels)
    before = -generated.prior(population) if population is not None else 0
    rarity = score - generated.weight(levels) - before
    steps, total = list[Step](), 0
    for step in _steps(rules, pair, before=before, rarity=rarity, population=population):
        total += step.weight
        steps.append(replace(step, total=total))
    return Explanation(steps=tuple(steps), score=total, vi=_sentence(rules, pair, because, "vi"), en=_sentence(rules, pair, because, "en"))


def odds(score: int) -> str:
    """A score as odds in plain figures: `1,000 : 1`, `1 : 32`, at most `1,000,000,000 : 1`."""
    times = 2 ** min(abs(score) / 100, 30)
    figure = f"{round(times, -len(str(int(times))) + 2):,.0f}"
    return f"{figure} : 1" if score >= 0 else f"1 : {figure}"


def _steps(rules: Rules, pair: Mapping[str, Level], *, before: int, rarity: int, population: int | None) -> list[Step]:
    steps = list[Step]()
    if population is not None:
        people = f"{population:,}"
        steps.append(
            _extra(
                BEFORE,
                "Trước khi so sánh",
                "Before comparing",
                f"một trong {people.replace(',', '.')} người",
                f"one of {people} people",
                before,
            )
        )
    for field in rules.fields:
        level = pair[field.id]
        if field.column:
            steps.append(
                Step(
                    id=field.id,
                    field_vi=field.vi,
                    field_en=field.en,
                    level=level.id,
                    level_vi=level.vi,
                    level_en=level.en,
                    kind=level.kind,
                    weight=level.weight,
                    total=0,
                )
            )
        if level.by_share or (field.id == "name" and population is None):
            words = ("độ hiếm của họ tên", "how rare the name is")
            if population is None:
                words = ("độ hiếm của họ tên, trừ số người trong cơ sở dữ liệu", "how rare the name is, less the size of the register")
            steps.append(_extra(RARITY, "Độ hiếm", "Rarity", *words, rarity))
    return steps


def _extra(name: str, field_vi: str, field_en: str, level_vi: str, level_en: str, weight: int) -> Step:
    kind: Kind = "agrees" if weight > 0 else "soft"
    return Step(
        id=name, field_vi=field_vi, field_en=field_en, level=name, level_vi=level_vi, level_en=level_en, kind=kind, weight=weight, total=0
    )


def _strength(weight: int, language: int, words: tuple[str, str, str]) -> str:
    for least, *names in _STRENGTHS:
        if abs(weight) >= least:
            return f"{names[language - 1]} {words[0] if weight > 0 else words[1]}"
    return words[2]


def _sentence(rules: Rules, pair: Mapping[str, Level], because: Row | None, language: str) -> str:
    vi = language == "vi"
    parts = [] if because is None else [because.vi if vi else because.en]
    heads = {
        "agrees": ("Khớp", "Agree"),
        "soft": ("Khớp một phần", "Agree in part"),
        "differs": ("Khác", "Differ"),
        "varies": ("Khác nhưng có thể đều đúng", "Differ, and both may be right"),
        "missing": ("Thiếu", "Missing"),
    }
    for kind, head in heads.items():
        said = [
            (field.vi if vi else field.en).lower()
            + (f" ({pair[field.id].vi if vi else pair[field.id].en})" if kind in {"soft", "differs", "varies"} else "")
            for field in rules.fields
            if pair[field.id].kind == kind and field.column
        ]
        if said:
            parts.append(f"{head[0] if vi else head[1]}: {', '.join(said)}.")
    status = pair.get("status")
    if status is not None and status.id != "living":
        parts.append(f"{'Tình trạng' if vi else 'State'}: {status.vi if vi else status.en}.")
    return " ".join(parts)
