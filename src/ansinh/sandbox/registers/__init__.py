"""Two invented registers at the size of a nation, and the truth about each record: what a verification is measured on.

Nobody in them is real; what makes real registers hard is. Needs numpy and pyarrow, which nothing else of the sandbox loads.
"""

from ansinh.sandbox.registers.errors import RATES, SPELLINGS, Error
from ansinh.sandbox.registers.write import INSURED, POPULATION, Plan, write

__all__ = ["INSURED", "POPULATION", "RATES", "SPELLINGS", "Error", "Plan", "write"]
