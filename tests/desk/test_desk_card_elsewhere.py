"""The counter says that the gateway has seen this very card at another facility, and opens the visit all the same."""

import hashlib

from starlette.testclient import TestClient

from ansinh.desk import Stage
from ansinh.doors import desk as page
from ansinh.kit import db
from tests.checkin.two_places import THERE, open_at, with_desks
from tests.desk.at_the_counter import ASKED, NUMBER, Place
from tests.desk.conftest import CardOf
from tests.gateway.calling import NOW

_FILES = {"sod": 0x011D, "dg14": 0x010E}


def test_a_card_that_was_at_another_facility_a_moment_ago_is_told_on_the_page_of_the_visit(
    connected: Place, database: db.Database, card_of: CardOf
) -> None:
    chip = card_of()
    with database.transaction() as conn:
        with_desks(conn)
        open_at(
            conn, THERE, at=NOW, number=NUMBER, hashes={name: hashlib.sha256(chip.files[fid]).hexdigest() for name, fid in _FILES.items()}
        )
    connected.read(chip)
    connected.counter.check_in(ASKED)
    view = connected.until(lambda view: view.stage not in {Stage.VERIFIED, Stage.SENDING})
    assert view.admission is not None, view
    assert (view.admission.is_proven, view.admission.card_elsewhere) == (True, (1,))
    browser = TestClient(page.app(connected.site()), base_url="http://127.0.0.1:8005", client=("127.0.0.1", 50000))
    shown = browser.get("/").text
    assert "Chính tấm thẻ này cũng được đọc ở cơ sở khác, cách nhau không quá 1 phút" in shown
    assert THERE not in shown
