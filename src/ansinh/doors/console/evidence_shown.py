"""Evidence as the pages say it: what was proven, what is only stated, and each check with its outcome in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ansinh import checkin
from ansinh.chip import checks, verification
from ansinh.doors.pages import Language

Standing = Literal["proven", "stated", "of_another", "plain"]
_TONES = {
    checks.Outcome.SUCCESSFUL: "good",
    checks.Outcome.FAILED: "bad",
    checks.Outcome.UNDETERMINED: "warn",
    checks.Outcome.NOT_PERFORMED: "off",
}


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A check: what it is about, how it ended, and the tone of that."""

    about: str
    outcome: str
    tone: str


def standing_of(evidence: checkin.Evidence) -> Standing:
    """Whether it is proven; `plain` for evidence that no chip could prove, of which nothing more need be said."""
    if evidence.proof is not None:
        return "proven" if evidence.proof.stands else "of_another"
    return "stated" if evidence.level >= checkin.EvidenceLevel.CHIP_READ else "plain"


def checks_shown(evidence: checkin.Evidence, language: Language) -> Sequence[CheckShown]:
    """The checks of its statement, as they were told; none where there is no statement."""
    told = () if evidence.proof is None else evidence.proof.checks
    return [
        CheckShown(
            _in(language, verification.words.of_check(each.name)),
            _in(language, verification.words.of_outcome(each.outcome)),
            _TONES[each.outcome],
        )
        for each in told
    ]


def _in(language: Language, words: verification.Words) -> str:
    return words.vietnamese if language == "vi" else words.english
