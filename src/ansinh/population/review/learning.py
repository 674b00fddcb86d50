"""What the desk has learnt: how often its officers err, by the blind reviews, and what the rules' levels are worth, by its labels."""

from collections.abc import Mapping
from dataclasses import dataclass

from ansinh.kit import db
from ansinh.population.review import store
from ansinh.population.review.intervals import Share, share
from ansinh.population.review.store.cases import Result
from ansinh.population.review.store.opinions import LabelCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Of blind reviews that came to an end: how many first findings did not stand, in all and by stage, and how many pairs differed.

    A finding that both officers got wrong alike is not seen here.
    """

    of_first: Share
    disagreed: Share
    by_stage: Mapping[str, Share]


def errors_found(conn: db.Connection) -> Errors:
    """What the blind reviews say."""
    counts = store.opinions.check_counts(conn)
    reviewed = sum(each.reviewed for each in counts)
    return Errors(
        of_first=share(reviewed - sum(each.first_stood for each in counts), reviewed),
        disagreed=share(reviewed - sum(each.agreed for each in counts), reviewed),
        by_stage={each.stage: share(each.reviewed - each.first_stood, each.reviewed) for each in counts},
    )


def labels(conn: db.Connection) -> list[LabelCount]:
    """How often each combination of levels was, and was not, the insured person, by the rules' version; nobody is in them."""
    return store.opinions.label_counts(conn)


def results(conn: db.Connection, source: str) -> list[Result]:
    """What was found for records of a run that the register does not hold."""
    return store.cases.results(conn, source)
