"""`ansinh desk` put together: reader or virtual card, trust, gateway account, the page and the service for reception screens."""

import asyncio
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.types import ASGIApp

from ansinh import desk
from ansinh.chip import verification
from ansinh.doors import desk as page
from ansinh.kit import clock, crypto, dumps, http
from ansinh.kit.errors import NotFound, Refused
from ansinh.sandbox import virtual_card
from ansinh.settings import Settings
from ansinh.wire import presence
from ansinh.wiring import cards, crowd, trust, verdicts

LOOPBACK = "127.0.0.1"
_GATEWAY_TIMEOUT_S = 4.0
_LARGEST_MESSAGE = 65_536  # screens only listen; what they send is a few words


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the command line says. `device_port` 0: no service for reception screens. `card`: a virtual one, instead of a reader.

    `asks_service`: have a verification service judge each card too.
    """

    gateway_url: str
    facility: str | None = None
    port: int = 8005
    device_port: int = 8000
    reader: str | None = None
    name: str = "desk"
    policy: str = "hospital"
    card: cards.Card | None = field(default=None, repr=False)
    asks_service: bool = False


def account(settings: Settings, facility: str | None) -> desk.Account | None:
    """The account that the settings name; in a sandbox without one, that of the facility (default: the first). None: no gateway.

    Raises Refused for settings that are not enough, and NotFound for a facility that the sandbox does not have.
    """
    if settings.desk_username:
        return _account_set(settings, facility)
    if not settings.is_sandbox:
        return None
    row = next((each for each in crowd.facilities() if facility in {None, each["facility_code"]}), None)
    if row is None:
        raise NotFound("no_such_facility", f"there is no facility {facility}; see `ansinh sandbox facilities`", field="facility")
    officer = row["officers"][0]
    return desk.Account(
        facility_code=row["facility_code"],
        username=row["username"],
        password=row["password"],
        officer_name=officer["name"],
        officer_number=officer["citizen_number"],
    )


def key_pem(settings: Settings) -> bytes:
    """The key that this desk signs with, made on first use."""
    return crypto.load_or_create_ec_key(settings.home / "desk" / "key.pem")


def examiner(settings: Settings, *, policy: str) -> desk.Examiner:
    """How cards are read here. Raises Refused where nobody's cards would be believed, and where a facility's counter would believe invented ones."""
    if settings.desk_username and settings.trust_dir is None:
        raise Refused(
            "desk_not_set_up",
            "with ANSINH_DESK_USERNAME, set ANSINH_TRUST_DIR: else the sandbox's cards would count, whose signing keys lie on this machine",
        )
    trust.trust_store(settings)
    return desk.Examiner(
        trust=lambda: trust.trust_store(settings),
        policy=verification.Policy.named(policy),
        random=os.urandom,
        seconds=time.monotonic,
        now=clock.utc_now,
    )


def station(choice: Choice) -> desk.Station:
    """The readers of this machine; or a slot with the virtual card in it."""
    if choice.card is None:
        return desk.Reader(choice.reader)
    slot = desk.Slot("Virtual reader")
    slot.put(_insertion(choice.card))
    return slot


def second_opinion(settings: Settings) -> desk.SecondOpinion:
    """The verification service as a counter asks it. Raises Refused where settings are missing, or there is none."""
    return desk.SecondOpinion(verdicts.service(settings, within_s=desk.SERVICE_WITHIN_S), random=os.urandom)


def serve(settings: Settings, choice: Choice, *, say: Callable[[str], None]) -> None:
    """Serves page and screens until told to stop (SIGINT, SIGTERM). Raises Refused where the page's own port is taken."""
    dumps.leave_none()
    gateway = _gateway(settings, choice)
    place = station(choice)
    service = second_opinion(settings) if choice.asks_service else None
    counter = desk.Counter(place, examiner(settings, policy=choice.policy), gateway=gateway, service=service, now=clock.utc_now)
    with _listening(choice.port) as door, _listening(choice.device_port) as screen_door:
        if door is None:
            raise Refused("port_taken", f"port {choice.port} is in use by another program: choose another one with --port", field="port")
        devices = page.Devices(serial=_serial(settings), origins=_origins(settings), everything=settings.desk_fields == "all")
        counter.hear(devices.hear)
        screens = page.Screens(
            port=choice.device_port, is_taken=choice.device_port > 0 and screen_door is None, count=lambda: devices.count
        )
        shown = page.Site(
            counter=counter,
            form_token=crypto.random_token(),
            now=clock.utc_now,
            facility_code="" if gateway is None else _code(settings, choice),
            policy=choice.policy,
            screens=screens,
            virtual=_virtual(place, choice),
            is_sandbox=settings.is_sandbox or choice.card is not None,
        )
        say(f"Counter:           http://{LOOPBACK}:{choice.port}/")
        say(_said_of_screens(screens))
        if choice.asks_service:
            say(f"Second opinion:    {settings.verdict_url or settings.institutions_url}")
        say(f"Gateway:           {choice.gateway_url}" if gateway else "Gateway:           none; cards are checked, no visit is opened")
        counter.start()
        try:
            servers = [(page.app(shown), door), *([] if screen_door is None else [(devices.app, screen_door)])]
            asyncio.run(_serve(servers, closing=shown.closing))
        finally:
            counter.stop()


def _gateway(settings: Settings, choice: Choice) -> desk.Gateway | None:
    who = account(settings, choice.facility)
    if who is None:
        return None
    if settings.desk_username and http.is_in_clear(choice.gateway_url):
        raise Refused("gateway_in_clear", "the gateway must be at an https address: password and persons are sent to it", field="gateway")
    client = http.Client(timeout_s=_GATEWAY_TIMEOUT_S, allow_hosts=settings.hosts)
    line = desk.Line(choice.gateway_url, who, client=client, now=clock.utc_now)
    return desk.Gateway(line, key_pem=key_pem(settings), name=choice.name, token=crypto.random_token, now=clock.utc_now)


def _account_set(settings: Settings, facility: str | None) -> desk.Account:
    code = facility or settings.desk_username.split("_", maxsplit=1)[0]
    missing = [name for name in ("desk_password_file", "desk_officer_number", "desk_officer_name") if not getattr(settings, name)]
    if missing or settings.desk_password_file is None:
        raise Refused("desk_not_set_up", "with ANSINH_DESK_USERNAME, set " + ", ".join(f"ANSINH_{name.upper()}" for name in missing))
    try:
        password = settings.desk_password_file.read_text().strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused("desk_not_set_up", f"ANSINH_DESK_PASSWORD_FILE cannot be read: {settings.desk_password_file}") from wrong
    return desk.Account(
        facility_code=code,
        username=settings.desk_username,
        password=password,
        officer_name=settings.desk_officer_name,
        officer_number=settings.desk_officer_number,
    )


def _code(settings: Settings, choice: Choice) -> str:
    who = account(settings, choice.facility)
    return "" if who is None else who.facility_code


def _insertion(card: cards.Card) -> Callable[[], virtual_card.VirtualCard]:
    made = virtual_card.VirtualCard(card.chip)

    def insert() -> virtual_card.VirtualCard:
        made.reset()
        return made

    return insert


def _virtual(place: desk.Station, choice: Choice) -> page.VirtualCard | None:
    if choice.card is None or not isinstance(place, desk.Slot):
        return None
    insert = _insertion(choice.card)
    return page.VirtualCard(slot=place, lay=lambda: place.put(insert), can=choice.card.printed.can)


def _serial(settings: Settings) -> str:
    """What this desk goes by: the beginning of its key's thumbprint."""
    return f"ANSINH-{presence.desk_id(key_pem(settings))[:8]}"


def _origins(settings: Settings) -> frozenset[str]:
    """Raises Refused for what is anybody's: a page of any site comes with `null` if it says so itself (WHATWG HTML, sandboxed frames)."""
    origins = frozenset(each.strip().rstrip("/") for each in settings.desk_origins.split(",") if each.strip())
    anybodys = next((each for each in sorted(origins) if each.lower() == "null" or "*" in each or "://" not in each), None)
    if anybodys is not None:
        raise Refused(
            "desk_not_set_up", f"ANSINH_DESK_ORIGINS: {anybodys!r} is not the origin of one site, as https://his.hospital.example is"
        )
    return origins


def _said_of_screens(screens: page.Screens) -> str:
    if not screens.port:
        return "Reception screens: off"
    if screens.is_taken:
        return (
            f"Reception screens: port {screens.port} is in use by another program, so hospital screens are not served; the counter is.\n"
            "                   Choose another port with --device-port, or 0 for none."
        )
    return f"Reception screens: http://{LOOPBACK}:{screens.port}/ (Socket.IO, /event)"


@contextmanager
def _listening(port: int) -> Iterator[socket.socket | None]:
    """A socket on loopback; None where the port is 0 or somebody has it."""
    if not port:
        yield None
        return
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
            listener.listen()  # whoever comes before the server is up is kept waiting, not sent away
        except OSError:
            yield None
            return
        yield listener


class _Quiet(uvicorn.Server):
    """Leaves signals to whoever runs several servers."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(servers: list[tuple[ASGIApp, socket.socket]], *, closing: threading.Event) -> None:
    running = [
        (
            _Quiet(
                uvicorn.Config(
                    app,
                    access_log=False,
                    log_level="warning",
                    server_header=False,
                    proxy_headers=False,
                    timeout_graceful_shutdown=1,
                    ws_max_size=_LARGEST_MESSAGE,
                )
            ),
            door,
        )
        for app, door in servers
    ]

    def stop() -> None:
        closing.set()
        for server, _ in running:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop)
    await asyncio.gather(*(server.serve(sockets=[door]) for server, door in running))
