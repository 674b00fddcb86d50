"""Every word stands in both languages, and every page finds the words it asks for."""

import re
import string
from pathlib import Path

import pytest

from ansinh import register, terms
from ansinh.doors import pages, portal
from ansinh.doors.pages import spoken
from ansinh.doors.portal import card, corrections, looks, problems, representing
from ansinh.doors.portal.words import WORDS
from ansinh.identity import CaseReason, LoginFailure, Standing, Verdict, grants
from ansinh.kit import clock
from tests.identity.standin import NOW

ROOM = Path(portal.__file__).parent
SHARED = Path(pages.__file__).parent
SOURCES = [path for room in (ROOM, SHARED) for path in room.rglob("*") if path.suffix in {".html", ".py"} and path.parent.name != "words"]
# words whose keys are put together from a closed set
FAMILIES = {
    **{f"problem.{failure.value}.{part}": "LoginFailure" for failure in LoginFailure for part in ("title", "what", "next1")},
    **{f"problem.{name}.{part}": "HTTP status" for name in pages.BY_STATUS.values() for part in ("title", "what", "next1")},
    **{f"case.{reason.value}": "CaseReason" for reason in CaseReason},
    **{
        f"standing.{standing.value}.{part}": "Standing"
        for standing in Standing
        if standing not in {Standing.LINKED, Standing.DECEASED}
        for part in ("title", "what", "next1")
    },
    **{f"decided.{verdict.value}": "Verdict" for verdict in Verdict},
    **{f"card.state_{state.value}_text": "State" for state in card.State},
    **{f"card.state_{state.value}": "State" for state in card.State if state is not card.State.ENDING},
    **{f"paid.kind_{kind.value}": "ContributionKind" for kind in register.ContributionKind},
    **{f"record.sex_{sex.value}": "Sex" for sex in terms.Sex},
    **{f"corrected.{field.value}": "Field" for field in corrections.SHOWN},
    **{f"corrected.because_{reason}": "reason" for reason in (*corrections.REASONS, "other")},
    **dict.fromkeys(looks.WORDS.values(), "audit kind"),
    **{f"access.purpose_{purpose}": "purpose" for purpose in (*looks.PURPOSES, "other")},
    **{f"representation.kind_{kind.value}": "GrantKind" for kind in grants.GrantKind},
    **{f"representation.state_{state.value}": "GrantState" for state in grants.GrantState},
    **{f"representation.scope_{scope.value}": "GrantScope" for scope in grants.GrantScope},
    **{f"representation.done_{verb}": "verb" for verb in representing.VERBS},
    **{f"problem.no_grant.{part}": "problem" for part in ("title", "what", "next1")},
}

PUT_TOGETHER = re.compile(
    r"(problem|standing)\.[a-z_]+\.(title|what|next[123])|error\.[a-z_]+|home\.(see|data)_[a-z]+(_text)?|relation\.[a-z]+|card\.five_years_(past|future)"
)


@pytest.mark.parametrize("key", sorted(WORDS))
def test_a_word_stands_in_both_languages_with_the_same_blanks(key: str) -> None:
    blanks = [sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in WORDS[key]]
    assert all(text.strip() == text and text for text in WORDS[key])
    assert blanks[0] == blanks[1]


def test_vietnamese_is_not_english_left_behind() -> None:
    same = {key for key, (vi, en) in WORDS.items() if vi == en}
    assert same == {"frame.brand", "unit.percent"}


def test_every_word_a_page_asks_for_is_there() -> None:
    asked = {key for path in SOURCES for key in re.findall(r"""say\(\s*['"]([a-z_.]+[a-z_0-9])['"][,)]""", path.read_text())}
    assert len(asked) > 60
    assert asked - WORDS.keys() == set()


@pytest.mark.parametrize("key", sorted(FAMILIES))
def test_every_value_of_a_closed_set_has_its_word(key: str) -> None:
    assert key in WORDS, f"no word for a {FAMILIES[key]}"


def test_every_failed_login_has_its_status() -> None:
    assert set(problems.LOGIN_STATUS) == set(LoginFailure)


def test_no_word_is_left_over() -> None:
    text = "".join(path.read_text() for path in SOURCES)
    left = {key for key in WORDS if key not in FAMILIES and key not in text and not PUT_TOGETHER.fullmatch(key)}
    assert left == set()


def test_a_day_is_written_as_its_readers_do() -> None:
    day = clock.vietnam_day(NOW)
    assert (spoken.day(day, "vi"), spoken.day(day, "en")) == ("22/11/2026", "22 Nov 2026")
    assert (spoken.month(day, "vi"), spoken.month(day, "en")) == ("11/2026", "Nov 2026")
    assert spoken.moment(NOW, "vi") == "10:00, 22/11/2026"
    assert (spoken.amount(1_366_200, "vi"), spoken.amount(1_366_200, "en")) == ("1.366.200", "1,366,200")


@pytest.mark.parametrize(
    ("known", "vi", "en"),
    [
        (terms.PartialDate(1950), "1950", "1950"),
        (terms.PartialDate(1950, 4), "04/1950", "Apr 1950"),
        (terms.PartialDate(1950, 4, 3), "03/04/1950", "3 Apr 1950"),
    ],
)
def test_a_partial_date_is_written_as_far_as_it_is_known(known: terms.PartialDate, vi: str, en: str) -> None:
    assert (spoken.partial(known, "vi"), spoken.partial(known, "en")) == (vi, en)


def test_a_citizen_number_is_half_hidden_even_from_its_owner() -> None:
    assert spoken.half_hidden(terms.CitizenNumber.parse("001185000001")) == "001 •••••• 001"


def test_a_blank_is_filled_in() -> None:
    assert pages.say(WORDS, "en", "card.from_to", first="1 Jan 2026", last="31 Dec 2026") == "1 Jan 2026 to 31 Dec 2026"
