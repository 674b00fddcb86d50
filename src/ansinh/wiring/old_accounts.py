"""Some of the invented people still have an account of the old account service, and one sandbox relying party still takes it, for a year."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ansinh import audit, exchange, sandbox
from ansinh.kit import clock, db
from ansinh.sandbox import vssid
from ansinh.terms import PartialDate

CLIENT = "sandbox-old-accounts"
_HOW_MANY = 20
_OPEN_FOR = timedelta(days=365)


def accounts(people: Sequence[sandbox.Person]) -> list[vssid.NewAccount]:
    """The first insured people with an electronic identity; the last of them opened theirs before a citizen number was asked for."""
    holders = [each for each in people if each.account is not None and each.insured][:_HOW_MANY]
    return [
        vssid.NewAccount(
            number=each.insured[0].social_insurance_number,
            password=f"vssid-{each.insured[0].social_insurance_number.value[-4:]}",
            citizen_number=each.citizen_number if place < len(holders) - 1 else None,
            full_name=each.full_name,
            birth_date=PartialDate.of(each.birth_date),
            sex=each.sex,
        )
        for place, each in enumerate(holders)
    ]


def listing(people: Sequence[sandbox.Person]) -> list[dict[str, Any]]:
    """One object each, for `ansinh sandbox old-accounts`."""
    return [
        {
            "social_insurance_number": each.number.value,
            "password": each.password,
            "name": each.full_name,
            "citizen_number": None if each.citizen_number is None else each.citizen_number.value,
        }
        for each in accounts(people)
    ]


def allow(conn: db.Connection, *, now: datetime) -> None:
    """The one relying party may use them, unless somebody ruled on it already."""
    day = clock.vietnam_day(now)
    if any(rule.upstream == vssid.CODE and rule.client_id == CLIENT and rule.in_force(day) for rule in exchange.upstream_rules(conn)):
        return
    exchange.rule_upstream(
        conn,
        vssid.CODE,
        exchange.Effect.ALLOW,
        client_id=CLIENT,
        since=day,
        until=day + _OPEN_FOR,
        by=audit.Actor("system", "sandbox"),
        now=now,
    )
