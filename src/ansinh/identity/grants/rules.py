"""How long a grant may hold and who may make one. Pure.

The Civil Code says who represents whom; that no grant at this agency outlives a year, or a childhood, is a rule of this project.
"""

from datetime import date, timedelta

from ansinh import terms
from ansinh.identity.linking import MINIMUM_ACCOUNT_LEVEL
from ansinh.identity.model import Session, Standing
from ansinh.identity.representation import GrantKind
from ansinh.kit import errors

LONGEST = timedelta(days=366)
MOST_LIVE = 10  # offers, requests and grants one account or participant may have at a time
_OF_AGE = 18  # Civil Code 2015 art. 20
STRONG = 2  # authentication level (Decree 69/2024 art. 20): handing out one's record takes two factors


def last_day_of_childhood(birth_date: terms.PartialDate) -> date:
    """The day before the 18th birthday; with an incomplete birth date, before the earliest it can be."""
    born = birth_date.first_day
    try:
        return born.replace(year=born.year + _OF_AGE) - timedelta(days=1)
    except ValueError:  # born on 29 February
        return date(born.year + _OF_AGE, 2, 28)


def check_may_offer(session: Session) -> None:
    """Raises Refused("not_linked", "level_too_low"): one hands out one's own record, after a login with two factors."""
    if session.standing is not Standing.LINKED:
        raise errors.Refused("not_linked", "only who has a record here can do this")
    check_strong(session)


def is_known(session: Session) -> bool:
    """True if the account was proofed well enough to stand for a person (level 2); taking part in the insurance is not needed."""
    return session.account_level >= MINIMUM_ACCOUNT_LEVEL


def check_strong(session: Session) -> None:
    """Raises Refused("level_too_low") unless a well-proofed account logged in with two factors."""
    if not is_known(session) or session.authentication_level < STRONG:
        raise errors.Refused("level_too_low", "log in with a second factor to do this")


def check_days(kind: GrantKind, last_day: date, *, today: date, birth_date: terms.PartialDate | None = None) -> None:
    """Raises Refused naming `last_day` where it lies in the past, or later than the kind allows. `birth_date` is a minor's."""
    if last_day < today:
        raise errors.Refused("last_day_past", "the last day lies in the past", field="last_day")
    if kind is GrantKind.MINOR and birth_date is not None:
        if last_day > last_day_of_childhood(birth_date):
            raise errors.Refused("last_day_too_late", "a child is of age after that day", field="last_day")
    elif kind is not GrantKind.MINOR and last_day > today + LONGEST:
        raise errors.Refused("last_day_too_late", "at most a year from today", field="last_day")
