"""Cumulative co-payment of the calendar year: what the agency publishes of it, and how far a person is from the exemption."""

from collections.abc import Iterable
from datetime import date

from ansinh import register
from ansinh.checkin.treatments import Treatment, copayments_of
from ansinh.kit import clock, db


def copayment_standing(conn: db.Connection, participant_id: int, day: date) -> register.CopaymentStanding:
    """What the person paid on the own route this year up to `day`, the threshold, and since when the person is exempt (rule EXEMPT-03)."""
    return standing_of(
        copayments_of(conn, participant_id, day.year), five_years_on=register.five_years_reached_on(conn, participant_id), day=day
    )


def standing_of(copaid: Iterable[Treatment], *, five_years_on: date | None, day: date) -> register.CopaymentStanding:
    """The same from stays that are already read; each counts on the day of its discharge."""
    paid = (register.Copayment(clock.vietnam_day(each.discharged_at), each.copayment) for each in copaid)
    return register.copayment_standing(paid, five_years_on=five_years_on, day=day)
