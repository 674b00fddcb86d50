"""Which visits count as the patient's own route, so that their co-payment counts for the exemption."""

from datetime import date

from ansinh.register.rules.dated import rule

_COUNTED = frozenset({"1", "2", "7"})


@rule(
    "ROUTE-01",
    law="Health Insurance Law art. 22(1)(c); codes of Decision 3276/QD-BYT",
    since=date(2025, 1, 1),
    assumed="which families of codes count; the own-choice codes 3.x do not, though some of them are paid in full",
)
def is_own_route(visit_category: str) -> bool:
    """Visits of the families 1 (right route), 2 (emergency) and 7 (drugs on appointment) count, other codes do not.

    `visit_category` is the patient-object code of the claim, such as "1.11".
    """
    return visit_category.split(".", 1)[0] in _COUNTED
