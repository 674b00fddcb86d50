"""The SQL of following the feed: `feed` (how far, and what became of changes), `problems`, `births`."""

from ansinh.population.changes.store import births, feed, problems

__all__ = ["births", "feed", "problems"]
