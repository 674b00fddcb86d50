"""What becomes of the cover of somebody who died."""

from datetime import date

from ansinh.register.rules.dated import rule


@rule(
    "DEATH-01",
    law="Law 25/2008/QH12 art. 20(1)(b) as amended by Law 51/2024/QH15: the card of somebody who takes part no longer is withdrawn",
    since=date(2009, 7, 1),
    assumed="that the day of death itself is covered",
)
def cover_after_death(first_day: date, last_day: date, *, deceased_on: date) -> tuple[date, date] | None:
    """First and last day of what is left of a span, both covered; None if it would begin after the death."""
    return None if first_day > deceased_on else (first_day, min(last_day, deceased_on))
