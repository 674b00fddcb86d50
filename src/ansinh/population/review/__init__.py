"""The review desk: what a verification run or a daily change left for people, and how two of them decide it.

Owns the cases, who holds them, what was said and what was learnt. What a level of agreement means is `population.rules`' to say; the
register's records are changed by the register.
"""

from ansinh.population.review.batches import BATCH, HOLD, batch_of, release_batch, take_batch
from ansinh.population.review.compared import ComparedCandidate, ComparedField, compared
from ansinh.population.review.deciding import answer, decide, papers_came
from ansinh.population.review.intervals import Share, share
from ansinh.population.review.learning import Errors, Learnt, errors_found, learnt, results
from ansinh.population.review.looking import AskedBecause, kept_back, look
from ansinh.population.review.model import (
    MOST_CANDIDATES,
    NO_OFFICE,
    Candidate,
    CaseFile,
    CaseVerdict,
    Finding,
    Listed,
    Look,
    NewCase,
    OfficeCount,
    Opinion,
    Outcome,
    Part,
    Person,
    Standing,
    State,
)
from ansinh.population.review.opening import KEPT, begin, bring, finish, open_case, overtake, purge
from ansinh.population.review.outcomes import outcomes_of
from ansinh.population.review.queue import Queue, queue, waiting_for_papers, waiting_for_second
from ansinh.population.review.references import is_reference
from ansinh.population.review.shown import Piece, dates, last_digits, side_by_side, text_of
from ansinh.population.review.store.sources import Source

__all__ = [
    "BATCH",
    "HOLD",
    "KEPT",
    "MOST_CANDIDATES",
    "NO_OFFICE",
    "AskedBecause",
    "Candidate",
    "CaseFile",
    "CaseVerdict",
    "ComparedCandidate",
    "ComparedField",
    "Errors",
    "Finding",
    "Learnt",
    "Listed",
    "Look",
    "NewCase",
    "OfficeCount",
    "Opinion",
    "Outcome",
    "Part",
    "Person",
    "Piece",
    "Queue",
    "Share",
    "Source",
    "Standing",
    "State",
    "answer",
    "batch_of",
    "begin",
    "bring",
    "compared",
    "dates",
    "decide",
    "errors_found",
    "finish",
    "is_reference",
    "kept_back",
    "last_digits",
    "learnt",
    "look",
    "open_case",
    "outcomes_of",
    "overtake",
    "papers_came",
    "purge",
    "queue",
    "release_batch",
    "results",
    "share",
    "side_by_side",
    "take_batch",
    "text_of",
    "waiting_for_papers",
    "waiting_for_second",
]
