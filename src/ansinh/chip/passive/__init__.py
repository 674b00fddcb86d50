"""Passive authentication: is it what the country signed (ICAO Doc 9303-11 section 5.1)? Of data groups, and of EF.CardSecurity. Says nothing of the chip."""

from ansinh.chip.passive.authenticate import Passive, authenticate, hash_name
from ansinh.chip.passive.card_security import CARD_SECURITY, CardSecurity, check_card_security

__all__ = ["CARD_SECURITY", "CardSecurity", "Passive", "authenticate", "check_card_security", "hash_name"]
