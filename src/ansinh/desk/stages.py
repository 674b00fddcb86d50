"""How a counter goes from one stage to the next. Pure: each function gives the view that follows, and none does anything."""

from dataclasses import replace

from ansinh.desk.model import Admission, Fault, Found, Progress, Sight, Stage, Trouble, View, VisitAsked

_BUSY = frozenset({Stage.READING, Stage.SENDING})
_HOLDING = frozenset({Stage.VERIFIED, Stage.REJECTED, Stage.CHECKED_IN})


def looked(view: View, sight: Sight) -> View:
    """After a look at the reader. Another card begins anew, and nothing of the one before is left; taking a card away takes no result away."""
    if view.stage in _BUSY:
        return view
    view = replace(view, reader=sight.reader, reader_trouble=sight.trouble)
    if sight.card is not None and sight.card != view.card:
        return View(stage=Stage.ASKING, reader=sight.reader, card=sight.card)
    if sight.card is None:
        view = replace(view, card=None)
        return view if view.stage in _HOLDING else replace(view, stage=Stage.WAITING)
    return view


def refused(view: View, trouble: Trouble) -> View:
    """Something could not be done; everything stays as it is."""
    return replace(view, trouble=trouble)


def began_reading(view: View) -> View:
    return replace(view, stage=Stage.READING, trouble=None, progress=Progress("", 0), found=None, admission=None)


def advanced(view: View, file: str, percent: int) -> View:
    """Progress never goes back."""
    before = 0 if view.progress is None else view.progress.percent
    return replace(view, progress=Progress(file, max(before, min(percent, 100))))


def read(view: View, found: Found) -> View:
    stage = Stage.VERIFIED if found.may_check_in else Stage.REJECTED
    return replace(view, stage=stage, progress=None, found=found)


def broke_off(view: View, trouble: Trouble) -> View:
    """The reading came to no end. A card that was taken away is a new one when it comes back; one that lies there may be tried again."""
    if trouble.fault is Fault.CARD_GONE:
        return View(stage=Stage.WAITING, reader=view.reader, trouble=trouble)
    return View(stage=Stage.ASKING, reader=view.reader, card=view.card, trouble=trouble)


def began_sending(view: View, asked: VisitAsked) -> View:
    return replace(view, stage=Stage.SENDING, trouble=None, asked=asked)


def not_sent(view: View, trouble: Trouble) -> View:
    return replace(view, stage=Stage.VERIFIED, trouble=trouble)


def sent(view: View, admission: Admission) -> View:
    return replace(view, stage=Stage.CHECKED_IN, admission=admission)


def cleared(view: View, trouble: Trouble | None = None) -> View:
    """The next person: nothing of the last one is left. A card that still lies there waits to be taken away."""
    return View(stage=Stage.WAITING, reader=view.reader, card=view.card, reader_trouble=view.reader_trouble, trouble=trouble)


def again(view: View) -> View:
    """The card that lies there is to be read once more; without one, nothing changes."""
    if view.card is None:
        return view
    return View(stage=Stage.ASKING, reader=view.reader, card=view.card, reader_trouble=view.reader_trouble)
