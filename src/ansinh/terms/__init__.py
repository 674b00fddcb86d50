"""The words every room shares: numbers, names, dates, places, money. Reads and writes nothing."""

from ansinh.terms import names, places
from ansinh.terms.dates import PartialDate
from ansinh.terms.digits import number_doubts, number_edits
from ansinh.terms.errors import TermError
from ansinh.terms.money import Dong
from ansinh.terms.numbers import CardNumber, CitizenNumber, FacilityCode, SocialInsuranceNumber
from ansinh.terms.places import PROVINCES
from ansinh.terms.sexes import Sex

__all__ = [
    "PROVINCES",
    "CardNumber",
    "CitizenNumber",
    "Dong",
    "FacilityCode",
    "PartialDate",
    "Sex",
    "SocialInsuranceNumber",
    "TermError",
    "names",
    "number_doubts",
    "number_edits",
    "places",
]
