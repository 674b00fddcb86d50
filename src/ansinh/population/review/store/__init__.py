"""SQL of the review desk."""

from ansinh.population.review.store import batches, cases, closing, opinions, persons, queue, sources

__all__ = ["batches", "cases", "closing", "opinions", "persons", "queue", "sources"]
