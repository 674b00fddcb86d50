"""The worker watches look-ups and adds up figures without being asked."""

from itertools import count
from pathlib import Path

from ansinh import checkin
from ansinh.kit import db
from ansinh.settings import Settings
from ansinh.wiring import worker


def test_a_round_of_the_worker_raises_alerts_and_adds_up(dsn: str, tmp_path: Path) -> None:
    with db.connect(dsn) as conn:
        conn.execute(
            """
            INSERT INTO checkin.lookups (at, facility_code, account, key_kind, code, purpose)
            SELECT now() - interval '2 minutes', '01001', '01001_BV', 'card', '050', 'treatment' FROM generate_series(1, 40)
            """
        )
    asked = count()
    worker.work(Settings(home=tmp_path, seal_every_s=0.01), dsn=dsn, stopped=lambda: next(asked) > 5)
    with db.connect(dsn) as conn:
        assert [each.reason for each in checkin.alerts(conn)] == [checkin.Reason.NUMBERS_OF_NOBODY]
        assert conn.execute("SELECT sum(lookups) FROM checkin.daily_lookups").fetchone() == (40,)
        assert conn.execute("SELECT count(*) FROM checkin.rolled_up WHERE until IS NULL").fetchone() == (0,)
