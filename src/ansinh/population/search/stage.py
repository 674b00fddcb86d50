"""The search as a stage of a run: the same functions behind the names by which the batch calls a stage (`batch.model.Search`)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ansinh.population import rules
from ansinh.population.index import Found, Index, Residual
from ansinh.population.search import finding, orders
from ansinh.population.search.layout import Orders
from ansinh.terms.names import compiled as names

NAME: Final = "search"


@dataclass(frozen=True, slots=True)
class SearchStage:
    """Finds people for the records that the number check left."""

    name: str = NAME

    @property
    def version(self) -> str:
        """Of everything an answer depends on: the rules, the names' functions, and every line of this package."""
        written = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
        return f"{rules.STAMP}.{names.VERSION:x}.{hashlib.sha256(written).hexdigest()[:12]}"

    def build(self, index: Index, folder: Path, *, memory_bytes: int) -> None:
        """Writes the orders over `index` into the empty `folder`."""
        orders.build(index, folder, memory_bytes=memory_bytes)

    def open(self, index: Index) -> Orders:
        """The orders beside the index, mapped for reading."""
        return orders.open_orders(index, index.folder / self.name)

    def find(self, residual: Residual, index: Index, opened: Orders) -> Found:
        """What was found for every row of `residual`; several threads may ask at once."""
        return finding.search(residual, index, opened)
