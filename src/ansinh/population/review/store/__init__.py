"""SQL of the review desk."""

from ansinh.population.review.store import batches, cases, opinions, persons, sources

__all__ = ["batches", "cases", "opinions", "persons", "sources"]
