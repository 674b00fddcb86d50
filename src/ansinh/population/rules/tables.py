"""The decision tables read as data: which line decided. Slow, for the one record that is explained, and to test the generated code against."""

from collections.abc import Mapping

from ansinh.population.rules.model import BITS_A_FIELD, CLAIMS, Level, Line, Row, Rules


def unpack(rules: Rules, levels: int) -> dict[str, Level]:
    """The level of each field, in the order of the file; raises ValueError where `levels` holds one that the rules do not have."""
    found = dict[str, Level]()
    for field in rules.fields:
        code = levels >> BITS_A_FIELD * field.place & (1 << BITS_A_FIELD) - 1
        if code >= len(field.levels):
            raise ValueError(f"{field.id} has no level {code}; these levels were made by other rules than {rules.stamp}")
        found[field.id] = field.levels[code]
    return found


def pack(rules: Rules, chosen: Mapping[str, str]) -> int:
    """The integer of these levels, by field; a field that is not named takes its first level."""
    return sum(rules.field(name).level(level).code << BITS_A_FIELD * rules.field(name).place for name, level in chosen.items())


def row_at_number(rules: Rules, levels: int) -> Row:
    """The line of the table at_number that decides."""
    pair = unpack(rules, levels)
    return next(row for row in rules.at_number if _fits(rules, row, pair))


def row_at_search(rules: Rules, levels: int, score: int, margin: int, candidates: int, claimed: int) -> Row:
    """The line of the table at_search that decides; arguments as of generated.at_search."""
    pair = unpack(rules, levels)
    return next(
        row
        for row in rules.at_search
        if _reached(score, row.score_at_least)
        and _reached(margin, row.margin_at_least)
        and _reached(candidates, row.candidates_at_least)
        and (not row.claimed or CLAIMS[claimed] in row.claimed)
        and _fits(rules, row, pair)
    )


def meets(rules: Rules, condition: str, pair: Mapping[str, Level]) -> bool:
    """True if the pair fits a line of the condition."""
    return any(_allowed(line, pair) for line in rules.condition(condition).lines)


def _fits(rules: Rules, row: Row, pair: Mapping[str, Level]) -> bool:
    return _allowed(row, pair) and all(meets(rules, condition, pair) for condition in row.meets)


def _allowed(line: Line | Row, pair: Mapping[str, Level]) -> bool:
    return all(pair[name].id in allowed for name, allowed in line.allows.items())


def _reached(value: int, least: int | None) -> bool:
    return least is None or value >= least
