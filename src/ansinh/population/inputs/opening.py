"""Which kind of source a place is."""

from typing import Literal

from ansinh.population.inputs import files
from ansinh.population.inputs.mapping import Mapping
from ansinh.population.inputs.model import Side, Source
from ansinh.population.inputs.parquet import open_parquet

SexCodes = Literal["0-1", "1-2"]
UNIT_ROWS = 2_000_000


def open_source(
    where: str, side: Side, mapping: Mapping | None = None, *, sex_codes: SexCodes = "0-1", unit_rows: int = UNIT_ROWS
) -> Source:
    """The source at `where`: a file, a folder or a pattern of Parquet or CSV files.

    `sex_codes` says which digits are male and female; words and the mapping's own codes count beside them. Units have about
    `unit_rows` rows. Raises Refused when there is no such source, it is damaged as a whole, it lacks a required column or has no rows.
    """
    mapping = mapping or Mapping()
    paths = files.find(where, side)
    files.kind_of(paths, side)
    return open_parquet(paths, side, mapping, one_is_male=sex_codes == "1-2", unit_rows=unit_rows)
