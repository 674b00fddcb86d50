"""The rules as SQL expressions over integer columns, for DuckDB and for Spark: the same integers as the generated functions give.

The texts hold names of columns, numbers and nothing else; who runs them decides from which table. No column may be NULL: what is absent
is 0, -1 or 9 as [features] in rules.toml says. `population` is a number, not a column: a run knows it.
"""

from collections.abc import Mapping

from ansinh.population.rules import expressions, generated
from ansinh.population.rules.expressions import DUCKDB, SPARK, Dialect
from ansinh.population.rules.model import BITS_A_FIELD, CLAIMS, RESULTS, Field, Line, Row, Rules

__all__ = ["DUCKDB", "SPARK", "at_number", "at_search", "differs", "levels", "score"]

_BITS = (1 << BITS_A_FIELD) - 1


def levels(rules: Rules, dialect: Dialect, features: Mapping[str, str]) -> str:
    """The packed levels of a pair; `features` gives the column, or expression, of each feature in [features]."""
    written = {name: features[name] for name in rules.features}
    for term, text in rules.terms.items():
        written[term] = f"({_render(text, dialect, written)})"
    return " + ".join(f"CAST({_level(field, dialect, written)} AS BIGINT)" for field in rules.fields)


def score(rules: Rules, dialect: Dialect, *, levels: str, name_count: str, population: int) -> str:
    """The score of a pair in hundredths of a bit, from its packed levels and the bearers of the candidate's name."""
    weights = [
        _case([(f"{_unpack(field, dialect, levels)} = {level.code}", level.weight) for level in field.levels if level.weight], 0)
        for field in rules.fields
        if any(level.weight for level in field.levels)
    ]
    steps = [(f"{name_count} <= {population >> bits}", 100 * bits) for bits in range(rules.most_rarity_bits, 0, -1)]
    shares = [
        _among(_unpack(field, dialect, levels), [level.code for level in field.levels if level.by_share])
        for field in rules.fields
        if any(level.by_share for level in field.levels)
    ]
    rarity = f"CASE WHEN {' OR '.join(shares)} THEN {_case(steps, 0)} ELSE 0 END"
    return f"CAST({' + '.join(weights)} + {rarity} - {generated.prior(population)} AS BIGINT)"


def at_number(rules: Rules, dialect: Dialect, *, levels: str) -> str:
    """The result of the number check, as its place in RESULTS."""
    return _table(rules, rules.at_number, dialect, {"levels": levels})


def at_search(rules: Rules, dialect: Dialect, *, levels: str, score: str, margin: str, candidates: str, claimed: str) -> str:
    """The result of the search, as its place in RESULTS; `claimed` is a place in CLAIMS."""
    columns = {"levels": levels, "score": score, "margin": margin, "candidates": candidates, "claimed": claimed}
    return _table(rules, rules.at_search, dialect, columns)


def differs(rules: Rules, dialect: Dialect, *, levels: str) -> str:
    """Which fields differ, one bit for each by its place, as generated.differs."""
    asked = {name for condition in rules.conditions if condition.id == "confirmed" for line in condition.lines for name in line.allows}
    firm, soft = list[str](), list[str]()
    for field in (each for each in rules.fields if each.column):
        level = _unpack(field, dialect, levels)
        hard = [each.code for each in field.levels if each.kind == "differs"]
        weak = [each.code for each in field.levels if each.kind in {"soft", "missing"}]
        firm += [_case([(_among(level, hard), 1 << field.place)], 0)] if hard else []
        soft += [_case([(_among(level, weak), 1 << field.place)], 0)] if weak and field.id in asked else []
    return f"CASE WHEN {' + '.join(firm)} <> 0 THEN {' + '.join(firm)} ELSE {' + '.join(soft)} END"


def _render(text: str, dialect: Dialect, written: Mapping[str, str]) -> str:
    return expressions.render(expressions.parse(text, written), dialect, lambda name: written[name])


def _level(field: Field, dialect: Dialect, written: Mapping[str, str]) -> str:
    unit = 1 << BITS_A_FIELD * field.place
    tests = [(_render(level.when, dialect, written), level.code * unit) for level in field.levels[:-1]]
    return _case(tests, field.levels[-1].code * unit)


def _case(tests: list[tuple[str, int]], otherwise: int) -> str:
    return f"CASE {' '.join(f'WHEN {test} THEN {value}' for test, value in tests)} ELSE {otherwise} END"


def _unpack(field: Field, dialect: Dialect, levels: str) -> str:
    shifted = dialect.divide.format(left=levels, right=1 << BITS_A_FIELD * field.place)
    return f"(({shifted}) % {_BITS + 1})"


def _among(value: str, codes: list[int]) -> str:
    return f"{value} IN ({', '.join(str(code) for code in codes)})"


def _table(rules: Rules, rows: tuple[Row, ...], dialect: Dialect, columns: Mapping[str, str]) -> str:
    tests = [(" AND ".join(_tests(rules, row, dialect, columns)), RESULTS.index(row.result)) for row in rows[:-1]]
    return _case(tests, RESULTS.index(rows[-1].result))


def _tests(rules: Rules, row: Row, dialect: Dialect, columns: Mapping[str, str]) -> list[str]:
    limits = {"candidates": row.candidates_at_least, "score": row.score_at_least, "margin": row.margin_at_least}
    tests = [f"{columns[name]} >= {least}" for name, least in limits.items() if least is not None]
    for name in row.meets:
        lines = [f"({_line(rules, line, dialect, columns)})" for line in rules.condition(name).lines]
        tests += [f"({' OR '.join(lines)})"]
    if row.claimed:
        tests.append(_among(columns["claimed"], [CLAIMS.index(each) for each in row.claimed]))
    return tests + ([_line(rules, row, dialect, columns)] if row.allows else [])


def _line(rules: Rules, line: Line | Row, dialect: Dialect, columns: Mapping[str, str]) -> str:
    return " AND ".join(
        _among(_unpack(rules.field(name), dialect, columns["levels"]), [rules.field(name).level(each).code for each in allowed])
        for name, allowed in line.allows.items()
    )
