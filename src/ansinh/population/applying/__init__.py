"""A finished run brought into the insurance register: who is verified, numbers that were found, and what only people can settle.

Owns how far each run has come, in which order runs may come, and what becomes of a verdict; the records are written by the register, the
cases opened by the review desk. Takes pyarrow and duckdb, so that only the command that applies a run imports it.
"""

from ansinh.population.applying.apply import Applied, Progress, apply
from ansinh.population.applying.cases import People, told_by
from ansinh.population.applying.reading import Records

__all__ = ["Applied", "People", "Progress", "Records", "apply", "told_by"]
