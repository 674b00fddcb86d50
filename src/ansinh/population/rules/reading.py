"""Reads rules.toml and checks it. Whatever is wrong is said with its place: which table, in which line of the file, which key."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ansinh.population.rules import expressions
from ansinh.population.rules.model import (
    CLAIMS,
    KINDS,
    MOST_FIELDS,
    MOST_LEVELS,
    RESULTS,
    Condition,
    Field,
    Level,
    Line,
    Row,
    Rules,
    Threshold,
)  # fmt: skip

FILE = Path(__file__).with_name("rules.toml")
_THRESHOLDS = ("assign_score", "assign_margin", "show_score")


class RulesError(ValueError):
    """The file of rules is wrong; the text says where and what."""


def load(path: Path = FILE) -> Rules:
    """The rules of the file; raises RulesError with the place of the first thing that is wrong."""
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise RulesError(f"{path.name}: {wrong}") from None
    return _rules(_Place(path.name, text, (), content), hashlib.sha256(raw).hexdigest())


@cache
def current() -> Rules:
    """The rules as they are shipped, read once."""
    return load()


@dataclass(frozen=True, slots=True)
class _Place:
    """A table of the file and the way to it: of each step the header, its number in the file from 0 (None for plain tables), what to call it."""

    file: str
    text: str
    way: tuple[tuple[str, int | None, str], ...]
    table: Mapping[str, Any]

    def wrong(self, what: str) -> RulesError:
        """The error, with the place spelled out."""
        words = " > ".join(label for _, _, label in self.way)
        line = self._line()
        return RulesError(": ".join(each for each in (self.file + ("" if line is None else f", line {line}"), words, what) if each))

    def _line(self) -> int | None:
        if not self.way:
            return None
        name, number, _ = self.way[-1]
        header = f"[{name}]" if number is None else f"[[{name}]]"
        lines = [at for at, line in enumerate(self.text.splitlines(), start=1) if line.split("#")[0].strip() == header]
        return lines[number or 0] if len(lines) > (number or 0) else None

    def text_of(self, key: str) -> str:
        value = self.table.get(key)
        if not isinstance(value, str):
            raise self.wrong(f"`{key}` must be a text" + ("" if value is not None else ", it is missing"))
        return value

    def number(self, key: str) -> float | None:
        value = self.table.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1000):
            raise self.wrong(f"`{key}` must be a number above 0")
        return value

    def whole(self, key: str) -> int | None:
        value = self.table.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.wrong(f"`{key}` must be a whole number")
        return value

    def words(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or any(each not in allowed for each in value):
            raise self.wrong(f"`{key}` must be a list of {', '.join(allowed)}; it is {value!r}")
        return tuple(value)

    def sub(self, key: str) -> "_Place":
        value = self.table.get(key)
        if not isinstance(value, dict):
            raise self.wrong(f"the table [{key}] is missing")
        return _Place(self.file, self.text, (*self.way, (key, None, key)), value)

    def each(self, key: str, *, before: int = 0) -> "list[_Place]":
        """The tables of a list; `before` of that name stand above them in the file."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
            raise self.wrong(f"at least one [[{key}]] is needed")
        full = ".".join((*(name for name, *_ in self.way[-1:]), key))
        places = list[_Place]()
        for at, one in enumerate(value):
            named = one.get("id", one.get("result"))
            label = f'{key} "{named}"' if isinstance(named, str) else f"{key} no. {at + 1}"
            places.append(_Place(self.file, self.text, (*self.way, (full, before + at, label)), one))
        return places

    def only(self, *keys: str) -> None:
        unknown = sorted(set(self.table) - set(keys))
        if unknown:
            raise self.wrong(f"`{unknown[0]}` means nothing here; there are {', '.join(keys)}")


def _rules(top: _Place, sha256: str) -> Rules:
    top.only(
        "version",
        "labels",
        "sources",
        "features",
        "terms",
        "name_count",
        "prior",
        "field",
        "condition",
        "thresholds",
        "at_number",
        "at_search",
    )
    sources = _texts(top.sub("sources"))
    features = _texts(top.sub("features"))
    names, truths = _names(top.sub("terms"), features)
    fields = _fields(top, names, truths, sources)
    conditions = _conditions(top, fields, sources)
    thresholds = _thresholds(top.sub("thresholds"))
    tables = {
        table: _table(top.each(table), fields, conditions, thresholds, sources, search=table == "at_search")
        for table in ("at_number", "at_search")
    }
    counts = top.sub("name_count")
    most = counts.whole("most_bits")
    if most is None or not 1 <= most <= 40:
        raise counts.wrong("`most_bits` must be between 1 and 40")
    return Rules(
        version=top.text_of("version"),
        sha256=sha256,
        sources=sources,
        features=features,
        terms=_texts(top.sub("terms")),
        most_rarity_bits=most,
        name_count={key: counts.text_of(key) for key in ("counts", "reason")},
        prior_reason=top.sub("prior").text_of("reason"),
        fields=fields,
        conditions=conditions,
        thresholds=thresholds,
        at_number=tables["at_number"],
        at_search=tables["at_search"],
    )


def _texts(place: _Place) -> dict[str, str]:
    return {key: place.text_of(key) for key in place.table}


def _names(terms: _Place, features: Mapping[str, str]) -> tuple[list[str], list[str]]:
    names, truths = list(features), list[str]()
    for term in terms.table:
        if term in names:
            raise terms.wrong(f"`{term}` is there already")
        if _truth(terms, term, names, truths):
            truths.append(term)
        names.append(term)
    return names, truths


def _truth(place: _Place, key: str, names: list[str], truths: list[str]) -> bool:
    try:
        return expressions.is_condition(expressions.parse(place.text_of(key), names), truths)
    except expressions.ExpressionError as wrong:
        raise place.wrong(f"`{key}`: {wrong}") from None


def _fields(top: _Place, names: list[str], truths: list[str], sources: Mapping[str, str]) -> tuple[Field, ...]:
    fields, levels_above = list[Field](), 0
    for at, place in enumerate(top.each("field")):
        place.only("id", "column", "vi", "en", "reason", "level")
        levels = place.each("level", before=levels_above)
        levels_above += len(levels)
        if len(levels) > MOST_LEVELS:
            raise place.wrong(f"has {len(levels)} levels, at most {MOST_LEVELS} fit into its bits")
        if levels[-1].table.get("when") != "True":
            raise levels[-1].wrong('`when` of the last level must be "True", or a pair could have no level')
        fields.append(
            Field(
                id=place.text_of("id"),
                place=at,
                column=place.text_of("column"),
                vi=place.text_of("vi"),
                en=place.text_of("en"),
                reason=place.text_of("reason"),
                levels=tuple(_level(one, code, names, truths, sources) for code, one in enumerate(levels)),
            )
        )
        _alone(place, [each.id for each in fields])
        _alone(place, [each.id for each in fields[-1].levels])
    if len(fields) > MOST_FIELDS:
        raise top.wrong(f"there are {len(fields)} fields, at most {MOST_FIELDS} fit into 63 bits")
    return tuple(fields)


def _alone(place: _Place, ids: list[str]) -> None:
    for each in ids:
        if ids.count(each) > 1:
            raise place.wrong(f"there are two called `{each}`")


def _level(place: _Place, code: int, names: list[str], truths: list[str], sources: Mapping[str, str]) -> Level:
    place.only("id", "vi", "en", "kind", "when", "m", "u", "u_share", "reason", "source")
    if not _truth(place, "when", names, truths):
        raise place.wrong("`when` must be true or false, it is a number")
    kind = place.text_of("kind")
    if kind not in KINDS:
        raise place.wrong(f"`kind` must be one of {', '.join(KINDS)}")
    m, u, share = place.number("m"), place.number("u"), place.number("u_share")
    if (m is None) != (u is None and share is None) or (u is not None and share is not None):
        raise place.wrong("needs `m` with either `u` or `u_share`, or none of them")
    if max(m or 0, u or 0) > 1:
        raise place.wrong("`m` and `u` are shares, at most 1")
    return Level(
        id=place.text_of("id"),
        code=code,
        vi=place.text_of("vi"),
        en=place.text_of("en"),
        kind=kind,  # type: ignore[arg-type]  # one of KINDS, just checked
        when=place.text_of("when"),
        reason=place.text_of("reason"),
        source=_source(place, sources),
        m=m,
        u=share if u is None else u,
        by_share=share is not None,
    )


def _source(place: _Place, sources: Mapping[str, str]) -> str:
    source = place.text_of("source")
    if source not in sources:
        raise place.wrong(f"`source` must be one of {', '.join(sources)}")
    return source


def _allows(place: _Place, fields: Sequence[Field]) -> dict[str, tuple[str, ...]]:
    return {each.id: place.words(each.id, [level.id for level in each.levels]) for each in fields if each.id in place.table}


def _conditions(top: _Place, fields: tuple[Field, ...], sources: Mapping[str, str]) -> tuple[Condition, ...]:
    found, above = list[Condition](), 0
    for place in top.each("condition"):
        place.only("id", "vi", "en", "reason", "line")
        lines = place.each("line", before=above)
        above += len(lines)
        for line in lines:
            line.only(*(each.id for each in fields), "reason", "source")
        found.append(
            Condition(
                id=place.text_of("id"),
                vi=place.text_of("vi"),
                en=place.text_of("en"),
                reason=place.text_of("reason"),
                lines=tuple(
                    Line(allows=_allows(line, fields), reason=line.text_of("reason"), source=_source(line, sources)) for line in lines
                ),
            )
        )
        _alone(place, [each.id for each in found])
    return tuple(found)


def _thresholds(place: _Place) -> dict[str, Threshold]:
    place.only(*_THRESHOLDS, *(f"{each}_reason" for each in _THRESHOLDS))
    found = dict[str, Threshold]()
    for each in _THRESHOLDS:
        value = place.whole(each)
        if value is None:
            raise place.wrong(f"`{each}` is missing")
        found[each] = Threshold(value=value, reason=place.text_of(f"{each}_reason"))
    return found


def _table(
    places: list[_Place],
    fields: tuple[Field, ...],
    conditions: tuple[Condition, ...],
    thresholds: Mapping[str, Threshold],
    sources: Mapping[str, str],
    *,
    search: bool,
) -> tuple[Row, ...]:
    at_search = ("claimed", "score_at_least", "margin_at_least", "candidates_at_least") if search else ()
    rows = list[Row]()
    for place in places:
        place.only("result", "vi", "en", "reason", "source", "meets", *at_search, *(each.id for each in fields))
        result = place.text_of("result")
        if result not in RESULTS:
            raise place.wrong(f"`result` must be one of {', '.join(RESULTS)}")
        rows.append(
            Row(
                result=result,
                vi=place.text_of("vi"),
                en=place.text_of("en"),
                reason=place.text_of("reason"),
                source=_source(place, sources),
                allows=_allows(place, fields),
                meets=place.words("meets", [each.id for each in conditions]),
                claimed=place.words("claimed", CLAIMS),
                score_at_least=_threshold(place, "score_at_least", thresholds),
                margin_at_least=_threshold(place, "margin_at_least", thresholds),
                candidates_at_least=place.whole("candidates_at_least"),
            )
        )
    last = rows[-1]
    if (
        last.allows
        or last.meets
        or last.claimed
        or (last.score_at_least, last.margin_at_least, last.candidates_at_least) != (None, None, None)
    ):
        raise places[-1].wrong("the last line must fit every pair, or some would get no answer")
    return tuple(rows)


def _threshold(place: _Place, key: str, thresholds: Mapping[str, Threshold]) -> int | None:
    if key not in place.table:
        return None
    name = place.text_of(key)
    if name not in thresholds:
        raise place.wrong(f"`{key}` must name one of {', '.join(thresholds)}")
    return thresholds[name].value
