"""Who may have which level, and what an account's level follows from (Decree 69/2024/ND-CP)."""

from datetime import date

import pytest

from ansinh import terms
from ansinh.kit import db, errors
from ansinh.sandbox import eid
from ansinh.sandbox.eid.proofing import IN_FORCE, Entitlement, Proofing, entitlement, invented, prove_in_person
from tests.exchange.world import LEVEL_1, LEVEL_2

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (terms.PartialDate(2012, 3, 2), Entitlement(2, on_request=False)),
        (terms.PartialDate(2012, 3, 3), Entitlement(2, on_request=True)),
        (terms.PartialDate(2020, 3, 2), Entitlement(2, on_request=True)),
        (terms.PartialDate(2020, 3, 3), Entitlement(1, on_request=True)),
        (terms.PartialDate(2012), Entitlement(2, on_request=True)),
        (terms.PartialDate(2026, 3, 1), Entitlement(1, on_request=True)),
    ],
    ids=["14_today", "14_tomorrow", "6_today", "6_tomorrow", "birthday_unknown", "newborn"],
)
def test_the_level_somebody_may_have_follows_from_their_age(born: terms.PartialDate, expected: Entitlement) -> None:
    assert entitlement(born, on=TODAY) == expected


def test_coming_in_person_lifts_to_level_2_once_and_not_below_six() -> None:
    compared = Proofing(date(2025, 1, 1))
    seen = prove_in_person(compared, terms.PartialDate(1990, 5, 2), on=TODAY)
    assert (compared.level, seen.level, seen.seen_on) == (1, 2, TODAY)
    assert prove_in_person(seen, terms.PartialDate(1990, 5, 2), on=date(2027, 1, 1)) == seen
    with pytest.raises(errors.Refused, match="six years"):
        prove_in_person(compared, terms.PartialDate(2023, 1, 1), on=TODAY)


@pytest.mark.parametrize("level", [1, 2])
def test_the_days_of_an_invented_account_fit_its_level_and_the_decree(level: int) -> None:
    proofing = invented("001190000001", level=level)
    assert proofing.level == level
    assert proofing.compared_on >= IN_FORCE
    assert proofing == invented("001190000001", level=level)


def test_an_account_is_lifted_by_its_proofing(conn: db.Connection) -> None:
    eid.open_accounts(conn, [LEVEL_1, LEVEL_2])
    assert eid.prove_in_person(conn, LEVEL_1.username, on=TODAY) == 2
    kept = conn.execute("SELECT account_level, seen_on FROM sandbox_eid.accounts WHERE username = %s", (LEVEL_1.username,)).fetchone()
    assert kept == (2, TODAY)
    with pytest.raises(errors.NotFound):
        eid.prove_in_person(conn, "nobody", on=TODAY)
