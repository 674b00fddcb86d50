"""What became of cases, for whoever brought them: nothing about the people in them."""

from collections.abc import Sequence

from ansinh.kit import db
from ansinh.population.review.model import Outcome
from ansinh.population.review.store import outcomes as store


def outcomes_of(conn: db.Connection, references: Sequence[str]) -> dict[str, Outcome]:
    """How those of the cases ended that are closed, by reference."""
    return {reference: Outcome(outcome) for reference, outcome in store.outcomes(conn, references)}
