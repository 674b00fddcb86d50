"""How right the verdicts of a run are, by the truth that the invented registers come with: by verdict, by stage, by class of error.

A record is *right* where its number is the person's, *wrong* where it is another's, *offered* where the person is among the candidates
for people to choose from, *rightly none* where the register does not have the person and no number was given, *missed* otherwise.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ansinh.sandbox.registers import Error

RIGHT, WRONG, OFFERED, RIGHTLY_NONE, MISSED = "right", "wrong", "offered", "rightly_none", "missed"
AT_NUMBER = "number"  # the stage that settles whoever has a number that is theirs; everybody else is the residual
_ASSIGNING = frozenset({"assigned", "several_numbers", "deceased"})
_CLAIM_WRONG = Error.NUMBER_TYPO | Error.NUMBER_OF_ANOTHER
_CLAIM_USELESS = _CLAIM_WRONG | Error.NO_NUMBER | Error.STRANGER
_Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Group:
    """So many records with the same errors, the same verdict at the same stage, and the same outcome."""

    errors: Error
    verdict: str
    stage: str
    outcome: str
    count: int

    @property
    def in_register(self) -> bool:
        return Error.STRANGER not in self.errors

    @property
    def residual(self) -> bool:
        return self.stage != AT_NUMBER


@dataclass(frozen=True, slots=True)
class Point:
    """Of the best candidates with a score of at least `cut`: how many there are, how many are right."""

    cut: float
    count: int
    right: int


@dataclass(frozen=True, slots=True)
class Judged:
    """All records in groups, and the best candidates of the residual by falling score."""

    groups: tuple[Group, ...]
    curve: tuple[Point, ...]


def judge(out: Path, truth: Path) -> Judged:
    """Every verdict of a run's folder beside the truth. Raises ValueError where a record has no verdict, or two."""
    with duckdb.connect(config={"threads": 2, "memory_limit": "4GB", "preserve_insertion_order": False}) as connection:
        connection.sql("SET enable_progress_bar = false")
        connection.sql(_JUDGED, params={"verdicts": str(out / "verdicts.parquet"), "truth": str(truth)})
        alone, records = connection.sql("SELECT count(*) FILTER (verdict IS NULL OR outcome IS NULL), count(*) FROM judged").fetchall()[0]
        ((expected,),) = connection.sql("SELECT num_rows FROM parquet_file_metadata($truth)", params={"truth": str(truth)}).fetchall()
        if alone or records != expected:
            raise ValueError(f"records and verdicts do not match: {alone} of {expected} without, {records - expected} too many")
        groups = connection.sql("SELECT errors, verdict, stage, outcome, count(*) FROM judged GROUP BY ALL ORDER BY ALL").fetchall()
        curve = connection.sql(_CURVE, params={"candidates": str(out / "candidates.parquet")}).fetchall()
    return Judged(
        tuple(Group(Error(errors), verdict, stage, outcome, count) for errors, verdict, stage, outcome, count in groups),
        tuple(Point(float(cut), int(count), int(right)) for cut, count, right in curve),
    )


_JUDGED = """
CREATE TABLE judged AS
WITH joined AS (
  SELECT record_id, t.errors, v.verdict, v.stage, v.score, v.citizen_number::bigint AS given, t.citizen_number::bigint AS truly,
         list_transform(v.candidates, lambda c: c::bigint) AS candidates
  FROM read_parquet($truth) t LEFT JOIN read_parquet($verdicts) v USING (record_id)
)
SELECT errors, verdict::varchar AS verdict, stage::varchar AS stage,
  CASE WHEN given = truly THEN 'right'
       WHEN given IS NOT NULL THEN 'wrong'
       WHEN truly IS NULL THEN 'rightly_none'
       WHEN list_contains(candidates[1:5], truly) THEN 'offered'
       ELSE 'missed' END AS outcome,
  -- of the residual alone: whom to look for among the candidates
  CASE WHEN stage <> 'number' THEN record_id END AS record_id, CASE WHEN stage <> 'number' THEN truly END AS truly, given, score
FROM joined
"""
# The best candidate is the number given, or the first that the search ranked; the holder of a claimed number stands at rank 0, and is none.
_CURVE = """
WITH best AS (
  SELECT coalesce(j.score, c.score) AS score, coalesce(j.given, c.citizen_number::bigint) = j.truly AS is_right
  FROM judged j LEFT JOIN (SELECT * FROM read_parquet($candidates) WHERE rank = 1) c USING (record_id)
  WHERE j.record_id IS NOT NULL AND (j.given IS NOT NULL OR c.citizen_number IS NOT NULL)
), steps AS (
  SELECT round(score, 1) AS cut, count(*) AS n, sum(coalesce(is_right, false)::int) AS r FROM best WHERE score IS NOT NULL GROUP BY 1
)
SELECT cut, sum(n) OVER up, sum(r) OVER up FROM steps WINDOW up AS (ORDER BY cut DESC) ORDER BY cut DESC
"""


def report(judged: Judged) -> dict[str, Any]:
    """The figures as JSON values; each share with its 95 % interval."""
    groups = judged.groups
    return {
        "records": _count(groups),
        "by_verdict": {verdict: _by_verdict(verdict, groups) for verdict in sorted({each.verdict for each in groups})},
        "by_stage": {
            stage: _outcomes([each for each in groups if each.stage == stage]) for stage in sorted({each.stage for each in groups})
        },
        "numbers_given": _share(_count(groups, _outcome(RIGHT)), _count(groups, _outcome(RIGHT, WRONG))),
        "residual": residual(groups),
        "by_class_of_error": {(error.name or "").lower(): _by_class(error, groups) for error in Error}
        | {"none": _by_class(Error(0), groups)},
    }


def residual(groups: Sequence[Group]) -> dict[str, Any]:
    """What became of the records that the number check did not settle: assigned without people, and with people's choice of five."""
    rest = [each for each in groups if each.residual]
    existing = _count(rest, lambda each: each.in_register)
    assigned = [each for each in rest if each.verdict in _ASSIGNING and each.outcome in {RIGHT, WRONG}]
    found = _count(rest, _outcome(RIGHT))
    return {
        "records": _count(rest),
        "in_the_register": existing,
        "assigned": _count(assigned),
        "assigned_share": _ratio(_count(assigned), _count(rest)),
        "assignment_precision": _share(_count(assigned, _outcome(RIGHT)), _count(assigned)),
        "assignment_recall": _share(found, existing),
        "recall_with_top_five": _share(found + _count(rest, _outcome(OFFERED)), existing),
        "strangers_left_alone": _share(_count(rest, _outcome(RIGHTLY_NONE)), _count(rest, lambda each: not each.in_register)),
    }


def best_recall(curve: Sequence[Point], *, precision: float, existing: int) -> float | None:
    """The largest share of `existing` that any cut finds with at least that precision among the best candidates; None where none has it."""
    shares = [point.right / existing for point in curve if point.count and point.right / point.count >= precision]
    return max(shares, default=None)


def _by_verdict(verdict: str, groups: Iterable[Group]) -> dict[str, Any]:
    """How often a verdict is true, which is another question for each of them."""
    of_it = [each for each in groups if each.verdict == verdict]
    true: Callable[[Group], bool] = {
        "differs": lambda each: not each.errors & _CLAIM_USELESS,
        "someone_else": lambda each: bool(each.errors & (_CLAIM_WRONG | Error.STRANGER)),
        "not_found": lambda each: not each.in_register,
        "candidates": lambda each: each.outcome == OFFERED,
    }.get(verdict, _outcome(RIGHT))
    return {"n": _count(of_it), "precision": _share(_count(of_it, true), _count(of_it))}


def _by_class(error: Error, groups: Iterable[Group]) -> dict[str, Any]:
    return _outcomes([each for each in groups if (error in each.errors if error else not each.errors)])


def _outcomes(groups: Sequence[Group]) -> dict[str, Any]:
    n = _count(groups)
    shares = {outcome: _ratio(_count(groups, _outcome(outcome)), n) for outcome in (RIGHT, OFFERED, RIGHTLY_NONE, MISSED)}
    return {"n": n, **shares, "wrong": _share(_count(groups, _outcome(WRONG)), n)}


def _outcome(*outcomes: str) -> Callable[[Group], bool]:
    return lambda each: each.outcome in outcomes


def _count(groups: Iterable[Group], that: Callable[[Group], bool] = lambda _each: True) -> int:
    return sum(each.count for each in groups if that(each))


def _ratio(hits: int, trials: int) -> float | None:
    return round(hits / trials, 5) if trials else None


def _share(hits: int, trials: int) -> Mapping[str, Any]:
    low, high = wilson(hits, trials)
    return {"share": round(hits / trials, 7) if trials else None, "low": round(low, 7), "high": round(high, 7), "hits": hits, "of": trials}


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, JASA 22, 1927, 209-212); of no trials nothing is known."""
    if not trials:
        return 0.0, 1.0
    share, square = hits / trials, _Z_95 * _Z_95
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = _Z_95 * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials)) / (1 + square / trials)
    return (0.0 if hits == 0 else middle - half), (1.0 if hits == trials else middle + half)
