"""Evidence of who was there: each test is a sentence of the rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansinh.checkin import Evidence, EvidenceLevel
from ansinh.checkin.presence import STRONGEST, WEAKEST, level_of, require_plausible
from ansinh.kit.errors import Refused
from ansinh.wire.ledger import CheckedBy

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)


def evidence(level: EvidenceLevel = EvidenceLevel.QR, source: CheckedBy = CheckedBy.CARD_QR, **changes: Any) -> Evidence:
    return Evidence(level=level, source=source, **{"at": NOW, **changes})


def test_the_levels_grow_from_a_typed_number_to_a_chip_with_a_face() -> None:
    assert [level.name for level in sorted(EvidenceLevel)] == ["TYPED", "QR", "VNEID", "CHIP_READ", "CHIP_AUTHENTICATED", "CHIP_AND_FACE"]


def test_every_means_of_the_ledger_has_its_levels() -> None:
    assert set(STRONGEST) == set(WEAKEST) == set(CheckedBy)
    assert all(WEAKEST[source] <= STRONGEST[source] for source in CheckedBy)


@pytest.mark.parametrize(
    ("source", "level"),
    [
        (CheckedBy.TYPED_IN, EvidenceLevel.TYPED),
        (CheckedBy.INSURANCE_LOOKUP, EvidenceLevel.TYPED),
        (CheckedBy.CARD_QR, EvidenceLevel.QR),
        (CheckedBy.EID_APP, EvidenceLevel.VNEID),
        (CheckedBy.CARD_CHIP, EvidenceLevel.CHIP_READ),
        (CheckedBy.CARD_CHIP, EvidenceLevel.CHIP_AND_FACE),
        (CheckedBy.AUTHENTICATION_SERVICE, EvidenceLevel.CHIP_AUTHENTICATED),
    ],
)
def test_a_level_that_its_means_can_reach_is_taken(source: CheckedBy, level: EvidenceLevel) -> None:
    require_plausible(evidence(level, source), now=NOW)


@pytest.mark.parametrize(
    ("source", "level"),
    [
        (CheckedBy.TYPED_IN, EvidenceLevel.QR),
        (CheckedBy.INSURANCE_LOOKUP, EvidenceLevel.VNEID),
        (CheckedBy.CARD_QR, EvidenceLevel.CHIP_READ),
        (CheckedBy.CARD_QR, EvidenceLevel.TYPED),
        (CheckedBy.CARD_CHIP, EvidenceLevel.VNEID),
        (CheckedBy.EID_APP, EvidenceLevel.CHIP_AND_FACE),
    ],
)
def test_a_level_that_its_means_cannot_reach_is_refused_by_name(source: CheckedBy, level: EvidenceLevel) -> None:
    with pytest.raises(Refused) as refused:
        require_plausible(evidence(level, source), now=NOW)
    assert (refused.value.code, refused.value.field) == ("level_not_of_source", "evidence.level")


@pytest.mark.parametrize("apart", [timedelta(minutes=5), timedelta(), -timedelta(days=7)])
def test_evidence_may_be_as_late_as_a_week_and_as_early_as_clocks_differ(apart: timedelta) -> None:
    require_plausible(evidence(at=NOW + apart), now=NOW)


@pytest.mark.parametrize(("apart", "code"), [(timedelta(minutes=6), "in_the_future"), (-timedelta(days=7, seconds=1), "too_long_ago")])
def test_evidence_from_the_future_or_long_ago_is_refused(apart: timedelta, code: str) -> None:
    with pytest.raises(Refused) as refused:
        require_plausible(evidence(at=NOW + apart), now=NOW)
    assert (refused.value.code, refused.value.field) == (code, "evidence.at")


def test_several_pieces_make_as_sure_as_the_strongest() -> None:
    pieces = [evidence(), evidence(EvidenceLevel.CHIP_READ, CheckedBy.CARD_CHIP), evidence(EvidenceLevel.TYPED, CheckedBy.TYPED_IN)]
    assert level_of(pieces) is EvidenceLevel.CHIP_READ
    assert level_of([]) is None
