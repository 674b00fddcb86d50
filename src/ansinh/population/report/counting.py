"""The figures of a run, from its folder and, where it is at hand, from the insured records."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ansinh.kit.errors import Refused
from ansinh.population import rules
from ansinh.population.batch import VERDICTS_FILE, Ledger
from ansinh.population.report import errors, people, queries
from ansinh.population.report.model import (
    Bin,
    Cause,
    Cost,
    Example,
    Figures,
    Flow,
    ReadOtherwise,
    Reviewed,
    Scheme,
    Together,
    Unusable,
)
from ansinh.population.report.origin import Origin
from ansinh.population.report.people import Glimpse
from ansinh.population.rules import tables

SUMMARY, LEDGER = "summary.json", "ledger.jsonl"
BIN_BITS = 4
_EXAMPLES, _SAMPLE = 2, 50_000
_SEARCHED = ("repair", "old_number", "name_birth", "scored")
_MATCHES = ("assigned", "several_numbers", "deceased")
_DIFFERS = rules.RESULTS.index("differs")
_SHORT = 6
_NUMBERS = frozenset({"citizen_number", "old_id_number", "record_id"})
_CODED = frozenset({"sex", "status", "birth_date", "death_date"})
_LETTERS = re.compile(r"[^\W\d_]")
_AT_THE_NUMBER = frozenset({"differs", "someone_else", "deceased"})


def count(out: Path, *, origin: Origin | None = None, reviewed: Reviewed | None = None) -> Figures:
    """What the finished run in `out` came to.

    Raises Refused("no_run") where the folder holds none, Refused("other_source") where `origin` is not what was verified.
    """
    summary, begun = told(out)
    about = begun.about or {}
    started = str(about.get("started", ""))
    with queries.opened(out) as files:
        scores = files.scores()
        chosen = _chosen(files, summary)
        found = None
        if origin is not None:
            year = datetime.fromisoformat(started).year
            found = people.read(origin, left_out=files.left_out(), repeated=files.repeated(), asked=chosen, year=year, rows=summary["rows"])
        cells = files.by_cell(found.cells) if found is not None and summary["rows"] else []
        differing = files.differing()
        scheme, provinces = people.by_province(cells)
        return Figures(
            rows=summary["rows"],
            left_out=summary["left_out"],
            population=summary["population"],
            outcomes=dict(sorted(summary["verdicts"].items())),
            flow=_flow(scores),
            scores=_bins(scores),
            not_scored=sum(records for _, _, score, records in scores if score is None),
            assigned=errors.expected(
                (score, records)
                for verdict, stage, score, records in scores
                if score is not None and stage in _SEARCHED and verdict in _MATCHES
            ),
            confirmed=errors.expected(
                (score, records)
                for verdict, stage, score, records in scores
                if score is not None and stage == "number" and verdict in {"verified", *_MATCHES}
            ),
            fields=_fields(differing),
            together=_together(differing),
            causes=_causes(files.holders()),
            candidates=_candidates(files.candidates()),
            duplicates=dict(files.shared()),
            scheme=scheme,
            provinces=dict(sorted(provinces.items())),
            ages=people.by_age(cells),
            unusable=_unusable(files.rejected(), summary["values"]["examples"]),
            read_otherwise=_read_otherwise(files.rejected(), summary["values"]),
            absent=dict(summary["values"]["absent"]),
            examples=_examples(files, chosen, {} if found is None else found.glimpses, scheme, summary["population"]),
            costs=tuple(Cost(stage=stage, **cost) for stage, cost in summary["costs"].items()),
            rules=summary["rules"],
            code=str(about.get("code", "")),
            started=started,
            insured=str((begun.done("insured") or {}).get("fingerprint", "")),
            reviewed=reviewed,
        )


def told(out: Path) -> tuple[dict[str, Any], Ledger]:
    """The summary and the ledger of the finished run in `out`. Raises Refused("no_run")."""
    missing = next((name for name in (SUMMARY, LEDGER, VERDICTS_FILE) if not (out / name).is_file()), None)
    if missing is not None:
        raise Refused("no_run", f"{out / missing} is missing: this is no folder of a finished run", field="out")
    summary: dict[str, Any] = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    return summary, Ledger(out / LEDGER)


def shape(column: str, example: str) -> str:
    """An example that `inputs` masked, masked further: signs of a value that may be a name or an address become their kind.

    Codes and words of up to six signs stand as they are where only codes are expected, for whoever maps them has to know them.
    """
    row, colon, value = example.partition(": ")
    if column in _NUMBERS:
        digits, bracket, length = value.partition(" (")
        return f"{row}{colon}{'•' * (len(digits) - 1)}{digits[-1:]}{bracket}{length}"
    if column in _CODED and len(value) <= _SHORT:
        return example
    return f"{row}{colon}{_LETTERS.sub('x', value)}"


def _flow(scores: Sequence[tuple[str, str, float | None, int]]) -> tuple[Flow, ...]:
    found: dict[tuple[str, str], int] = {}
    for verdict, stage, _, records in scores:
        found[stage, verdict] = found.get((stage, verdict), 0) + records
    return tuple(Flow(stage=stage, verdict=verdict, records=records) for (stage, verdict), records in sorted(found.items()))


def _bins(scores: Sequence[tuple[str, str, float | None, int]]) -> tuple[Bin, ...]:
    """Of the records that had to be searched for: what the number's holder scored says little of how sure the search is."""
    found: dict[tuple[int, str], int] = {}
    for verdict, stage, score, records in scores:
        if score is not None and stage != "number":
            key = int(score // BIN_BITS) * BIN_BITS, verdict
            found[key] = found.get(key, 0) + records
    return tuple(Bin(verdict=verdict, low=low, records=records) for (low, verdict), records in sorted(found.items()))


def _fields(differing: Sequence[tuple[str, list[str], int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for verdict, columns, records in differing:
        for column in columns:
            outcomes = found.setdefault(column, {})
            outcomes[verdict] = outcomes.get(verdict, 0) + records
    return dict(sorted(found.items(), key=lambda each: (-sum(each[1].values()), each[0])))


def _together(differing: Sequence[tuple[str, list[str], int]]) -> tuple[Together, ...]:
    return tuple(Together(columns=tuple(columns), records=records) for verdict, columns, records in differing if verdict == "differs")


def _causes(holders: Sequence[tuple[int, int]]) -> tuple[Cause, ...]:
    """How the fields differ where a record differs from its number's holder: by the levels, which the rules give their verdict for."""
    known, found = rules.current(), dict[tuple[str, str], int]()
    for levels, records in holders:
        if rules.at_number(levels) != _DIFFERS:
            continue
        differing = rules.differs(levels)
        for name, level in tables.unpack(known, levels).items():
            if differing >> known.field(name).place & 1:
                found[name, level.id] = found.get((name, level.id), 0) + records
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Cause(field=field, level=level, records=records) for (field, level), records in ordered)


def _candidates(counts: Sequence[tuple[str, int, int]]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for verdict, number, records in counts:
        found.setdefault(verdict, {})[number or 0] = records
    return found


def _unusable(rejected: Sequence[tuple[str, str, str, bool, int, int]], examples: Mapping[str, Sequence[str]]) -> tuple[Unusable, ...]:
    return tuple(
        Unusable(
            column=column,
            reason=reason,
            sentence=sentence,
            kept=kept,
            values=values,
            first_row=row,
            examples=tuple(shape(column, each) for each in examples.get(f"{column}:{reason}", ())),
        )
        for column, reason, sentence, kept, values, row in rejected
    )


def _read_otherwise(rejected: Sequence[tuple[str, str, str, bool, int, int]], values: Mapping[str, Any]) -> tuple[ReadOtherwise, ...]:
    known = {f"{column}:{reason}" for column, reason, *_ in rejected}
    return tuple(
        ReadOtherwise(
            column=key.partition(":")[0],
            reason=key.partition(":")[2],
            values=number,
            examples=tuple(shape(key.partition(":")[0], each) for each in values["examples"].get(key, ())),
        )
        for key, number in sorted(values["counts"].items(), key=lambda each: (-each[1], each[0]))
        if key not in known
    )


def _chosen(files: queries.Files, summary: Mapping[str, Any]) -> list[int]:
    """Places of records of every verdict; a verdict too rare for the sample shows its first ones."""
    if not summary["rows"]:
        return []
    found = files.examples(_EXAMPLES, max(1, summary["rows"] // _SAMPLE))
    seen = {verdict for verdict, _ in found}
    for verdict, records in summary["verdicts"].items():
        if records and verdict not in seen:
            found += files.first_of(verdict, _EXAMPLES)
    return sorted(place for _, place in found)


def _examples(
    files: queries.Files, chosen: Sequence[int], glimpses: Mapping[int, Glimpse], scheme: Scheme, population: int
) -> tuple[Example, ...]:
    known, found = rules.current(), list[Example]()
    records = files.records(list(chosen)) if glimpses else []
    pairs = files.pairs([record_id for _, record_id, *_ in records])
    for place, record_id, verdict, number, _, score, differs, candidates in records:
        seen = glimpses[place]
        pair = _pair(verdict, [each[1:] for each in pairs if each[0] == record_id])
        said = None if pair is None else rules.explain(known, pair[3], round((pair[2] or 0) * 100), population=population)
        meant = number or (pair[1] if pair is not None else candidates[0] if candidates else "")
        found.append(
            Example(
                verdict=verdict,
                row=seen.row,
                initials=seen.initials,
                birth_year=seen.birth_year,
                province=people.province_name(seen.province, scheme),
                last_digits=meant[-3:],
                score=score,
                differs=tuple(differs or ()),
                vi="" if said is None else said.vi,
                en="" if said is None else said.en,
            )
        )
    return tuple(found)


def _pair(verdict: str, pairs: Sequence[tuple[int, str, float | None, int]]) -> tuple[int, str, float | None, int] | None:
    """The pair that the verdict speaks of: with the holder of the number, or with the best of those who were found."""
    holder, best = ([each for each in pairs if (each[0] == 0) is is_holder] for is_holder in (True, False))
    ordered = [*holder, *best] if verdict in _AT_THE_NUMBER else [*best, *holder]
    return ordered[0] if ordered else None
