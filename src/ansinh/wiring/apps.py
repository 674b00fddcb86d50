"""The three origins as ASGI apps: the agency (portal, console and gateway), the identity exchange, the other institutions.

Each factory reads the settings from the environment, so that worker processes build the same app by its name.
"""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh import checkin, exchange, sharing, vendors
from ansinh.doors import console, gateway, portal, visits
from ansinh.doors import partners as partners_door
from ansinh.kit import crypto, db, http, log, metrics
from ansinh.sandbox import c06, eid, population, vssid
from ansinh.settings import Settings
from ansinh.wiring import documents, partners, signing_keys, upstreams, verdicts
from ansinh.wiring import population as people_register
from ansinh.wiring import sharing as shared
from ansinh.wiring.workshop import SandboxWorkshop

_POOL = 10  # connections per process
_MB = 1_000_000


class Origin:
    """One origin: counts its requests, and closes its database when the server shuts down."""

    def __init__(self, name: str, database: db.Database, app: ASGIApp, *, finish: Callable[[], None] = lambda: None) -> None:
        """`finish` is called before the database is closed: for what still has something to write."""
        self._database = database
        self._finish = finish
        self._app = metrics.Metrics(app, origin=name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                self._finish()
                self._database.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


class Choice:
    """Sends a request to the first app that claims its path; `otherwise` gets the rest."""

    def __init__(self, claims: list[tuple[Callable[[str], bool], ASGIApp]], otherwise: ASGIApp) -> None:
        self._claims = claims
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        for claimed, app in self._claims:
            if claimed(path):
                await app(scope, receive, send)
                return
        await self._otherwise(scope, receive, send)


def vss() -> ASGIApp:
    """The agency: the citizen's portal, the console and the hospitals' gateway."""
    settings, database = _start()
    citizen = portal.app(
        database=database,
        public_url=settings.vss_url,
        exchange_issuer=settings.exchange_url,
        client_id=partners.PORTAL,
        client_secret=partners.secret(settings, partners.PORTAL),
        http_client=http.Client(allow_hosts=settings.hosts),
        is_sandbox=settings.is_sandbox,
        sign_out_passes=upstreams.issuers(settings),
    )
    secret = crypto.load_or_create_secret(settings.keys / "gateway.secret")
    switches = _switches(settings)
    own = APIRouter()
    frame = gateway.build_frame(database, token_secret=secret, switches=switches)
    own.include_router(visits.build_router(frame, audience=settings.vss_url, services=verdicts.believed(settings)))
    own.include_router(sharing.build_router(database, readers=shared.readers(settings), signing_key=shared.signing_key(settings)))
    documented = documents.app("The social-security agency: portal and gateway", database, router=own, also=gateway.openapi_paths())
    workshop = SandboxWorkshop(people=settings.people, token_secret=secret, bind_ip=switches.bind_ip) if settings.is_sandbox else None
    desk = console.app(
        database=database,
        public_url=settings.vss_url,
        is_sandbox=settings.is_sandbox,
        workshop=workshop,
        population=people_register.register(settings),
        mark_key=people_register.mark_key(settings),
    )
    agency = Choice(
        [(documents.claims, documented), (visits.claims, documented), (sharing.claims, documented), (console.claims, desk)], citizen
    )
    recorder = vendors.Recorder(database, mark_key=crypto.load_or_create_secret(settings.keys / "calls.secret"))
    hospital = gateway.app(
        database if settings.lookup_durability == "flush" else db.Database(_dsn(settings), max_size=_POOL, waits_for_disk=False),
        token_secret=secret,
        otherwise=agency,
        cors_origins=settings.cors_origins,
        switches=switches,
        recorder=recorder,
    )
    if workshop is not None:
        workshop.open(hospital)
    return Origin("vss", database, hospital, finish=recorder.close)


def exchange_app() -> ASGIApp:
    """The identity exchange of the National Public Service Portal."""
    settings, database = _start()
    broker = exchange.build_app(
        database=database,
        base_url=settings.exchange_url,
        signing_keys=signing_keys.ring(settings, settings.exchange_url),
        upstreams=upstreams.upstreams(settings, http.Client(allow_hosts=settings.hosts)),
        pairwise_salt=crypto.load_or_create_secret(settings.keys / "exchange-pairwise.secret"),
    )
    documented = documents.app("The identity exchange", database, also=exchange.openapi_paths())
    desk = partners_door.app(
        database=database,
        exchange_url=settings.exchange_url,
        client_id=partners.CONSOLE,
        private_key=partners.key(settings, partners.CONSOLE),
        http_client=http.Client(allow_hosts=settings.hosts),
        is_sandbox=settings.is_sandbox,
        sign_out_passes=(settings.eid_issuer,),
    )
    return Origin("exchange", database, Choice([(documents.claims, documented), (partners_door.claims, desk)], broker))


def institutions() -> ASGIApp:
    """The sandbox: eID provider and population register."""
    settings, database = _start()
    provider = eid.build_app(
        database=database,
        base_url=settings.institutions_url,
        signing_keys=signing_keys.ring(settings, f"{settings.institutions_url}{eid.REALM}"),
    )
    register = population.build_router(
        database,
        clients={partners.AGENCY: crypto.sha256_hex(partners.secret(settings, partners.AGENCY))},
        signing_key=crypto.load_or_create_ec_key(settings.keys / "population.pem"),
    )
    others_own = APIRouter()
    others_own.include_router(register)
    others_own.include_router(verdicts.stand_in(settings))
    documented = documents.app("The other institutions (sandbox)", database, router=others_own)
    old_accounts = vssid.build_app(
        database=database, clients={partners.EXCHANGE: crypto.sha256_hex(partners.secret(settings, partners.ACCOUNTS))}
    )
    others: list[tuple[Callable[[str], bool], ASGIApp]] = [
        (documents.claims, documented),
        (_is_population, documented),
        (_is_c06, documented),
        (_is_vssid, old_accounts),
    ]
    return Origin("institutions", database, Choice(others, provider))


def _switches(settings: Settings) -> gateway.Switches:
    return gateway.Switches(
        bind_ip=settings.gateway_bind_ip,
        http_401=settings.gateway_http_401,
        plain_passwords=settings.gateway_plain_passwords,
        old_generations=settings.gateway_old_generations,
        file_limit=checkin.FileLimit(
            in_busy_hours=settings.gateway_busy_file_mb * _MB, otherwise=max(settings.gateway_file_mb, settings.gateway_busy_file_mb) * _MB
        ),
        large_bodies=settings.gateway_bodies_mb * _MB,
    )


def _is_population(path: str) -> bool:
    return path.startswith(population.PREFIX)


def _is_c06(path: str) -> bool:
    return path.startswith(f"{c06.PREFIX}/")


def _is_vssid(path: str) -> bool:
    return path.startswith(f"{vssid.PREFIX}/")


def _start() -> tuple[Settings, db.Database]:
    log.configure()
    settings = Settings()
    return settings, db.Database(_dsn(settings), max_size=_POOL)


def _dsn(settings: Settings) -> str:
    if settings.database_url is None:
        raise RuntimeError("served processes are given their database: start them with `ansinh serve` or `ansinh dev`")
    return settings.database_url
