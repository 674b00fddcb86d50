"""Which kind of source a place is."""

import atexit
import tempfile
from pathlib import Path
from typing import Literal

from ansinh.population.inputs import files, snapshot
from ansinh.population.inputs.delimited import open_delimited
from ansinh.population.inputs.mapping import Mapping
from ansinh.population.inputs.model import Side, Source
from ansinh.population.inputs.parquet import open_parquet

SexCodes = Literal["0-1", "1-2"]
UNIT_ROWS = 2_000_000


def open_source(
    where: str,
    side: Side,
    mapping: Mapping | None = None,
    *,
    sex_codes: SexCodes = "0-1",
    unit_rows: int = UNIT_ROWS,
    spool: Path | None = None,
) -> Source:
    """The source at `where`: a file, a folder or a pattern of Parquet or CSV files, or postgresql://...#schema.table or #SELECT ....

    `sex_codes` says which digits are male and female; words and the mapping's own codes count beside them. Units have about
    `unit_rows` rows. `spool` is a folder for what cannot be read in place (a database's answer, CSV in another encoding); a run that
    is to be resumed gives one of its own. Raises Refused when there is no such source, it is damaged as a whole, it lacks a required
    column or has no rows; db.Error when a database refuses the query.
    """
    mapping = mapping or Mapping()
    one_is_male = sex_codes == "1-2"
    if where.startswith(snapshot.SCHEMES):
        paths = (snapshot.taken(where, side, mapping, spool=_folder(spool)),)
        plain = Mapping(columns=mapping.columns, sex=mapping.sex, status=mapping.status, date_order=mapping.date_order, delimiter=",")
        return open_delimited(paths, side, plain, one_is_male=one_is_male, unit_rows=unit_rows, spool=lambda: _folder(spool))
    found = files.find(where, side)
    if files.kind_of(found, side) == "parquet":
        return open_parquet(found, side, mapping, one_is_male=one_is_male, unit_rows=unit_rows)
    return open_delimited(found, side, mapping, one_is_male=one_is_male, unit_rows=unit_rows, spool=lambda: _folder(spool))


def _folder(spool: Path | None) -> Path:
    if spool is None:
        lent = tempfile.TemporaryDirectory(prefix="ansinh-inputs-")
        atexit.register(lent.cleanup)  # it holds people in the clear
        return Path(lent.name)
    spool.mkdir(parents=True, exist_ok=True)
    return spool
