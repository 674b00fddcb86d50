"""Where and how old the people of a run are: read from the insured records, in step with the file of verdicts.

A verdict has no province and no birth; the source has both. Its rows come in the order of the verdicts, less those that were left out, so
that one small integer a record, a cell, is all that has to be kept of 55 million people.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ansinh.kit.errors import Refused
from ansinh.population import inputs
from ansinh.population.canon import Batch
from ansinh.population.report.model import NOT_KNOWN, OTHER, Scheme
from ansinh.population.report.origin import Origin
from ansinh.terms import PROVINCES, names, places

AGES = (0, 6, 15, 18, 25, 35, 45, 55, 65, 80)
"""First year of age of each group: children who are insured without a contribution, pupils, and so on by decades."""

_AT_ONCE = 2
_NOT_NEEDED = ("citizen_number", "old_id_number", "sex", "ward")
_CODES = tuple(sorted(PROVINCES))
_OTHER, _NONE = len(_CODES), len(_CODES) + 1
_OLDEST = 130
_FEW = 0.001


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Glimpse:
    """What an example shows of a record: never the name."""

    row: int
    initials: str
    birth_year: int | None
    province: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class People:
    """A cell a record in the order of the verdicts, and what the asked records look like by their place in that order."""

    cells: pa.Table
    glimpses: Mapping[int, Glimpse] = field(default_factory=dict)


def read(origin: Origin, *, left_out: inputs.Rows, repeated: inputs.Rows, asked: Sequence[int], year: int, rows: int) -> People:
    """The people of a run of `rows` verdicts; `asked` are places of verdicts, `year` that of the run, the others rows as in `queries`.

    Raises Refused("other_source") where the source gives another number of records than there are verdicts.
    """
    source = inputs.open(origin.where, "insured", _narrowed(origin.mapping), sex_codes=origin.sex_codes, spool=origin.spool)
    firsts = [unit.first_row - int(np.searchsorted(left_out, unit.first_row)) for unit in source.units]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        parts = list(pool.map(lambda unit: _unit(source, unit, repeated, firsts[unit.index], asked, year), source.units))
    cells = pa.chunked_array([cells for cells, _ in parts], pa.uint16())
    if len(cells) != rows:
        raise Refused(
            "other_source", f"the source has {len(cells):,} records and the run {rows:,} verdicts: it is another source", field="insured"
        )
    return People(cells=pa.table({"cell": cells}), glimpses={place: each for _, some in parts for place, each in some.items()})


def by_province(counts: Sequence[tuple[str, int, int]]) -> tuple[Scheme, dict[str, dict[str, int]]]:
    """Outcomes by province from (verdict, cell, records), and which provinces they are.

    The codes of 34 provinces are codes of 63 as well, so that only those that went out of use tell: records name the 63 as soon as one in
    a thousand has such a code.
    """
    found: dict[str, dict[str, int]] = {}
    for verdict, cell, records in counts:
        place = cell // (len(AGES) + 1)
        _add(found, _CODES[place] if place < _OTHER else OTHER if place == _OTHER else NOT_KNOWN, verdict, records)
    known = {code: sum(outcomes.values()) for code, outcomes in found.items() if code in PROVINCES}
    if not known:
        return "none", found
    today = {each.code for each in places.provinces_on(places.MERGED_ON)}
    gone = sum(records for code, records in known.items() if code not in today)
    return ("63" if gone >= _FEW * sum(known.values()) else "34"), found


def by_age(counts: Sequence[tuple[str, int, int]]) -> dict[str, dict[str, int]]:
    """Outcomes by group of age from (verdict, cell, records), the youngest first, unknown last."""
    found: dict[str, dict[str, int]] = {}
    for verdict, cell, records in sorted(counts, key=lambda each: each[1] % (len(AGES) + 1)):
        _add(found, age_group(cell % (len(AGES) + 1)), verdict, records)
    return found


def age_group(place: int) -> str:
    """`0-5`, ..., `80+`, or unknown."""
    if place == len(AGES):
        return NOT_KNOWN
    return f"{AGES[place]}+" if place + 1 == len(AGES) else f"{AGES[place]}-{AGES[place + 1] - 1}"


def province_name(code: int, scheme: Scheme) -> str:
    """The name of a province's code in that scheme, "" for none."""
    day = places.LAST_DAY_OF_DISTRICTS if scheme == "63" else places.MERGED_ON
    found = places.province(f"{code:03d}", on=day) if 0 < code < 1_000 else None
    return "" if found is None else found.name


def initials(name: bytes) -> str:
    """The first letter of every word of a name in any encoding: `N. V. A.`"""
    return initials_of(names.tidy(names.decode(name)))


def initials_of(name: str) -> str:
    """The first letter of every word."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def _narrowed(mapping: inputs.Mapping | None) -> inputs.Mapping:
    """The same source without the columns that nobody looks at here."""
    mapping = mapping or inputs.Mapping()
    return replace(mapping, columns={**mapping.columns, **dict.fromkeys(_NOT_NEEDED, "")})


def _unit(
    source: inputs.Source, unit: inputs.Unit, without: inputs.Rows, first: int, asked: Sequence[int], year: int
) -> tuple[pa.Array, dict[int, Glimpse]]:
    read = source.read(unit, without=without)
    batch = read.batch
    ours = [place - first for place in asked if first <= place < first + len(batch)]
    glimpses = {}
    for at in ours:
        row = int(read.rows[at]) if read.rows is not None else batch.first_row + at
        glimpses[first + at] = Glimpse(
            row=row,
            initials=initials(batch.name_data[batch.name_offsets[at] : batch.name_offsets[at + 1]].tobytes()),
            birth_year=int(batch.birth[at]) // 10_000 or None,
            province=int(batch.province[at]),
        )
    return pa.array(_cells(batch, year)), glimpses


def _cells(batch: Batch, year: int) -> npt.NDArray[np.uint16]:
    provinces = np.full(1_001, _OTHER, np.uint16)
    provinces[[int(code) for code in _CODES]] = np.arange(len(_CODES))
    provinces[0] = _NONE
    groups = np.searchsorted(np.array(AGES), np.arange(_OLDEST + 1), side="right").astype(np.uint16) - 1
    ages = np.full(10_000, len(AGES), np.uint16)
    ages[year - _OLDEST : year + 1] = groups[::-1]
    return provinces[np.minimum(batch.province, 1_000)] * np.uint16(len(AGES) + 1) + ages[batch.birth // 10_000]


def _add(found: dict[str, dict[str, int]], key: str, verdict: str, records: int) -> None:
    outcomes = found.setdefault(key, {})
    outcomes[verdict] = outcomes.get(verdict, 0) + records
