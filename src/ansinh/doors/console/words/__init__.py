"""What the console says, in Vietnamese and English side by side, so that neither can be forgotten. No page's logic."""

from ansinh.doors.console.words import (
    accounts,
    cards,
    cases,
    checks,
    compare,
    desks,
    figures,
    frame,
    officers,
    overview,
    people,
    problems,
    representation,
    review,
    shapes,
    vendors,
)

WORDS: dict[str, tuple[str, str]] = {
    **frame.WORDS,
    **overview.WORDS,
    **figures.WORDS,
    **people.WORDS,
    **cases.WORDS,
    **cards.WORDS,
    **officers.WORDS,
    **desks.WORDS,
    **accounts.WORDS,
    **representation.WORDS,
    **review.WORDS,
    **compare.WORDS,
    **problems.WORDS,
    **vendors.WORDS,
    **checks.WORDS,
    **shapes.WORDS,
}
