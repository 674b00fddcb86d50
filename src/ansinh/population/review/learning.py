"""What the desk has learnt: how often its officers err, by the blind reviews, and what the rules' levels are worth, by its labels."""

from collections.abc import Mapping
from dataclasses import dataclass

from ansinh.kit import db
from ansinh.population import rules
from ansinh.population.review import store
from ansinh.population.review.intervals import Share, share
from ansinh.population.review.store.closing import Result


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """How often the same person showed each level, beside what the rules say, from the labels of cases scored by today's rules.

    `same` and `others` are how many candidates were found to be the insured person, and how many not; `older` were scored by other rules.
    """

    estimates: tuple[rules.estimate.Estimate, ...]
    same: int
    others: int
    older: int


def learnt(conn: db.Connection) -> Learnt:
    """What the desk's labels say about the rules; nobody is in them."""
    counts = store.opinions.label_counts(conn)
    ours = [each for each in counts if each.rules_version == rules.STAMP]
    same = {each.levels: float(each.count) for each in ours if each.is_same}
    return Learnt(
        estimates=tuple(rules.estimate.m_of_decided(rules.current(), same)) if same else (),
        same=sum(each.count for each in ours if each.is_same),
        others=sum(each.count for each in ours if not each.is_same),
        older=sum(each.count for each in counts if each.rules_version != rules.STAMP),
    )


def results(conn: db.Connection, source: str) -> list[Result]:
    """What was found for records of a run that the register does not hold."""
    return store.closing.results(conn, source)
