"""Which rooms keep data, in the order of the floors; their migrations together are the schema."""

from pathlib import Path

import ansinh
from ansinh.kit import migrations

ROOMS = (
    "audit",
    "register",
    "provider",
    "identity",
    "exchange",
    "staff",
    "checkin",
    "population",
    "vendors",
    "sharing",
    "sandbox/eid",
    "sandbox/population",
    "sandbox/vssid",
)


def all_migrations() -> list[migrations.Migration]:
    """Every migration of every room, bottom floor first."""
    root = Path(ansinh.__file__).parent
    return migrations.collect((room.replace("/", "_"), root / room / "migrations") for room in ROOMS)


def migrate(dsn: str) -> list[migrations.Migration]:
    """Bring the database to the schema of this version; returns what was applied now."""
    return migrations.apply(dsn, all_migrations())
