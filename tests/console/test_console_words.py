"""Every word of the console stands in both languages, and every page finds the words it asks for."""

import re
import string
from pathlib import Path

import pytest

from ansinh import checkin, register, staff
from ansinh.doors import console, pages
from ansinh.doors.console.contents import PAGES
from ansinh.doors.console.figures import KEY_KINDS, LEVELS
from ansinh.doors.console.words import WORDS, accounts, cards, cases, figures, frame, officers, overview, people, problems, review
from ansinh.identity import CaseReason, Verdict
from ansinh.population import review as desk
from ansinh.population import rules
from ansinh.terms import Sex
from ansinh.wire.ledger import CheckedBy

ROOM = Path(console.__file__).parent
SOURCES = [path for room in (ROOM, Path(pages.__file__).parent) for path in room.rglob("*") if path.suffix in {".html", ".py"}]
OURS = {
    **frame.WORDS,
    **overview.WORDS,
    **figures.WORDS,
    **people.WORDS,
    **cards.WORDS,
    **cases.WORDS,
    **officers.WORDS,
    **accounts.WORDS,
    **review.WORDS,
    **problems.WORDS,
}
# words whose keys are put together from a closed set
FAMILIES = {
    **{page.tab: "navigation" for page in PAGES if page.tab},
    **{f"alert.{reason.value}": "Reason" for reason in checkin.Reason},
    **{f"card.{conclusion.value}": "Conclusion" for conclusion in checkin.Conclusion},
    **{f"cards.two_{what}": "kind of finding" for what in ("places", "people")},
    **{f"case.{reason.value}": "CaseReason" for reason in CaseReason},
    **{f"definition.{name}": "figure" for name in checkin.DEFINITIONS},
    **{f"figure.{name}": "figure" for name in checkin.DEFINITIONS},
    **{f"key.{kind}": "kind of key" for kind in KEY_KINDS},
    **{f"level.{level}": "evidence" for level in LEVELS},
    **{f"moment.{moment.value}": "Moment" for moment in checkin.Moment},
    **{f"officer.kind_{kind.value}": "OfficerKind" for kind in register.OfficerKind},
    **{f"officer.state_{state.value}": "OfficerState" for state in register.OfficerState},
    **{
        f"problem.{name}.{part}": "problem"
        for name in (*pages.BY_STATUS.values(), "failed", "form_expired", "not_yours")
        for part in ("title", "what")
    },
    **{f"role.{role.value}": "Role" for role in staff.Role},
    **{f"verdict.{verdict.value}": "Verdict" for verdict in Verdict},
    **{f"review.verdict_{verdict.value}": "CaseVerdict" for verdict in desk.CaseVerdict},
    **{f"review.because_{why.value}": "AskedBecause" for why in desk.AskedBecause},
    **{f"review.state_{state}": "state" for state in ("open", "waits", "papers")},
    **{f"review.field_{field.id}": "field of the rules" for field in rules.current().fields if field.column},
    **{f"review.kept_{what}": "kept back" for what in ("full_name", "address", "father", "mother")},
    **{f"review.{which}{part}": "list" for which in ("second", "papers") for part in ("", "_lead", "_none")},
    **{f"review.sex_{sex.value}": "Sex" for sex in Sex if sex is not Sex.UNKNOWN},
    **{f"stage.{stage}": "stage" for stage in ("number", "repair", "old_number", "name_birth", "scored", "none", "change")},
    **{f"sign.error_{why}": "refusal" for why in (*staff.SignInRefusal, "form_expired")},
    **{f"source.{source.name.lower()}": "CheckedBy" for source in CheckedBy},
}


@pytest.mark.parametrize("key", sorted(OURS))
def test_a_word_stands_in_both_languages_with_the_same_blanks(key: str) -> None:
    blanks = [sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in WORDS[key]]
    assert all(text.strip() == text and text for text in WORDS[key])
    assert blanks[0] == blanks[1]


def test_vietnamese_is_not_english_left_behind() -> None:
    assert {key for key, (vi, en) in OURS.items() if vi == en} == {"frame.brand", "level.3", "officer.kind_kiosk"}


@pytest.mark.parametrize("key", sorted(FAMILIES))
def test_every_value_of_a_closed_set_has_its_word(key: str) -> None:
    assert key in WORDS, f"no word for a {FAMILIES[key]}"


def test_every_word_a_page_asks_for_is_there() -> None:
    asked = {key for path in SOURCES for key in re.findall(r"""say\(\s*['"]([a-z_.]+[a-z_0-9])['"][,)]""", path.read_text())}
    assert len(asked) > 100
    assert asked - WORDS.keys() == set()


def test_every_word_of_what_was_done_and_of_what_was_refused_is_there() -> None:
    text = "".join(path.read_text() for path in ROOM.glob("*.py"))
    done = {f"done.{name}" for name in re.findall(r'done="([a-z_]+)"', text)}
    refused = {f"error.{code}" for code in re.findall(r'errors\.Refused\(\s*"([a-z_]+)"', text)}
    assert len(done) >= 9
    assert len(refused) >= 3
    assert (done | refused) - WORDS.keys() == set()


def test_no_word_is_left_over() -> None:
    text = "".join(path.read_text() for path in SOURCES if path.parent.name != "words")
    made = re.compile(r"(done|error|visit\.double)[._][a-z_]+")
    assert {key for key in OURS if key not in FAMILIES and key not in text and not made.fullmatch(key)} == set()
