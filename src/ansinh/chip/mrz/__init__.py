"""The three printed lines of a card, which DG1 repeats: read, written, and what BAC and PACE take from them."""

from ansinh.chip.mrz.check_digits import check_digit
from ansinh.chip.mrz.days import birth_day, expiry_day
from ansinh.chip.mrz.names import printed_name
from ansinh.chip.mrz.td1 import Td1, read, write

__all__ = ["Td1", "birth_day", "check_digit", "expiry_day", "printed_name", "read", "write"]
