"""What of a counter's view stands on the page: tones, words' keys, values. Decides nothing about cards."""

from dataclasses import dataclass
from typing import Any, Literal

from ansinh import desk
from ansinh.chip import checks, verification
from ansinh.doors import pages
from ansinh.doors.desk.words import WORDS
from ansinh.doors.desk.words.visits import CARE_KINDS, CATEGORIES
from ansinh.kit import clock

Tone = Literal["good", "warn", "bad", "off"]
_TONES: dict[checks.Outcome, Tone] = {
    checks.Outcome.SUCCESSFUL: "good",
    checks.Outcome.FAILED: "bad",
    checks.Outcome.UNDETERMINED: "warn",
    checks.Outcome.NOT_PERFORMED: "off",
}
_WORST_FIRST: tuple[Tone, ...] = ("bad", "warn", "good", "off")
_NOBODYS_FAULT = frozenset(
    {verification.Verdict.EXPIRED, verification.Verdict.UNCONFIRMED, verification.Verdict.INCOMPLETE, verification.Verdict.OTHER_PERSON}
)
_NOBODYS_FAULT_CODES = frozenset(each.value for each in _NOBODYS_FAULT)
_RESULTS = {each.value: each.words for each in verification.Verdict}
_SERVICE_TONES: dict[desk.Standing, Tone] = {
    desk.Standing.CONFIRMED: "good",
    desk.Standing.UNDECIDED: "warn",
    desk.Standing.DISAGREES: "bad",
    desk.Standing.NOT_REACHED: "warn",
    desk.Standing.NOT_ASKED: "off",
}


@dataclass(frozen=True, slots=True)
class CheckShown:
    """One line of the checks. `reason` is a sentence, "" where the check succeeded."""

    tone: Tone
    title: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """What a verification service said, in a sentence."""

    tone: Tone
    sentence: str


@dataclass(frozen=True, slots=True)
class FoundShown:
    """A card's result. `do` says what a clerk does now; `is_vouched`: what the card says of its holder may stand as who that is."""

    tone: Tone
    verdict: str
    level: str
    do: str
    checks: tuple[CheckShown, ...]
    good: int
    service: ServiceShown | None
    is_vouched: bool

    @property
    def tried(self) -> int:
        return sum(each.tone != "off" for each in self.checks)


def found(result: desk.Found, language: pages.Language) -> FoundShown:
    """The verdict, the level and every check, in words; what did not succeed comes first."""
    verified = result.verified
    lines = tuple(sorted((_check(each, language) for each in verified.checks), key=lambda each: _WORST_FIRST.index(each.tone)))
    return FoundShown(
        tone=tone(result),
        verdict=verdict(result, language),
        level=pages.say(WORDS, language, "level.none" if result.is_disputed else f"level.{verified.level.value}"),
        do=pages.say(WORDS, language, "service.disagrees.do" if result.is_disputed else f"verdict.{verified.verdict.value}.do"),
        checks=lines,
        good=sum(each.tone == "good" for each in lines),
        service=None if result.opinion is None else _service(result.opinion, language),
        is_vouched=is_vouched(result),
    )


def is_vouched(result: desk.Found) -> bool:
    """True where the data are the issuer's own, of a card that may be used, and nobody disputes it.

    Else they are what a card claims: no name stands under a verdict as if it were somebody's, and no portrait beside it.
    """
    return result.verified.verdict.is_good and result.may_check_in


def verdict(result: desk.Found, language: pages.Language) -> str:
    """What the card is called, in a sentence; where a verification service disputes our verdict, that it does."""
    if result.is_disputed:
        return pages.say(WORDS, language, "service.disagrees.title")
    return _said(result.verified.verdict.words, language)


def tone(result: desk.Found) -> Tone:
    """Green for the original chip; amber for a lower level, and for a card that nobody tampered with; red for the rest."""
    verified = result.verified
    if result.opinion is not None and result.is_disputed:
        return "warn" if result.opinion.reason in _NOBODYS_FAULT_CODES else "bad"
    if verified.level is verification.Level.CHIP_AUTHENTICATED:
        return "good"
    if verified.level is verification.Level.CHIP_READ or verified.verdict in _NOBODYS_FAULT:
        return "warn"
    return "bad"


def trouble(told: desk.Trouble | None, language: pages.Language) -> dict[str, Any] | None:
    """A fault in words: what it is, what to do, and a code or names where there are any."""
    if told is None:
        return None
    more = ""
    if told.detail:
        key, name = _DETAILS.get(told.fault, ("fault.code", "code"))
        more = pages.say(WORDS, language, key, **{name: told.detail})
    return {
        "title": pages.say(WORDS, language, f"fault.{told.fault.value}.title"),
        "do": pages.say(WORDS, language, f"fault.{told.fault.value}.do"),
        "more": more,
    }


def suggested_visit(result: desk.Found) -> desk.VisitAsked:
    """What the form of a visit begins with: a number by the second in which the card was read, and the first of each choice."""
    number = f"TD{result.at.astimezone(clock.VIETNAM):%y%m%d%H%M%S}"
    return desk.VisitAsked(visit_id=number, category=CATEGORIES[0], care_kind=CARE_KINDS[0])


_DETAILS = {
    desk.Fault.WRONG_CAN: ("fault.tries_left", "count"),
    desk.Fault.SEVERAL_CARDS: ("fault.names", "names"),
}


def _service(opinion: desk.Opinion, language: pages.Language) -> ServiceShown:
    """By its own name; of a result that has words, the words, of any other the code."""
    words = _RESULTS.get(opinion.reason)
    result = opinion.reason if words is None else _said(words, language)
    sentence = pages.say(WORDS, language, f"service.{opinion.standing.value}", by=opinion.by, result=result)
    return ServiceShown(_SERVICE_TONES[opinion.standing], sentence)


def _check(check: checks.Check, language: pages.Language) -> CheckShown:
    key = f"reason.{check.reason}"
    reason = ""
    if check.reason:
        reason = pages.say(WORDS, language, key) if key in WORDS else pages.say(WORDS, language, "checks.reason_code", code=check.reason)
    return CheckShown(
        tone=_TONES[check.outcome],
        title=_said(verification.words.of_check(check.name), language),
        outcome=_said(verification.words.of_outcome(check.outcome), language),
        reason=reason,
    )


def _said(words: verification.Words, language: pages.Language) -> str:
    return words.vietnamese if language == "vi" else words.english
