"""Passive authentication: are the data groups those that the country signed (ICAO Doc 9303-11 section 5.1)? Says nothing of the chip."""

from ansinh.chip.passive.authenticate import Passive, authenticate, hash_name

__all__ = ["Passive", "authenticate", "hash_name"]
