from collections.abc import Iterator

import pytest

from ansinh import checkin
from ansinh.kit import db
from tests.checkin.stays import stay
from tests.gateway.calling import Hospital, seed
from tests.gateway.treated import forget, seed_treated


@pytest.fixture
def seeded(database: db.Database) -> db.Database:
    seed(database)
    return database


@pytest.fixture
def hospital(seeded: db.Database) -> Hospital:
    return Hospital(seeded)


@pytest.fixture(scope="session")
def seeded_once(server_dsn: str, template: str) -> Iterator[db.Database]:
    """The same people for every test that leaves them as they are, and a stay of the first of them."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE seeded_once TEMPLATE {template}")
    pool = db.Database(server_dsn.replace("/postgres?", "/seeded_once?"))
    seed(pool)
    with pool.transaction() as conn:
        row = conn.execute("SELECT participant_id FROM register.cards WHERE card_number = 'DN4010123456789'").fetchone()
        assert row is not None
        checkin.add_treatments(conn, [stay(participant_id=row[0])])
    yield pool
    pool.close()
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("DROP DATABASE seeded_once WITH (FORCE)")


@pytest.fixture
def older(seeded_once: db.Database) -> Hospital:
    """A caller of a gateway on which the old generations are switched on; nobody has been asked about yet."""
    with seeded_once.transaction() as conn:
        conn.execute("DELETE FROM checkin.lookups")
    return Hospital(seeded_once, old_generations=True)


@pytest.fixture
def record(seeded_once: db.Database) -> str:
    """The number of the only stay."""
    with seeded_once.transaction() as conn:
        row = conn.execute("SELECT record_no FROM checkin.treatments").fetchone()
    assert row is not None
    return str(row[0])


@pytest.fixture(scope="session")
def treated_once(server_dsn: str, template: str) -> Iterator[db.Database]:
    """The same people and their stays for every test that adds nothing but questions."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE treated_once TEMPLATE {template}")
    pool = db.Database(server_dsn.replace("/postgres?", "/treated_once?"))
    seed_treated(pool)
    yield pool
    pool.close()
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("DROP DATABASE treated_once WITH (FORCE)")


@pytest.fixture
def treated(treated_once: db.Database) -> db.Database:
    """People with stays; nobody has asked about them yet."""
    forget(treated_once)
    return treated_once


@pytest.fixture
def reception(treated: db.Database) -> Hospital:
    return Hospital(treated)
