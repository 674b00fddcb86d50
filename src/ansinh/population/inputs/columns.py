"""Which columns a side must have, which it may have, and which of a source's columns they are.

A source that lacks one is refused with what it has, the nearest guess and the lines of a mapping file to begin with.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence

from ansinh.kit.errors import Refused
from ansinh.population.inputs.model import Side
from ansinh.terms import names

REQUIRED: Mapping[Side, tuple[str, ...]] = {
    "insured": ("record_id", "citizen_number", "full_name", "birth_date"),
    "population": ("citizen_number", "full_name", "birth_date"),
}
OPTIONAL: Mapping[Side, tuple[str, ...]] = {
    "insured": ("old_id_number", "sex", "province", "ward"),
    "population": ("old_id_number", "sex", "province", "ward", "status", "death_date"),
}
_MAY_BE_DECLARED_ABSENT = ("citizen_number", "birth_date")  # by "" in the mapping, and on the insured side only
_LIKELY = 0.6

Sample = Callable[[str], Sequence[str]]


def match(found: Sequence[str], told: Mapping[str, str], *, side: Side, what: str, sample: Sample | None = None) -> dict[str, str]:
    """Canonical name -> name in the source, of the columns that are there. Raises Refused("columns", ...).

    Without a word in the mapping a column is found by its canonical name, whatever its case and whether words are joined by spaces,
    dashes or underscores. `sample` gives some values of a column as text: what a column holds is the better guess than its name.
    """
    _distinct(found, what)
    by_folded = {_folded(name): name for name in found}
    matched: dict[str, str] = {}
    missing: list[str] = []
    for column in (*REQUIRED[side], *OPTIONAL[side]):
        name = told.get(column)
        if name == "":
            if column in REQUIRED[side] and not (side == "insured" and column in _MAY_BE_DECLARED_ABSENT):
                missing.append(column)
            continue
        if name is not None and name not in found:
            close = difflib.get_close_matches(name, found, n=1)
            nearest = f"; the nearest is {close[0]}" if close else ""
            raise Refused(
                "columns", f"{what} has no column {name}, which the mapping names for {column}{nearest}. {_listed(found)}", field=column
            )
        name = name or by_folded.get(_folded(column))
        if name is not None:
            matched[column] = name
        elif column in REQUIRED[side]:
            missing.append(column)
    if missing:
        raise Refused("columns", _explained(missing, found, matched, side=side, what=what, sample=sample), field=missing[0])
    return matched


def guess(missing: str, found: Sequence[str], sample: Sample | None) -> str | None:
    """The column that most likely is the missing one: by what it holds, else by its name; None without a likely one."""
    if sample is not None:
        shares = {name: _share(missing, sample(name)) for name in found}
        best = max(shares, key=lambda name: shares[name], default=None)
        if best is not None and shares[best] >= _LIKELY:
            return best
    close = difflib.get_close_matches(_folded(missing), [_folded(name) for name in found], n=1)
    return next((name for name in found if close and _folded(name) == close[0]), None)


def _share(column: str, values: Sequence[str]) -> float:
    looks = _LOOKS.get(column)
    filled = [value.strip() for value in values if value.strip()]
    if looks is None or not filled:
        return 0.0
    share = sum(bool(looks.fullmatch(value)) for value in filled) / len(filled)
    return share if column != "record_id" or len(set(filled)) == len(filled) else 0.0


_LOOKS = {
    "citizen_number": re.compile(r"'?0\d{11}|[1-9]\d{9,10}", re.ASCII),
    "full_name": re.compile(r"[^\d\W_][^\d_]*(?: [^\d_]+){1,6}"),
    "birth_date": re.compile(r"(?:18|19|20)\d\d(?:-\d\d(?:-\d\d(?:[T ].*)?)?)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|(?:18|19|20)\d{6}", re.ASCII),
    "record_id": re.compile(r"[A-Za-z]{0,3}\d{6,11}|\d{13,}", re.ASCII),
}


def _folded(name: str) -> str:
    return re.sub(r"[\s_.-]+", "", names.fold(name))


def _distinct(found: Sequence[str], what: str) -> None:
    twice = sorted({name for name in found if list(found).count(name) > 1})
    if twice:
        raise Refused("columns", f"{what} has more than one column {', '.join(twice)}", field=twice[0])


def _listed(found: Sequence[str]) -> str:
    shown = ", ".join(name or "(no name)" for name in found[:40])
    return f"Its columns are: {shown}{' ...' if len(found) > 40 else ''}."


def _explained(
    missing: Sequence[str], found: Sequence[str], matched: Mapping[str, str], *, side: Side, what: str, sample: Sample | None
) -> str:
    free = [name for name in found if name not in matched.values()]
    guesses = {column: guess(column, free, sample) for column in missing}
    lines = [f"{what} has no column {' and none '.join(missing)}. {_listed(found)}"]
    lines += [f"  {column} may be its column {name}." for column, name in guesses.items() if name is not None]
    option = "--mapping" if side == "insured" else "--mapping-population"
    lines += [
        f"Say what they are called in a mapping file ({option} FILE):",
        "  [columns]",
        *(f'  {column} = "{name or "..."}"' for column, name in guesses.items()),
        f"Required are {', '.join(REQUIRED[side])}; used where they exist: {', '.join(OPTIONAL[side])}.",
    ]
    return "\n".join(lines)
