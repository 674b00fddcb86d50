"""The same counter behind a real pcscd: cards that come, go, are two, are pulled in the middle; and a service that dies and comes back."""

from collections.abc import Callable
from pathlib import Path

from ansinh import desk
from ansinh.desk import Fault, Stage
from ansinh.sandbox.virtual_card import VirtualCard, inserted
from tests.chip_pcsc import daemon
from tests.desk.at_the_counter import CAN, Place
from tests.desk.conftest import CardOf


def _fault(view: desk.View) -> Fault | None:
    return None if view.reader_trouble is None else view.reader_trouble.fault


def test_a_counter_goes_on_through_everything_that_readers_do(place_of: Callable[..., Place], card_of: CardOf, tmp_path: Path) -> None:
    with daemon.running(tmp_path) as pcscd:
        place = place_of(station=desk.Reader())
        place.until(lambda view: bool(view.reader))
        with inserted(VirtualCard(card_of()), port=pcscd.ports[0]):
            place.until(lambda view: view.stage is Stage.ASKING)
            place.counter.give(CAN)
            place.until(lambda view: view.stage is Stage.VERIFIED)
            with inserted(VirtualCard(card_of()), port=pcscd.ports[1]):
                place.until(lambda view: _fault(view) is Fault.SEVERAL_CARDS)
            place.until(lambda view: _fault(view) is None)
        place.until(lambda view: view.card is None)
        with inserted(VirtualCard(card_of()), port=pcscd.ports[0]) as insertion:
            place.until(lambda view: view.stage is Stage.ASKING)
            place.counter._advance = lambda *_: insertion.pull()  # type: ignore[method-assign] # as soon as something was read
            place.counter.give(CAN)
            view = place.until(lambda view: view.stage is Stage.WAITING)
            assert view.trouble == desk.Trouble(Fault.CARD_GONE)
    place.until(lambda view: _fault(view) is Fault.NO_SERVICE)
    with daemon.running(tmp_path):
        place.until(lambda view: _fault(view) is None and bool(view.reader))
