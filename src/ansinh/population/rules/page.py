"""The rules as a page for people: docs/verification-rules.md. Owns its words, not its content."""

from collections.abc import Iterator, Sequence

from ansinh.population.rules import generated
from ansinh.population.rules.model import Field, Level, Line, Row, Rules
from ansinh.population.rules.tables import pack
from ansinh.population.rules.waterfall import odds

_HEAD = """\
# Verification rules

When is a record of the insurance register about a person of the population register? This page is written from
`population/rules/rules.toml` by `ansinh population rules --write`; the same file becomes the Python that checks one person, the compiled
code that checks a nation, and the SQL of DuckDB and Spark. A test holds the four equal over 100,000 pairs, another this page to the file.

"""

_PEOPLE = 98_000_000
_BEARERS = (170_000, 10_000, 1_000, 10)
_SECONDS = (
    ("old number equal, no citizen number in the record", {"old": "equal", "number": "missing"}),
    ("citizen number one digit off", {"old": "missing", "number": "one_digit"}),
    ("citizen number two digits off", {"old": "missing", "number": "two_digits"}),
    ("no second identifier", {"old": "missing", "number": "missing"}),
    ("no second identifier, province and ward equal", {"old": "missing", "number": "missing", "province": "equal", "ward": "equal"}),
)
_BIRTHS = ("equal", "swapped", "off_by_one", "year")


def text(rules: Rules) -> str:
    """The text of docs/verification-rules.md."""
    parts = [_how(rules), _before(rules), *(_field(each) for each in rules.fields), _conditions(rules)]
    parts += [
        _table(rules, "At the number: the holder of the number the record claims", rules.at_number),
        _table(rules, "At the search: the best candidate for a record whose number did not settle it", rules.at_search),
        _thresholds(rules),
        _examples(rules),
        _sources(rules),
    ]
    return _HEAD + "\n".join("\n".join(part) + "\n" for part in parts)


def _how(rules: Rules) -> Iterator[str]:
    yield f"Version {rules.version}, `{rules.sha256[:12]}`."
    yield ""
    yield "## How a pair is compared"
    yield ""
    yield "Each field takes the first of its levels that fits. A level weighs log2(m / u) bits: m is how often the same person shows it, u how"
    yield "often another person, taken at random. Weights are hundredths of a bit in whole numbers and are added, never multiplied, so that every"
    yield "engine gets the same. **Every m here is a guess, on the pessimistic side**: no error rates of the two registers are published. They are"
    yield "to be measured from decided pairs (`population.rules.estimate`) before anybody relies on them."
    yield ""
    yield "What a pair is compared by:"
    yield ""
    yield from _rows(["feature", "meaning"], ([f"`{name}`", meaning] for name, meaning in rules.features.items()))


def _before(rules: Rules) -> Iterator[str]:
    yield "## Before anything is compared"
    yield ""
    yield f"{rules.prior_reason} In whole bits, rounded up: {generated.prior(_PEOPLE) // 100} against every pair at {_PEOPLE:,} people."
    yield ""
    yield "## How rare a name is"
    yield ""
    yield f"Added where two names agree: whole bits of people / bearers, rounded down, at most {rules.most_rarity_bits}. Bearers are the"
    yield f"{rules.name_count['counts']}. {rules.name_count['reason']}"


def _field(field: Field) -> Iterator[str]:
    yield f"## {field.en} · {field.vi}"
    yield ""
    yield field.reason
    yield ""
    head = ["level", "in Vietnamese", "counts as", "when", "m", "u", "bits", "reason", "source"]
    yield from _rows(head, (_level(each) for each in field.levels))


def _level(level: Level) -> list[str]:
    u = "" if level.u is None else f"{level.u:g} × share of the name" if level.by_share else f"{level.u:g}"
    bits = "0" if level.m is None else f"{level.weight / 100:+.2f}{' + rarity' if level.by_share else ''}"
    when = "otherwise" if level.when == "True" else f"`{level.when}`"
    m = "" if level.m is None else f"{level.m:g}"
    return [f"{level.en} `{level.id}`", level.vi, level.kind, when, m, u, bits, level.reason, level.source]


def _conditions(rules: Rules) -> Iterator[str]:
    yield "## Conditions"
    yield ""
    for condition in rules.conditions:
        yield f"### {condition.en} · {condition.vi}"
        yield ""
        yield f"{condition.reason} Met by a pair that fits any line."
        yield ""
        yield from _rows(["where", "reason"], ([_allowed(line), line.reason] for line in condition.lines))
        yield ""


def _allowed(line: Line | Row) -> str:
    return "; ".join(f"{field} {' or '.join(levels)}" for field, levels in line.allows.items())


def _table(rules: Rules, title: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "The first line that fits decides."
    yield ""
    yield from _rows(
        ["result", "where", "said to people", "reason", "source"],
        ([f"**{row.result}**", _where(rules, row) or "all else", f"{row.en} {row.vi}", row.reason, row.source] for row in rows),
    )


def _where(rules: Rules, row: Row) -> str:
    parts = [rules.condition(each).en for each in row.meets]
    parts += [_allowed(row)] if row.allows else []
    parts += [f"the claimed number: {' or '.join(row.claimed).replace('_', ' ')}"] if row.claimed else []
    limits = (("candidates", row.candidates_at_least, 1), ("score", row.score_at_least, 100), ("margin", row.margin_at_least, 100))
    parts += [f"{name} at least {least / unit:g}{' bits' if unit > 1 else ''}" for name, least, unit in limits if least is not None]
    return "; ".join(parts)


def _thresholds(rules: Rules) -> Iterator[str]:
    yield "## Thresholds"
    yield ""
    yield from _rows(
        ["threshold", "bits", "odds", "reason"],
        ([name.replace("_", " "), f"{each.value / 100:g}", odds(each.value), each.reason] for name, each in rules.thresholds.items()),
    )


def _examples(rules: Rules) -> Iterator[str]:
    yield "## What scores what"
    yield ""
    yield f"Name exact, sex equal, place not compared unless said, no rival, {_PEOPLE:,} people; bits, by how many bear the name. In bold what is"
    yield "assigned without a person's decision; everything else that reaches the least score to be shown is a candidate."
    yield ""
    rows = list[list[str]]()
    for words, second in _SECONDS:
        for birth in _BIRTHS:
            shown = {
                "province": "missing",
                "ward": "missing",
                "status": "living",
                "name": "exact",
                "sex": "equal",
                "birth": birth,
                **second,
            }
            levels = pack(rules, shown)
            rows.append([words, rules.field("birth").level(birth).en, *(_score(levels, bearers) for bearers in _BEARERS)])
    yield from _rows(["second identifier", "birth", *(f"{bearers:,} bearers" for bearers in _BEARERS)], rows)


def _score(levels: int, bearers: int) -> str:
    score = generated.score(levels, bearers, _PEOPLE)
    result = generated.at_search(levels, score, generated.ASSIGN_MARGIN, 1, generated.CLAIM_UNKNOWN)
    shown = f"{score / 100:.1f}"
    return f"**{shown}**" if result == generated.ASSIGNED else shown if result == generated.CANDIDATES else f"({shown})"


def _sources(rules: Rules) -> Iterator[str]:
    yield "## Sources"
    yield ""
    yield from _rows(["source", ""], ([name, words] for name, words in rules.sources.items()))


def _rows(head: Sequence[str], rows: "Iterator[list[str]] | Sequence[list[str]]") -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(each.replace('|', chr(92) + '|') for each in row)} |"
