"""Why a record got its verdict: in words, and as a waterfall for each person it was compared with. Masked unless asked otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh.population import rules
from ansinh.population.report import people, record
from ansinh.population.report.origin import Origin
from ansinh.population.report.record import Pair, Record, Submitted
from ansinh.population.report.words import MEANINGS, VERDICTS
from ansinh.population.rules import tables

_DOTS = "••"
_SEXES = {0: ("nam", "male"), 1: ("nữ", "female")}
_ALIKE = {"verified": {"several_numbers"}, "assigned": {"several_numbers", "deceased"}}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Shown:
    """One side as it is shown: every value a text, "" for what is not known."""

    name: str
    birth: str
    number: str
    old: str = ""
    sex_vi: str = ""
    sex_en: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Compared:
    """Somebody the record was compared with, and the waterfall of the pair."""

    rank: int
    person: Shown
    score: int | None
    explanation: rules.Explanation


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explained:
    """A verdict and its reasons. `row` is the record's in its source; `submitted` is None where the source was not at hand."""

    row: int
    verdict: str
    vi: str
    en: str
    stage: str
    score: float | None
    differs: tuple[str, ...]
    rules: str
    insured: str
    submitted: Shown | None
    compared: tuple[Compared, ...]
    is_masked: bool


def explain(out: Path, record_id: str, *, origin: Origin | None = None, index_dir: Path | None = None, unmasked: bool = False) -> Explained:
    """Why the record of that id got its verdict in the run of `out`.

    Without `origin` nothing is said of the record itself, without `index_dir` nothing of names and births of those it was compared with.
    Whoever asks for `unmasked` records it. Raises NotFound("no_record"), Refused("no_run"), Refused("other_rules"),
    Refused("other_source").
    """
    found = record.read(out, record_id, origin=origin, index_dir=index_dir)
    known = rules.current()
    return Explained(
        row=found.row,
        verdict=found.verdict,
        vi=f"{VERDICTS[found.verdict][0]}: {MEANINGS[found.verdict][0]}.",
        en=f"{VERDICTS[found.verdict][1]}: {MEANINGS[found.verdict][1]}.",
        stage=found.stage,
        score=found.score,
        differs=found.differs,
        rules=found.rules,
        insured=found.insured,
        submitted=None if found.submitted is None else _submitted(found.submitted, unmasked=unmasked),
        compared=tuple(
            Compared(
                rank=each.rank,
                person=_person(each, unmasked=unmasked),
                score=each.score,
                explanation=rules.explain(
                    known, each.levels, each.score or 0, population=found.population, because=_because(known, found, each)
                ),
            )
            for each in found.pairs
        ),
        is_masked=not unmasked,
    )


def _because(known: rules.Rules, found: Record, pair: Pair) -> rules.Row | None:
    """The line of the tables that this pair fits, where it is the one that decided."""
    if pair.rank == 0:
        row = tables.row_at_number(known, pair.levels)
        return row if row.result != "doubt" else None
    others = [each.score for each in found.pairs if each.rank > 0 and each.rank != pair.rank and each.score is not None]
    if pair.score is None or any(each > pair.score for each in others):
        return None
    margin = pair.score - max(others) if others else rules.NO_RIVAL
    row = tables.row_at_search(known, pair.levels, pair.score, margin, len(others) + 1, _claimed(known, found))
    return row if row.result == found.verdict or found.verdict in _ALIKE.get(row.result, set()) else None


def _claimed(known: rules.Rules, found: Record) -> int:
    holder = next((each for each in found.pairs if each.rank == 0), None)
    if holder is None:
        return rules.CLAIMS.index("unknown" if found.submitted is not None and found.submitted.number else "none")
    result = tables.row_at_number(known, holder.levels).result
    return rules.CLAIMS.index(result if result in rules.CLAIMS else "doubt")


def _submitted(each: Submitted, *, unmasked: bool) -> Shown:
    sex_vi, sex_en = _SEXES.get(each.sex, ("", ""))
    number = f"{each.number:012d}" if each.number else ""
    old = f"{each.old:09d}" if each.old else ""
    return Shown(
        name=each.name if unmasked else people.initials_of(each.name),
        birth=_birth(each.birth, unmasked=unmasked),
        number=number if unmasked else _last(number),
        old=old if unmasked else _last(old),
        sex_vi=sex_vi,
        sex_en=sex_en,
        province=_province(each.province),
    )


def _person(each: Pair, *, unmasked: bool) -> Shown:
    return Shown(
        name=each.name if unmasked else people.initials_of(each.name),
        birth=_birth(each.birth, unmasked=unmasked),
        number=each.number if unmasked else _last(each.number),
    )


def _birth(birth: int, *, unmasked: bool) -> str:
    year, month, day = birth // 10_000, birth // 100 % 100, birth % 100
    if not year or not unmasked or not month:
        return str(year or "")
    return f"{day:02d}/{month:02d}/{year}" if day else f"{month:02d}/{year}"


def _last(number: str) -> str:
    return f"{_DOTS}{number[-3:]}" if number else ""


def _province(code: int) -> str:
    """Only where both maps say the same of the code; otherwise it is the run's business which is meant."""
    found = {people.province_name(code, scheme) for scheme in ("63", "34")} - {""}
    return found.pop() if len(found) == 1 else ""


def bars(steps: Sequence[rules.Step]) -> tuple[int, int]:
    """The least and the greatest sum a waterfall passes, 0 among them."""
    sums = [0, *(each.total for each in steps)]
    return min(sums), max(sums)
