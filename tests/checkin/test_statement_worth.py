"""What a statement is worth by what it says alone: of the chip's proofs, which count, and with what beside them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ansinh.checkin.presence import EvidenceLevel
from ansinh.checkin.statement_worth import worth_of
from ansinh.kit.errors import Refused
from ansinh.wire import presence
from tests.checkin.desk_statements import ESSENTIAL, claims_about, passed

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
CHALLENGE = "A" * 43
MAPPING = ("dg14_hash", "card_security", "chip_authentication_mapping")


def _claims(*proofs: str, level: str = "chip_authenticated", **changes: Any) -> presence.Claims:
    return claims_about(CHALLENGE, at=NOW, level=level, checks=passed(*ESSENTIAL, *proofs), **changes)


def test_a_proof_by_mapping_with_all_that_belongs_to_it_is_worth_what_chip_authentication_is() -> None:
    assert worth_of(_claims(*MAPPING)) is worth_of(_claims("dg14_hash", "chip_authentication")) is EvidenceLevel.CHIP_AUTHENTICATED


@pytest.mark.parametrize("left_out", MAPPING)
def test_a_desk_that_claims_a_proof_by_mapping_proves_no_more_than_its_checks(left_out: str) -> None:
    proofs = tuple(each for each in MAPPING if each != left_out)
    with pytest.raises(Refused) as refused:
        worth_of(_claims(*proofs))
    assert refused.value.code == "statement_level_wrong"
    assert worth_of(_claims(*proofs, level="chip_read")) is EvidenceLevel.CHIP_READ


def test_a_card_opened_by_basic_access_control_cannot_have_proven_itself_by_mapping() -> None:
    with pytest.raises(Refused) as refused:
        worth_of(_claims(*MAPPING, access="bac"))
    assert refused.value.code == "statement_level_wrong"


@pytest.mark.parametrize("name", MAPPING[1:])
def test_a_failure_of_the_mapping_or_of_its_file_takes_the_level_whatever_else_was_proven(name: str) -> None:
    failed = presence.CheckTold(name=name, outcome="failed", reason="card_access_differs")
    checks = (*passed(*ESSENTIAL, "dg14_hash", "chip_authentication"), failed)
    with pytest.raises(Refused) as refused:
        worth_of(claims_about(CHALLENGE, at=NOW, checks=checks))
    assert refused.value.code == "statement_level_wrong"
