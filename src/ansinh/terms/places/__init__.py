"""Provinces with their days of validity, by code and by name; which of the 63 became which of the 34. Wards are data, not words: the register has them."""

from ansinh.terms.places.provinces import (
    LAST_DAY_OF_DISTRICTS,
    MERGED_ON,
    Province,
    had_districts,
    predecessors,
    province,
    provinces_on,
    successor,
    today,
)
from ansinh.terms.places.until_2025 import PROVINCES

__all__ = [
    "LAST_DAY_OF_DISTRICTS",
    "MERGED_ON",
    "PROVINCES",
    "Province",
    "had_districts",
    "predecessors",
    "province",
    "provinces_on",
    "successor",
    "today",
]
