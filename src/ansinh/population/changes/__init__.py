"""Daily changes: the population register's feed followed in order, applied to the register through its own door, nothing twice.

Owns how far the feed was followed, what became of each change, what was left open for people, and children who wait to be enrolled. Whose
record is whose is not decided here: what contradicts the register goes to `population.review`.
"""

from ansinh.population.changes.births import close_birth, waiting_births
from ansinh.population.changes.feed import Feed
from ansinh.population.changes.model import Birth, FeedState, Outcome, Problem, Report, Stop, Taken
from ansinh.population.changes.problems import SOURCE, open_problems, settle_problem, take_up_linking_cases, try_again
from ansinh.population.changes.sync import feed_state, forget_changes, latest_changes, sync

__all__ = [
    "SOURCE",
    "Birth",
    "Feed",
    "FeedState",
    "Outcome",
    "Problem",
    "Report",
    "Stop",
    "Taken",
    "close_birth",
    "feed_state",
    "forget_changes",
    "latest_changes",
    "open_problems",
    "settle_problem",
    "sync",
    "take_up_linking_cases",
    "try_again",
    "waiting_births",
]
