"""A run's open questions become cases at the review desk: read from what the run left, with the people they are about, in pieces.

Takes numpy, pyarrow and duckdb, so that only the command that loads cases imports it. A piece is a transaction; a load that was
interrupted goes on behind the last one.
"""

from ansinh.population.caseload.load import Benefit, Loaded, Progress, Records, load

__all__ = ["Benefit", "Loaded", "Progress", "Records", "load"]
