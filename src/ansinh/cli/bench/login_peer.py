"""A leading OpenID provider for Node.js beside ours: npm's oidc-provider with its in-memory store, where it has been installed."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

import ansinh

NAME = "oidc-provider (npm), in memory"
MISSING = "none: needs node and `make bench-peers`"
_FOLDER = Path(ansinh.__file__).parents[2] / "bench" / "peers" / "oidc-provider"


@dataclass(frozen=True, slots=True)
class Peer:
    """One that runs."""

    name: str
    issuer: str
    pid: int


@contextmanager
def running(*, redirect_uri: str, basic: Mapping[str, str], secure: Mapping[str, Any]) -> Iterator[Peer | None]:
    """The peer with these clients on a port of this machine; None where it is not installed."""
    node = shutil.which("node")
    package = _FOLDER / "node_modules" / "oidc-provider" / "package.json"
    if node is None or not package.exists():
        yield None
        return
    version = orjson.loads(package.read_bytes())["version"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    issuer = f"http://127.0.0.1:{port}"
    given = {"issuer": issuer, "port": port, "redirect_uri": redirect_uri, "basic": dict(basic), "secure": dict(secure)}
    command = [node, str(_FOLDER / "server.mjs"), orjson.dumps(given).decode()]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own script, no shell
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        yield Peer(f"{NAME} {version}", issuer, process.pid) if said.strip() == b"ready" else None
    finally:
        process.terminate()
        process.wait(10)
