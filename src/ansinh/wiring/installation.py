"""One whole installation: its database made ready, and, for a journey or a bench, a temporary one of its own."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ansinh.kit import clock
from ansinh.kit.migrations import Migration
from ansinh.settings import Settings
from ansinh.wiring import counter, dev, partners, places, schema, welcome

Say = Callable[[str], None]
# what would lead a temporary system to somebody else's database or pages
_ELSEWHERE = ("ANSINH_DATABASE_URL", "ANSINH_VSS_URL", "ANSINH_EXCHANGE_URL", "ANSINH_INSTITUTIONS_URL", "ANSINH_EID_ISSUER")


@dataclass(frozen=True, slots=True)
class Running:
    """A system that is up. `chain` knows the processes."""

    settings: Settings
    dsn: str
    chain: dev.Chain


def prepare(dsn: str, settings: Settings, *, say: Say) -> list[Migration]:
    """Schema, invented people, and the partners' registrations with each other; what is there already stays. Returns what was migrated."""
    applied = schema.migrate(dsn)
    if applied:
        say(f"Schema brought up to date ({len(applied)} migrations)")
    welcome.seed_if_empty(dsn, settings, say=say)
    partners.register(dsn, settings)
    if settings.is_sandbox:
        counter.link_sandbox_people(dsn, settings, now=clock.utc_now())
    return applied


@contextmanager
def temporary(name: str, *, people: int, say: Say) -> Iterator[Running]:
    """A system on free ports with a database of its own in a temporary folder, gone afterwards. `name` is part of the folder's."""
    with tempfile.TemporaryDirectory(prefix=f"ansinh-{name}-") as folder:
        Path(folder).chmod(0o755)  # as root the database server runs as another user, who must pass through here
        with kept(Path(folder), people=people, say=say) as running:
            yield running


@contextmanager
def kept(home: Path, *, say: Say, people: int = 50, workers: int = 1, fill: Callable[[str], None] | None = None) -> Iterator[Running]:
    """A system on free ports whose database stays in `home`. `fill` is given its DSN and puts in other people than the sandbox's."""
    for variable in _ELSEWHERE:
        os.environ.pop(variable, None)
    settings = Settings(home=home, port=dev.free_port(), people=people, workers=workers)
    with places.database_of(settings, say=say) as dsn:
        if fill is None:
            prepare(dsn, settings, say=say)
        else:
            schema.migrate(dsn)
            fill(dsn)
            partners.register(dsn, settings)
        say(f"Starting a system of its own on ports {settings.port} to {settings.port + 2} ...")
        with dev.Chain(settings, dsn=dsn, say=say) as chain:
            yield Running(settings, dsn, chain)
