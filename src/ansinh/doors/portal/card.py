"""The health-insurance card as it is drawn: which one, what state it is in, and its QR code. Which card counts is the register's rule."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from io import BytesIO

import segno
from markupsafe import Markup

from ansinh import register
from ansinh.register import Card, CardState, CoverageSpan, Record
from ansinh.wire import qr

_ENDING = timedelta(days=30)
_ONE_DAY = timedelta(days=1)


class State(StrEnum):
    """How the card stands today; also the word keys that say so."""

    COVERED = "covered"
    ENDING = "ending"
    FUTURE = "future"
    EXPIRED = "expired"
    REVOKED = "revoked"
    HELD = "held"
    LOCKED = "locked"
    REDUCED = "reduced"


_NOT_VALID = {CardState.REVOKED: State.REVOKED, CardState.HELD: State.HELD, CardState.LOCKED: State.LOCKED}


@dataclass(frozen=True, slots=True)
class Face:
    """One card to draw. `first` and `last` are the ends of the unbroken time around the span shown, both included."""

    card: Card
    span: CoverageSpan
    facility_name: str
    first: date
    last: date
    state: State
    percent: int
    days_left: int
    qr_svg: Markup = field(repr=False)

    @property
    def is_good(self) -> bool:
        return self.state in {State.COVERED, State.ENDING, State.FUTURE}


def face_of(record: Record, *, day: date) -> Face | None:
    """The card that counts on `day`; failing that the next one to begin, then the last one there was. None without any card."""
    held = register.card_on(record.cards, day)
    if held is not None:
        return _face(record, held.card, held.span, day=day)
    spans = [(card, span) for card in record.cards for span in card.spans]
    if not spans:
        return None
    upcoming = [each for each in spans if each[0].state is CardState.VALID and each[1].first_day > day]
    card, span = min(upcoming, key=_begins) if upcoming else max(spans, key=_begins)
    return _face(record, card, span, day=day)


def qr_text(record: Record, card: Card, span: CoverageSpan, *, valid_to: date) -> str:
    """What the code of this card says."""
    return qr.format_card_qr(
        qr.CardQr(
            card_number=card.number,
            full_name=record.full_name,
            birth_date=record.birth_date,
            sex=record.sex,
            address=record.address,
            facility_code=span.facility_code,
            valid_from=span.first_day,
            valid_to=valid_to,
            issued_on=card.issued_on,
            issued_by=card.issued_by,
            living_area=card.living_area,
            five_years_on=record.five_years_on,
        )
    )


def _face(record: Record, card: Card, span: CoverageSpan, *, day: date) -> Face:
    first, last = _unbroken(card, span)
    return Face(
        card=card,
        span=span,
        facility_name=record.facility_names.get(span.facility_code.value, ""),
        first=first,
        last=last,
        state=_state(card, first, last, day=day),
        percent=register.benefit_percent(card.number, day),
        days_left=(last - day).days,
        qr_svg=_svg(qr_text(record, card, span, valid_to=last)),
    )


def _state(card: Card, first: date, last: date, *, day: date) -> State:
    if card.state is not CardState.VALID:
        return _NOT_VALID.get(card.state, State.REDUCED)
    if day < first:
        return State.FUTURE
    if day > last:
        return State.EXPIRED
    return State.ENDING if last - day <= _ENDING else State.COVERED


def _unbroken(card: Card, span: CoverageSpan) -> tuple[date, date]:
    """A change of facility begins a new span but interrupts nothing."""
    first, last = span.first_day, span.last_day
    for each in sorted(card.spans, key=lambda other: other.first_day):
        if each.first_day == last + _ONE_DAY:
            last = each.last_day
    for each in sorted(card.spans, key=lambda other: other.first_day, reverse=True):
        if each.last_day + _ONE_DAY == first:
            first = each.first_day
    return first, last


def _begins(each: tuple[Card, CoverageSpan]) -> date:
    return each[1].first_day


def _svg(text: str) -> Markup:
    """Dark on white whatever the colours of the page: readers need the contrast. The picture is named by what stands around it."""
    out = BytesIO()
    code = segno.make_qr(text, error="l", boost_error=False)
    code.save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - made of digits by segno, the text itself is not in it
