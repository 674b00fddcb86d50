"""Settles the sandbox's invented people in every institution: the register, the gateway, the eID provider, the population register.

Running it again changes nothing; running it with more people adds the new ones. Who is new is what the population register did not
hold yet: it is told in the same transaction as all the others.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh import audit, checkin, register, sandbox, staff
from ansinh.kit import clock, db
from ansinh.sandbox import eid, population, vssid
from ansinh.terms import CitizenNumber, PartialDate
from ansinh.wiring import enrolments, old_accounts

Progress = Callable[[int, int], None]

_TRANSACTION = 5_000  # people; what a seeding that is killed has to do again
_CHUNK = 100  # people between two calls of the progress
_ACTOR = audit.Actor("system", "sandbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReport:
    """What was added now, and how many people had been there before."""

    people: int = 0
    people_before: int = 0
    participants: int = 0
    accounts: int = 0
    treatments: int = 0
    facilities: int = 0
    employers: int = 0

    @property
    def changed(self) -> bool:
        return any((self.people, self.participants, self.accounts, self.facilities, self.employers))

    @property
    def sentence(self) -> str:
        """For the person who waits in front of the screen."""
        if not self.changed:
            return f"The sandbox is already there ({self.people_before:,} people): nothing changed."
        return (
            f"Invented {self.people:,} people ({self.participants:,} insurance records, {self.treatments:,} treatments, {self.accounts:,} accounts),"
            f" {self.facilities} facilities and {self.employers} employers."
        )

    def __add__(self, other: "SeedReport") -> "SeedReport":
        return SeedReport(
            people=self.people + other.people,
            people_before=self.people_before + other.people_before,
            participants=self.participants + other.participants,
            accounts=self.accounts + other.accounts,
            treatments=self.treatments + other.treatments,
            facilities=self.facilities + other.facilities,
            employers=self.employers + other.employers,
        )


def seed(
    database: db.Database,
    people: Sequence[sandbox.Person],
    facilities: Sequence[sandbox.Facility],
    *,
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> SeedReport:
    """Everything that is not there yet, in transactions of some thousand people, each with its audit event `register.seeded`.

    `people` in the order `sandbox.people` gives them, households together. `progress` is called with people done and people in all.
    """
    first_insured: dict[str, CitizenNumber] = {}
    for person in people:
        if person.insured:
            first_insured.setdefault(person.household_code, person.citizen_number)
    report = SeedReport()
    for start in range(0, max(1, len(people)), _TRANSACTION):
        with database.transaction() as conn:
            part = _Part(conn, now, people[start : start + _TRANSACTION], first_insured)
            added = part.institutions(facilities) if start == 0 else SeedReport()
            if start == 0:
                part.old_accounts()
            for at, chunk in part.chunks():
                added += part.enrol(chunk)
                progress(start + at, len(people))
            if added.changed:
                part.record(added)
        report += added
    return report


class _Part:
    """One transaction's share of the work."""

    def __init__(
        self, conn: db.Connection, now: datetime, people: Sequence[sandbox.Person], first_insured: dict[str, CitizenNumber]
    ) -> None:
        self._conn = conn
        self._now = now
        self._today = clock.vietnam_day(now)
        self._people = people
        self._first_insured = first_insured
        # first of all: whoever seeds at the same time waits here, and then finds everything done
        self._new = population.load(conn, [sandbox.citizen(each) for each in people])

    def institutions(self, facilities: Sequence[sandbox.Facility]) -> SeedReport:
        """The agency's staff, and facilities with officers and gateway accounts; the employers come with the first of them."""
        self._hire()
        missing = [each for each in facilities if register.facility(self._conn, each.code) is None]
        if not missing:
            return SeedReport()
        employers = sandbox.employers() if len(missing) == len(facilities) else []
        register.add_employers(self._conn, [enrolments.employer(each) for each in employers])
        register.add_facilities(self._conn, [enrolments.facility(each) for each in missing])
        register.add_officers(self._conn, [officer for each in missing for officer in enrolments.officers(each)])
        accounts = [checkin.NewAccount(username=each.username, password=each.password) for each in missing]
        checkin.open_accounts(self._conn, accounts, now=self._now, cost="sandbox")
        return SeedReport(facilities=len(missing), employers=len(employers))

    def old_accounts(self) -> None:
        """Accounts of the old account service for the first of the people."""
        vssid.open_accounts(self._conn, old_accounts.accounts(self._people))

    def _hire(self) -> None:
        """Whoever of the agency's staff for the console is not there yet, one for each role."""
        accounts = [
            staff.NewAccount(
                username=each.username, full_name=each.full_name, password=each.password, roles=frozenset({staff.Role(each.role)})
            )
            for each in sandbox.colleagues()
        ]
        staff.add_accounts(self._conn, accounts, now=self._now, cost="sandbox")

    def chunks(self) -> Iterator[tuple[int, Sequence[sandbox.Person]]]:
        """The people in portions, each with the number of people it ends at."""
        for start in range(0, len(self._people), _CHUNK):
            chunk = self._people[start : start + _CHUNK]
            yield start + len(chunk), chunk

    def enrol(self, chunk: Sequence[sandbox.Person]) -> SeedReport:
        """Those of the chunk who are new, with their households, insurance records and accounts."""
        new = [each for each in chunk if each.citizen_number in self._new]
        if not new:
            return SeedReport(people_before=len(chunk))
        households = [each for each in new if self._first_insured.get(each.household_code) == each.citizen_number]
        register.add_households(self._conn, [register.Household(code=each.household_code, address=each.address) for each in households])
        enrolled = register.enrol(self._conn, [each for person in new for each in enrolments.enrolments(person, today=self._today)])
        treatments = self._treatments(new, enrolled)
        self._open_visits(new)
        accounts = [_account(each, each.account) for each in new if each.account]
        eid.open_accounts(self._conn, accounts)
        return SeedReport(
            people=len(new),
            people_before=len(chunk) - len(new),
            participants=len(enrolled),
            treatments=treatments,
            accounts=len(accounts),
        )

    def _treatments(self, new: Sequence[sandbox.Person], enrolled: Sequence[int]) -> int:
        """Their earlier treatment, under the first of each person's insurance records; how many stays."""
        first_records: dict[CitizenNumber, tuple[sandbox.Person, int]] = {}
        owners = (person for person in new for _ in person.insured)
        for person, participant_id in zip(owners, enrolled, strict=True):
            first_records.setdefault(person.citizen_number, (person, participant_id))
        return checkin.add_treatments(
            self._conn,
            [
                each
                for person, participant_id in first_records.values()
                for each in enrolments.treatments(person, participant_id, today=self._today)
            ],
        )

    def _open_visits(self, new: Sequence[sandbox.Person]) -> None:
        """Check in those who lie in hospital today, as an officer of the hospital would."""
        for person in (each for each in new if each.course is sandbox.Course.IN_PROGRESS):
            for facility_code, stated in enrolments.going_on(person, today=self._today):
                hospital = next(each for each in sandbox.facilities() if each.code.value == facility_code)
                officer = hospital.officers[0]
                checkin.open_visit(
                    self._conn,
                    stated,
                    evidence=None,  # brought in as an emergency
                    officer=checkin.NamedOfficer(citizen_number=officer.citizen_number.value, full_name=officer.full_name),
                    outage=None,
                    origin=checkin.Origin(
                        facility_code=facility_code, facility_name=hospital.name, account=hospital.username, interface="sandbox"
                    ),
                    render=lambda _opened: b"{}",
                    now=self._now,
                )

    def record(self, added: SeedReport) -> None:
        audit.append(
            self._conn,
            audit.Event(
                kind="register.seeded",
                at=self._now,
                actor=_ACTOR,
                subject=None,
                purpose="sandbox",
                detail={
                    "people": added.people,
                    "participants": added.participants,
                    "facilities": added.facilities,
                    "employers": added.employers,
                },
            ),
        )


def _account(person: sandbox.Person, account: sandbox.Account) -> eid.Account:
    return eid.Account(
        username=account.username,
        password=account.password,
        citizen_number=person.citizen_number,
        full_name=person.full_name,
        birth_date=PartialDate.of(person.birth_date),
        sex=person.sex,
        account_level=account.level,
    )
