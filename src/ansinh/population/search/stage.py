"""The search as a stage of a run: the same functions behind the names by which the index and the batch call them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ansinh.population import rules
from ansinh.population.index import Found, Index, Residual
from ansinh.population.search import compiling, finding, orders
from ansinh.population.search.layout import Orders

NAME: Final = "search"  # also the folder of the orders beside the index's arrays
_HERE = Path(__file__).parent
_SOURCES = ("layout.py", "orders.py", "orders_compiled.py", "packing_compiled.py")


@dataclass(frozen=True, slots=True)
class OrdersBeside:
    """The orders as what is kept beside an index (`index.Extra`): its version changes when their files would, not with the rules."""

    name: str = NAME
    version: str = hashlib.sha256(b"".join((_HERE / source).read_bytes() for source in _SOURCES)).hexdigest()[:12]

    def build(self, index: Index, folder: Path, *, memory_bytes: int) -> None:
        """Writes the orders over `index` into the empty `folder`."""
        orders.build(index, folder, memory_bytes=memory_bytes)


@dataclass(frozen=True, slots=True)
class SearchStage:
    """Finds people for the records that the number check left (`batch.Search`): its version changes when any answer might."""

    name: str = NAME
    version: str = f"{rules.STAMP}.{compiling.VERSION}"
    beside: OrdersBeside = OrdersBeside()

    def build(self, index: Index, folder: Path, *, memory_bytes: int) -> None:
        """Writes the orders over `index` into the empty `folder`."""
        self.beside.build(index, folder, memory_bytes=memory_bytes)

    def open(self, index: Index) -> Orders:
        """The orders beside the index, mapped for reading. Raises Refused `search_orders_stale`."""
        return orders.open_orders(index, index.folder / self.name)

    def find(self, residual: Residual, index: Index, opened: Orders) -> Found:
        """What was found for every row of `residual`; several threads may ask at once."""
        return finding.search(residual, index, opened)
