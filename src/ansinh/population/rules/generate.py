"""Writes generated.py from the rules: plain functions over integers that Python runs as they are and numba compiles unchanged.

Written into a file and committed, not made at run time: a reader sees what will run, a debugger stops in it, and numba can keep what it
compiled. A test holds the file equal to the rules.
"""

from collections.abc import Iterator, Mapping

from ansinh.population.rules import expressions
from ansinh.population.rules.model import BITS_A_FIELD, CLAIMS, RESULTS, Field, Line, Row, Rules


def source(rules: Rules) -> str:
    """The text of generated.py."""
    parts = [_head(rules), _levels(rules), _weight(rules), _shares(rules), _rarity(rules), _prior(), _score(), _differs(rules)]
    parts += [_at_number(rules), _at_search(rules)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(rules: Rules) -> list[str]:
    return [
        f'"""The rules {rules.version}, written by `ansinh population rules --write` from rules.toml. Not to be edited."""',
        "# ruff: noqa: C901, PLR0912, PLR0915, PLR1714",
        "# fmt: off",
        "",
        f'VERSION = "{rules.version}"',
        f'SHA256 = "{rules.sha256}"',
        "",
        *(f"{each.upper()} = {code}" for code, each in enumerate(RESULTS)),
        "",
        *(f"CLAIM_{each.upper()} = {code}" for code, each in enumerate(CLAIMS)),
        "",
        *(f"{name.upper()} = {each.value}" for name, each in rules.thresholds.items()),
        "",
        *(f"{each.id.upper()}_{level.id.upper()} = {level.code}" for each in rules.fields for level in each.levels),
        "",
        *(f"{each.id.upper()}_SHIFT = {BITS_A_FIELD * each.place}" for each in rules.fields),
        "",
    ]


def _levels(rules: Rules) -> Iterator[str]:
    yield f"def levels({', '.join(f'{each}: int' for each in rules.features)}) -> int:"
    yield '    """How the fields of a pair compare: one level a field, packed into one integer."""'
    for term, text in rules.terms.items():
        yield f"    {term} = {_python(text, rules)}"
    for field in rules.fields:
        for level in field.levels[:-1]:
            yield f"    {'if' if level.code == 0 else 'elif'} {_python(level.when, rules)}:"
            yield f"        in_{field.id} = {level.code}  # {level.en}"
        yield "    else:" if len(field.levels) > 1 else "    if True:"
        yield f"        in_{field.id} = {field.levels[-1].code}  # {field.levels[-1].en}"
    yield f"    return {' | '.join(f'in_{each.id} << {BITS_A_FIELD * each.place}' if each.place else f'in_{each.id}' for each in rules.fields)}"


def _python(text: str, rules: Rules) -> str:
    names = [*rules.features, *rules.terms]
    return expressions.bare(expressions.render(expressions.parse(text, names), expressions.PYTHON, str))


def _unpack(field: Field, indent: str = "    ") -> str:
    shift = BITS_A_FIELD * field.place
    return f"{indent}{field.id} = {f'levels >> {shift}' if shift else 'levels'} & 15"


def _weight(rules: Rules) -> Iterator[str]:
    yield "def weight(levels: int) -> int:"
    yield '    """The weights of all levels in hundredths of a bit, without the rarity of the name and without what is known before."""'
    yield "    total = 0"
    for field in rules.fields:
        weighty = [each for each in field.levels if each.weight]
        if not weighty:
            continue
        yield _unpack(field)
        for at, level in enumerate(weighty):
            yield f"    {'elif' if at else 'if'} {field.id} == {level.code}:"
            yield f"        total += {level.weight}  # {level.en}"
    yield "    return total"


def _shares(rules: Rules) -> Iterator[str]:
    yield "def counts_name(levels: int) -> bool:"
    yield '    """True if the pair agrees on the name in a way that counts for more, the rarer the name is."""'
    tests = list[str]()
    for field in rules.fields:
        codes = [each.code for each in field.levels if each.by_share]
        if codes:
            yield _unpack(field)
            tests.append(_among(field.id, codes))
    yield f"    return {' or '.join(tests) or 'False'}"


def _rarity(rules: Rules) -> Iterator[str]:
    yield "def rarity(name_count: int, population: int) -> int:"
    yield '    """How rare a name is, hundredths of a bit: whole bits of population / name_count, rounded down."""'
    for bits in range(rules.most_rarity_bits, 0, -1):
        yield f"    if name_count <= population >> {bits}:" if bits else ""
        yield f"        return {100 * bits}"
    yield "    return 0"


def _prior() -> Iterator[str]:
    yield "def prior(population: int) -> int:"
    yield '    """What speaks against a pair before it is compared: whole bits of the population, rounded up, in hundredths of a bit."""'
    yield "    bits = 0"
    yield "    rest = population - 1"
    for step in (32, 16, 8, 4, 2, 1):
        yield f"    if rest >> {step} > 0:"
        yield f"        bits += {step}"
        yield f"        rest >>= {step}"
    yield "    return 100 * (bits + rest)"


def _score() -> list[str]:
    return [
        "def score(levels: int, name_count: int, population: int) -> int:",
        '    """log2 of the odds that the pair is one person, in hundredths of a bit. Margins between candidates are differences of it."""',
        "    total = weight(levels) - prior(population)",
        "    if counts_name(levels):",
        "        total += rarity(name_count, population)",
        "    return total",
    ]


def _differs(rules: Rules) -> Iterator[str]:
    asked = {field for condition in rules.conditions if condition.id == "confirmed" for line in condition.lines for field in line.allows}
    yield "def differs(levels: int) -> int:"
    yield '    """Which fields differ, one bit for each by its place; where none does, those that agree only in part or are missing."""'
    yield "    firm = 0"
    yield "    soft = 0"
    for field in rules.fields:
        if not field.column:
            continue
        firm = [each.code for each in field.levels if each.kind == "differs"]
        soft = [each.code for each in field.levels if each.kind in {"soft", "missing"}] if field.id in asked else []
        if not firm and not soft:
            continue
        yield _unpack(field)
        for codes, name in ((firm, "firm"), (soft, "soft")):
            if codes:
                yield f"    if {_among(field.id, codes)}:"
                yield f"        {name} |= {1 << field.place}"
    yield "    return firm if firm != 0 else soft"


def _among(name: str, codes: list[int]) -> str:
    return " or ".join(f"{name} == {code}" for code in codes)


def _one_of(name: str, codes: list[int]) -> str:
    return _among(name, codes) if len(codes) == 1 else f"({_among(name, codes)})"


def _at_number(rules: Rules) -> Iterator[str]:
    yield "def at_number(levels: int) -> int:"
    yield '    """What the holder of the claimed number means for the record: a result; doubt and someone_else go on to the search."""'
    yield from _rows(rules, rules.at_number)


def _at_search(rules: Rules) -> Iterator[str]:
    yield "def at_search(levels: int, score: int, margin: int, candidates: int, claimed: int) -> int:"
    yield '    """What the best of `candidates` means: a result. `levels`, `score`, `margin` are read only where there is a candidate."""'
    yield from _rows(rules, rules.at_search)


def _rows(rules: Rules, rows: tuple[Row, ...]) -> Iterator[str]:
    used = {field for row in rows for field in row.allows}
    met = {name for row in rows for name in row.meets}
    used |= {field for name in met for line in rules.condition(name).lines for field in line.allows}
    yield from (_unpack(each) for each in rules.fields if each.id in used)
    for name in (each.id for each in rules.conditions if each.id in met):
        lines = [f"({_line(rules, line)})" if len(line.allows) > 1 else _line(rules, line) for line in rules.condition(name).lines]
        yield f"    {name} = {' or '.join(lines)}"
    for row in rows[:-1]:
        yield f"    # {row.en}"
        yield f"    if {' and '.join(_tests(rules, row))}:"
        yield f"        return {row.result.upper()}"
    yield f"    return {rows[-1].result.upper()}  # {rows[-1].en}"


def _tests(rules: Rules, row: Row) -> Iterator[str]:
    numbers: Mapping[str, int | None] = {
        "candidates": row.candidates_at_least,
        "score": row.score_at_least,
        "margin": row.margin_at_least,
    }
    yield from (f"{name} >= {least}" for name, least in numbers.items() if least is not None)
    yield from row.meets
    if row.claimed:
        codes = [CLAIMS.index(each) for each in row.claimed]
        yield _one_of("claimed", codes)
    if row.allows:
        yield _line(rules, row)


def _line(rules: Rules, line: Line | Row) -> str:
    return " and ".join(_one_of(name, [rules.field(name).level(each).code for each in allowed]) for name, allowed in line.allows.items())
