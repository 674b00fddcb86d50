"""Things that happen to invented citizens: the register is changed and the change is told in the feed, both or neither.

What is not said is invented: another name, a new number, a child. Whom it happens to is named by citizen number.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from ansinh.kit import clock, db
from ansinh.kit.errors import NotFound, Refused
from ansinh.sandbox import names
from ansinh.sandbox.numbers import Mint
from ansinh.sandbox.population.model import Citizen
from ansinh.sandbox.population.store import citizens
from ansinh.sandbox.population.store import feed as store
from ansinh.sandbox.population.wards import WARDS
from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import population_changes as wire
from ansinh.wire import population_pages as pages

KINDS = tuple(wire.KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What is known of it beforehand; None is invented.

    `full_name`, `birth_date` and `sex` are those after a correction, or the child's; `other` is the entry a merged one goes into, or the
    other parent; `place` where a move goes to (province code, ward code, ward, address).
    """

    day: date | None = None
    full_name: str | None = field(default=None, repr=False)
    birth_date: PartialDate | None = None
    sex: Sex | None = None
    other: CitizenNumber | None = None
    place: tuple[str, str, str, str] | None = field(default=None, repr=False)


_ANYTHING = Happening()


def happen(
    conn: db.Connection, kind: str, number: CitizenNumber, *, random: Random, now: datetime, so: Happening = _ANYTHING
) -> wire.Change:
    """Makes it happen to the citizen with that number (for born: the mother; for number_issued: whoever's number was cancelled).

    Raises Refused("no_such_kind"), NotFound("no_such_citizen") and, for a merging, Refused("no_other").
    """
    if kind not in wire.KINDS:
        raise Refused("no_such_kind", f"kind must be one of {', '.join(KINDS)}")
    seq = store.next_seq(conn)
    citizen = citizens.find(conn, number, state="cancelled" if kind == "number_issued" else "active")
    if citizen is None:
        raise NotFound("no_such_citizen", "the population register has no such citizen")
    made = _Making(conn, citizen, random, clock.vietnam_day(now) if so.day is None else so.day, so)
    subject, what = made.of_kind(kind)
    change = wire.Change(seq, now, subject, what)
    store.add(conn, seq, pages.written(change))
    return change


class _Making:
    """One happening: what is told of it, after the register was changed accordingly."""

    def __init__(self, conn: db.Connection, citizen: Citizen, random: Random, day: date, so: Happening) -> None:
        self._conn = conn
        self._citizen = citizen
        self._random = random
        self._day = day
        self._so = so

    def of_kind(self, kind: str) -> tuple[wire.Subject, wire.What]:
        if kind == "born":
            return self._birth()
        if kind == "number_issued":
            number = self._enter(self._citizen)
            return _subject(replace(self._citizen, citizen_number=number)), wire.NumberIssued(self._day)
        return _subject(self._citizen), self._what(kind)

    def _what(self, kind: str) -> wire.What:
        match kind:
            case "death":
                self._change(replace(self._citizen, deceased_on=self._day))
                return wire.Death(self._day)
            case "move":
                return wire.Move(self._day, *(self._so.place or _somewhere(self._random)))
            case "name_corrected":
                full_name = self._so.full_name or self._other_name()
                self._change(replace(self._citizen, full_name=full_name))
                return wire.NameCorrected(full_name)
            case "birth_date_corrected":
                born = self._so.birth_date or PartialDate.of(self._citizen.birth_date.first_day + timedelta(days=1))
                self._change(replace(self._citizen, birth_date=born))
                return wire.BirthDateCorrected(born)
            case "sex_corrected":
                sex = self._so.sex or (Sex.MALE if self._citizen.sex is Sex.FEMALE else Sex.FEMALE)
                self._change(replace(self._citizen, sex=sex))
                return wire.SexCorrected(sex)
            case "number_replaced":
                self._end("replaced")
                return wire.NumberReplaced(self._day, self._enter(self._citizen))
            case "number_cancelled":
                self._end("cancelled")
                return wire.NumberCancelled(self._day)
            case _:
                return self._merge()

    def _merge(self) -> wire.What:
        other = None if self._so.other is None else citizens.find(self._conn, self._so.other)
        if other is None or other.citizen_number == self._citizen.citizen_number:
            raise Refused("no_other", "a merging needs the number of another citizen: the entry that stays")
        self._end("merged")
        return wire.Merged(self._day, other.citizen_number)

    def _birth(self) -> tuple[wire.Subject, wire.What]:
        so, mother = self._so, self._citizen
        sex = so.sex or self._random.choice((Sex.MALE, Sex.FEMALE))
        born = so.birth_date or PartialDate.of(self._day)
        name = so.full_name or f"{mother.full_name.split()[0]} {names.middle_and_given(self._random, sex, birth_year=born.year)}"
        child = Citizen(citizen_number=mother.citizen_number, full_name=name, birth_date=born, sex=sex)
        number = self._enter(child)
        father = None if so.other is None else citizens.find(self._conn, so.other)
        return _subject(replace(child, citizen_number=number)), wire.Born(
            self._day, _parent(mother), None if father is None else _parent(father)
        )

    def _change(self, citizen: Citizen) -> None:
        store.set_person(
            self._conn,
            citizen.citizen_number.value,
            full_name=citizen.full_name,
            birth_date=citizen.birth_date.iso(),
            sex=citizen.sex.value,
            deceased_on=citizen.deceased_on,
        )

    def _end(self, state: str) -> None:
        store.set_state(self._conn, self._citizen.citizen_number.value, state=state)

    def _enter(self, citizen: Citizen) -> CitizenNumber:
        """The citizen under a number nobody has had."""
        mint = Mint(self._random, series=citizen.birth_date.year)
        while True:
            number = mint.citizen_number(citizen.citizen_number.value[:3], citizen.sex, citizen.birth_date.first_day)
            if citizens.load(self._conn, [replace(citizen, citizen_number=number)]):
                return number

    def _other_name(self) -> str:
        return f"{self._citizen.full_name.split()[0]} {names.middle_and_given(self._random, self._citizen.sex, birth_year=self._citizen.birth_date.year)}"


def _somewhere(random: Random) -> tuple[str, str, str, str]:
    ward = random.choice(WARDS)
    return ward.province_code, ward.code, ward.name, ward.home


def _subject(citizen: Citizen) -> wire.Subject:
    return wire.Subject(citizen_number=citizen.citizen_number, full_name=citizen.full_name, birth_date=citizen.birth_date, sex=citizen.sex)


def _parent(citizen: Citizen) -> wire.Parent:
    return wire.Parent(full_name=citizen.full_name, citizen_number=citizen.citizen_number)
