"""Until which day a stay is covered when the card ends during it."""

from datetime import date, timedelta

from ansinh.register.rules.dated import rule

_GRACE = timedelta(days=15)


@rule("EXPIRY-01", law="Decree 188/2025 art. 50(4)", since=date(2025, 7, 1), assumed="first day in force")
def covered_until(last_day: date, *, admitted_on: date, discharged_on: date | None = None) -> date | None:
    """A card that ends during a stay covers it to the discharge, at most 15 days after the card's last day.

    Returns the last covered day, `discharged_on` included; for a stay that goes on (None) the last day it could be.
    None if the stay began after the card's `last_day`: nothing of it is covered. Raises ValueError for a discharge before
    the admission.
    """
    if discharged_on is not None and discharged_on < admitted_on:
        raise ValueError("the discharge lies before the admission")
    if admitted_on > last_day:
        return None
    latest = last_day + _GRACE
    return latest if discharged_on is None else min(discharged_on, latest)
