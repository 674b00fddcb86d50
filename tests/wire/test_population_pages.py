"""Pages of changes as they are read: one change that cannot be read does not take the others with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import population_changes as wire
from ansinh.wire import population_pages as pages

SUBJECT = wire.Subject(
    citizen_number=CitizenNumber("001185000001"), full_name="Nguyễn Thị Lan", birth_date=PartialDate(1985), sex=Sex.FEMALE
)
DEATH = wire.Change(1, datetime(2026, 11, 20, tzinfo=UTC), SUBJECT, wire.Death(date(2026, 11, 19)))


def _json(**changed: Any) -> dict[str, Any]:
    return pages.written(DEATH) | changed


def _read(*entries: dict[str, Any]) -> tuple[wire.Change | pages.Unreadable, ...]:
    return pages.read_page(pages.written_page(0, 9, entries)).changes


_days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
_numbers = st.integers(0, 10**12 - 1).map(lambda number: CitizenNumber(f"{number:012d}"))
_texts = st.text(st.characters(categories=["L"]), min_size=1, max_size=50)
_parents = st.none() | st.builds(wire.Parent, full_name=_texts, citizen_number=st.none() | _numbers)
_whats: st.SearchStrategy[wire.What] = st.one_of(
    st.builds(wire.Death, _days),
    st.builds(wire.Move, _days, st.sampled_from(["001", "079"]), st.sampled_from(["", "Z0001"]), _texts, _texts),
    st.builds(wire.NameCorrected, _texts),
    st.builds(wire.BirthDateCorrected, _days.map(PartialDate.of)),
    st.builds(wire.SexCorrected, st.sampled_from([Sex.MALE, Sex.FEMALE])),
    st.builds(wire.NumberIssued, _days),
    st.builds(wire.NumberReplaced, _days, _numbers),
    st.builds(wire.NumberCancelled, _days),
    st.builds(wire.Born, _days, _parents, _parents),
    st.builds(wire.Merged, _days, _numbers),
)


@given(what=_whats)
def test_what_is_written_is_what_is_read(what: wire.What) -> None:
    change = wire.Change(1, DEATH.at, SUBJECT, what)
    assert _read(pages.written(change)) == (change,)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "wedding"}, "kind"),
        ({"kind": None}, "kind"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-11-20T00:00:00"}, "at"),
        ({"subject": "Lan"}, "subject"),
        ({"subject": {"citizen_number": "12"}}, "citizen_number"),
        ({"deceased_on": "31/02/2026"}, "deceased_on"),
        ({"deceased_on": 20261119}, "deceased_on"),
        ({"kind": "name_corrected", "full_name": "\ud800"}, "full_name"),
        ({"kind": "name_corrected", "full_name": " "}, "full_name"),
        ({"kind": "name_corrected", "full_name": "x" * 301}, "full_name"),
        ({"kind": "sex_corrected", "sex": "M"}, "sex"),
        ({"kind": "move", "since": "2026-11-19", "province_code": "24"}, "province_code"),
        ({"kind": "born", "registered_on": "2026-11-19", "mother": []}, "mother"),
    ],
)
def test_a_change_that_cannot_be_read_says_where_and_leaves_the_others(changed: dict[str, Any], field: str) -> None:
    spoilt, good = _read(_json(**changed), _json(seq=2))
    assert isinstance(spoilt, pages.Unreadable)
    assert (spoilt.seq, spoilt.field) == (1, field)
    assert isinstance(good, wire.Change)


def test_what_is_wrong_is_told_without_the_value() -> None:
    spoilt = _read(_json(subject={"citizen_number": "00118500000X"}))[0]
    assert "00118500000X" not in repr(spoilt)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _page: [],
        lambda page: page | {"changes": None},
        lambda page: page | {"changes": [1]},
        lambda page: page | {"changes": [_json()] * 501},
        lambda page: page | {"after": -1},
        lambda page: page | {"last": True},
        lambda page: page | {"changes": [_json(seq="1")]},
    ],
)
def test_a_page_that_is_none_is_unusable(spoil: Callable[[dict[str, Any]], Any]) -> None:
    with pytest.raises(pages.UnusablePageError):
        pages.read_page(spoil(pages.written_page(0, 9, [_json()])))
