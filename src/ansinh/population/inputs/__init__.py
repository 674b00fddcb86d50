"""Registers as they come: Parquet, CSV or a PostgreSQL query, read in pieces into canonical batches.

`open` finds the columns and cuts the source into units; `Source.read` gives one unit and what in it was not usable. Knows nothing of
matching: a number that is well formed may be nobody's.
"""

from ansinh.population.inputs.mapping import Mapping, load_mapping
from ansinh.population.inputs.model import Read, Rows, Side, Source, Tally, Unit
from ansinh.population.inputs.naming import with_names_told
from ansinh.population.inputs.opening import open_source as open  # noqa: A004 - read as `inputs.open`
from ansinh.population.inputs.telling import Found, findings

__all__ = ["Found", "Mapping", "Read", "Rows", "Side", "Source", "Tally", "Unit", "findings", "load_mapping", "open", "with_names_told"]
