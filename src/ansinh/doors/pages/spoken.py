"""Days, instants and amounts as people write them in the language of the page. Instants are shown in Viet Nam's time."""

from datetime import date, datetime

from ansinh import terms
from ansinh.doors.pages.language import Language
from ansinh.kit import clock

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(when: date, language: Language) -> str:
    """31/12/2026, in English 31 Dec 2026: 03/04 would be read two ways. An instant is shown as its day in Viet Nam."""
    if isinstance(when, datetime):
        when = clock.vietnam_day(when)
    return f"{when:%d/%m/%Y}" if language == "vi" else f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def short_day(when: date, language: Language) -> str:
    """Day and month, where the year goes without saying."""
    return f"{when:%d/%m}" if language == "vi" else f"{when.day} {_MONTHS[when.month - 1]}"


def month(when: date, language: Language) -> str:
    return f"{when:%m/%Y}" if language == "vi" else f"{_MONTHS[when.month - 1]} {when.year}"


def clock_time(when: datetime) -> str:
    """Hours and minutes, 24 hours."""
    return f"{when.astimezone(clock.VIETNAM):%H:%M}"


def moment(when: datetime, language: Language) -> str:
    return f"{clock_time(when)}, {day(clock.vietnam_day(when), language)}"


def partial(when: terms.PartialDate, language: Language) -> str:
    """As precise as it is known."""
    if language == "vi" or when.month is None:
        return when.vietnamese()
    return month(when.first_day, language) if when.day is None else day(when.first_day, language)


def amount(dong: int, language: Language) -> str:
    """1.366.200 in Vietnamese, 1,366,200 in English."""
    return f"{dong:,}".replace(",", ".") if language == "vi" else f"{dong:,}"


def grouped_card(number: terms.CardNumber) -> str:
    """The card number in the groups printed on cards: object, benefit digit, province, social-insurance number."""
    text = number.value
    return f"{text[:2]} {text[2]} {text[3:5]} {text[5:]}"


def half_hidden(number: terms.CitizenNumber) -> str:
    """Enough to recognise one's own number, too little for whoever looks over the shoulder."""
    return f"{number.value[:3]} •••••• {number.value[-3:]}"
