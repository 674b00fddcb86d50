"""The report of a run: what became of its records, as figures and as a page; and why one record got its verdict.

Reads what a run left and the insured records; decides nothing. What it writes holds counts and masked examples only. Needs numpy, pyarrow
and duckdb, so that it is imported by name.
"""

from ansinh.population.report.explanation import Compared, Explained, explain
from ansinh.population.report.explanation_page import page as page_of
from ansinh.population.report.make import DATA, PAGE, make
from ansinh.population.report.model import Counted, Figures, Reviewed
from ansinh.population.report.origin import Origin, recall

__all__ = ["DATA", "PAGE", "Compared", "Counted", "Explained", "Figures", "Origin", "Reviewed", "explain", "make", "page_of", "recall"]
