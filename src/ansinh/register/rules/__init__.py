"""Entitlement: pure, dated rules. What they are computed from comes in as arguments."""

from ansinh.register.rules.base_salary import (
    BASE_SALARIES,
    BaseSalary,
    base_salary,
    copayment_threshold,
    is_small_bill,
    small_bill_threshold,
)
from ansinh.register.rules.benefit import benefit_percent, counted_digit
from ansinh.register.rules.cards import Held, card_on, held, in_force
from ansinh.register.rules.dated import RULES, Rule
from ansinh.register.rules.death import cover_after_death
from ansinh.register.rules.exemption import Copayment, CopaymentStanding, copayment_left, copayment_standing, exempt_until
from ansinh.register.rules.expiry import covered_until
from ansinh.register.rules.five_years import five_years_on
from ansinh.register.rules.own_route import is_own_route

__all__ = [
    "BASE_SALARIES",
    "RULES",
    "BaseSalary",
    "Copayment",
    "CopaymentStanding",
    "Held",
    "Rule",
    "base_salary",
    "benefit_percent",
    "card_on",
    "copayment_left",
    "copayment_standing",
    "copayment_threshold",
    "counted_digit",
    "cover_after_death",
    "covered_until",
    "exempt_until",
    "five_years_on",
    "held",
    "in_force",
    "is_own_route",
    "is_small_bill",
    "small_bill_threshold",
]
