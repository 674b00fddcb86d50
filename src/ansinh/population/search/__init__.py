"""Finds people for records that their citizen number did not settle: sources of candidates, comparison by the rules, decision.

Owns the orders beside the index (who has this name, this birth, this ward, this old number) and the limits of each source. What a
comparison is worth and what may be assigned stands in `rules`; the records come from the number check in `batch`. Needs numba.
"""

from ansinh.population.search.finding import AssignedWithoutSecondIdentifier, search
from ansinh.population.search.layout import Orders
from ansinh.population.search.orders import build, open_orders
from ansinh.population.search.single import Answer, Candidate, Record, find
from ansinh.population.search.stage import NAME, OrdersBeside, SearchStage

__all__ = [
    "NAME",
    "Answer",
    "AssignedWithoutSecondIdentifier",
    "Candidate",
    "Orders",
    "OrdersBeside",
    "Record",
    "SearchStage",
    "build",
    "find",
    "open_orders",
    "search",
]
