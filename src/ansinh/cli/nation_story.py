"""The agency's part of the journey: everybody verified, a record put right, all of it shared back, and a death that reaches everyone."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from ansinh import sharing
from ansinh.cli.browser import Browser
from ansinh.cli.cast import Cast
from ansinh.cli.pages import forms_of, text_of
from ansinh.cli.steps import StepFailed, expect
from ansinh.kit import clock, db, http
from ansinh.sandbox import population as other_side
from ansinh.settings import Settings
from ansinh.terms import CitizenNumber
from ansinh.wiring import crowd, partners, places
from ansinh.wiring import population as population_wiring
from ansinh.wiring import sharing as sharing_wiring

_INSURED = """
SELECT i.value AS record_id, c.value AS citizen_number, p.full_name, p.birth_date, p.sex
FROM register.participants p
JOIN register.identifiers i ON i.participant_id = p.participant_id AND i.kind = 'social_insurance_number' AND i.state = 'active'
LEFT JOIN register.identifiers c
    ON c.participant_id = p.participant_id AND c.kind = 'citizen_number' AND c.state IN ('active', 'disputed')
"""
_POPULATION = "SELECT citizen_number, full_name, birth_date, sex, deceased_on AS death_date FROM sandbox_population.citizens"


class NationStory:
    """Works at the agency's own database as `ansinh verify`, `share` and `population` do, and at the console as its officers do."""

    def __init__(self, settings: Settings, url: str, *, cast: Cast, citizen: dict[str, Any]) -> None:
        self._settings = settings
        self._url = url
        self._cast = cast
        self._citizen = citizen
        self._run = tempfile.TemporaryDirectory(prefix="ansinh-journey-run-")
        self._share = tempfile.TemporaryDirectory(prefix="ansinh-journey-share-")

    def close(self) -> None:
        """Takes away what the story wrote."""
        self._run.cleanup()
        self._share.cleanup()

    def verifies_everybody(self) -> str:
        """Both registers straight from their databases; the other institution's stands in ours because this is a sandbox."""
        batch, inputs, search = (import_module(f"ansinh.population.{name}") for name in ("batch", "inputs", "search"))
        with self._dsn() as dsn:
            insured, population = self._sources(inputs, dsn)
            out = Path(self._run.name)
            plan = batch.Plan(insured=insured, population=population, out=out, index_dir=out / "index", search=search.SearchStage())
            summary = batch.run(plan, now=clock.utc_now())
        verified, decide = summary.verdicts.get("verified", 0), sum(summary.verdicts.get(each, 0) for each in ("differs", "candidates"))
        expect(0.8 * summary.rows < verified < summary.rows, f"{verified} of {summary.rows} records were verified")
        expect(sum(summary.verdicts.values()) == summary.rows, "some records have no verdict")
        return f"{verified:,} of {summary.rows:,} verified; {decide:,} for people to decide"

    def brings_cases_to_the_desk(self) -> str:
        """What the run left for people."""
        caseload, inputs = (import_module(f"ansinh.population.{name}") for name in ("caseload", "inputs"))
        with self._dsn() as dsn, self._database(dsn) as database:
            insured, population = self._sources(inputs, dsn)
            loaded = caseload.load(database, Path(self._run.name), insured=insured, population=population, now=clock.utc_now())
        expect(loaded.new == loaded.cases, f"{loaded.new} of {loaded.cases} cases came")
        return f"{loaded.new:,} cases"

    def officers_put_a_record_right(self) -> str:
        """One officer finds who it is; where that changes a citizen number, a second one has to agree."""
        first, second, *_ = (each for each in crowd.colleagues() if each["role"] == "review")
        with Browser() as web:
            self._sign_in(web, first)
            reference = self._take_a_case(web)
            if reference is None:
                return "nothing was left to decide"
            page = web.open(f"{self._url}/console/review/cases/{reference}")
            expect(page.status_code == 200, f"the case answered {page.status_code}")
            page = web.send(web.form(ending="/decide"), finding="it_is:1")
            expect(page.status_code == 200, f"the finding was answered with {page.status_code}")
        with Browser() as web:
            self._sign_in(web, second)
            page = web.open(f"{self._url}/console/review/second")
            if reference not in page.text:
                return f"case {reference}, decided by one officer"
            web.open(f"{self._url}/console/review/cases/{reference}")
            page = web.send(web.form(ending="/answer"), answer="agree")
            expect(page.status_code == 200, f"the second officer was answered with {page.status_code}")
        return f"case {reference}, decided by two officers"

    def shares_everything_back(self) -> str:
        """All records by file, counted and hashed by the population register as by us."""
        now, folder = clock.utc_now(), Path(self._share.name) / "files"
        with self._dsn() as dsn, self._database(dsn) as database:
            sharing.begin(database, now=now)
            manifest = sharing.make_files(
                dsn,
                folder,
                share_id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2).upper()}",
                terms=sharing_wiring.TERMS,
                key=sharing_wiring.key(self._settings),
                now=now,
            )
            receipt = sharing.deliver(database, folder, sharing_wiring.recipient(self._settings))
        expect(receipt.rows == manifest.rows > 0, f"{manifest.rows} records were sent, {receipt.rows} acknowledged")
        return f"{receipt.rows:,} records, digest {receipt.digest[:12]}"

    def a_death_reaches_everyone(self) -> str:
        """Somebody who is signed in and covered dies: the card, the session and the register that is told all know."""
        with self._dsn() as dsn, self._database(dsn) as database, Browser() as web:
            person = self._cast.somebody_to_die(but=self._citizen)
            expect(self._cast.signs_in(web, person), "they cannot sign in before they die")
            number = CitizenNumber.parse(person["citizen_number"])
            with database.transaction() as conn:
                other_side.happen(conn, "death", number, random=Random(1), now=clock.utc_now())  # noqa: S311 - invents nothing here
            report = population_wiring.follow(database, population_wiring.feed(self._settings))
            expect(report.stopped is None, f"the feed of changes stopped: {report.stopped}")
            after = self._cast.code(person)
            expect(after != "000", "the dead person's card still opens the door")
            page = web.open(f"{self._url}/record")
            expect(page.status_code in {401, 403}, f"the dead person's session still answers {page.status_code}")
            told = self._tell_the_population_register(database)
        return f"look-up 000 -> {after}, signed out, {told}"

    def _tell_the_population_register(self, database: db.Database) -> str:
        swept = False
        while not swept:
            swept = sharing.collect(database, now=clock.utc_now()).swept_all
        client = http.Client(timeout_s=20.0, allow_hosts=self._settings.hosts, max_bytes=4_000_000)
        secret = partners.secret(self._settings, sharing_wiring.POPULATION)
        taken = other_side.follow(database, sharing_wiring.feed_url(self._settings), secret, client)
        with database.transaction() as conn:
            receipts = sharing.standing(conn).receipts
        expect(bool(receipts) and receipts[0].agrees, "the population register does not hold what it was told")
        return f"{taken} changes told, both sides agree"

    def _sign_in(self, web: Browser, colleague: dict[str, str]) -> None:
        web.open(f"{self._url}/console/sign-in")
        page = web.send(web.form(field="password"), username=colleague["username"], password=colleague["password"])
        expect(page.status_code == 200 and not page.url.path.endswith("/sign-in"), "an officer of the review desk cannot sign in")

    def _take_a_case(self, web: Browser) -> str | None:
        """The reference of the first case of a batch, the one already held or a new one; None where nothing waits."""
        page = web.open(f"{self._url}/console/review/batch")
        if (reference := _first_case(page.text)) is not None:
            return reference
        page = web.open(f"{self._url}/console/review")
        take = next((form for form in forms_of(page.text) if form.action.endswith("/review/take")), None)
        if take is None:
            return None
        page = web.send(take, office=_first_office(page.text))
        reference = _first_case(page.text)
        if reference is None:
            raise StepFailed("a batch was taken and holds no case")
        return reference

    @contextmanager
    def _dsn(self) -> Iterator[str]:
        with places.database_of(self._settings) as dsn:
            yield dsn

    @contextmanager
    def _database(self, dsn: str) -> Iterator[db.Database]:
        database = db.Database(dsn, max_size=3)
        try:
            yield database
        finally:
            database.close()

    def _sources(self, inputs: Any, dsn: str) -> tuple[Any, Any]:
        opened: Callable[..., Any] = inputs.open
        spool = Path(self._run.name) / "inputs"
        return (
            opened(f"{dsn}#{_INSURED}", "insured", None, spool=spool),
            opened(f"{dsn}#{_POPULATION}", "population", None, spool=spool),
        )


def _first_case(page: str) -> str | None:
    marker = "/console/review/cases/"
    at = page.find(marker)
    return None if at < 0 else page[at + len(marker) :].split('"', 1)[0].split("/", 1)[0].split("?", 1)[0]


def _first_office(page: str) -> str:
    """The office of the first button that takes a batch."""
    for piece in page.split("<button")[1:]:
        tag = piece.split(">", 1)[0]
        if 'name="office"' in tag:
            return tag.split('value="', 1)[1].split('"', 1)[0]
    raise StepFailed(f"no office has a case to take: {text_of(page)[:80]}")
