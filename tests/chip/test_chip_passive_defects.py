"""Every defect of a security object is found by the check it belongs to, and nothing is bound by an object that has one."""

import pytest

from ansinh.chip import passive
from tests.chip.pki import NOW
from tests.chip.sod_defects import DEFECTS, GROUPS, Defect, believed

_NAMED = [pytest.param(defect, id=f"{part}: {what}") for part, defects in DEFECTS.items() for what, defect in defects.items()]


@pytest.mark.parametrize("defect", _NAMED)
def test_a_defect_of_the_security_object_is_found_by_its_check(defect: Defect) -> None:
    done = passive.authenticate(defect.sod(), GROUPS, believed(), now=NOW)
    check = done.check(defect.check)
    assert (check.outcome.value, check.reason) == (defect.outcome, defect.reason)
    validity_alone = defect.check == "signer_validity"
    assert done.binds(1) == validity_alone


def test_every_check_is_there_once_whatever_is_wrong() -> None:
    usual = ("sod_structure", "sod_signature", "signer_trusted", "signer_validity", "signer_revocation", "country")
    for defects in DEFECTS.values():
        for defect in defects.values():
            names = [each.name for each in passive.authenticate(defect.sod(), GROUPS, believed(), now=NOW).checks]
            assert names == [*usual, "dg1_hash", "dg2_hash", "dg14_hash"]
