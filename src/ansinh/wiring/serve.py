"""One origin, served by uvicorn in one or more processes."""

import os
import shutil
from typing import Literal

import uvicorn

from ansinh.settings import Settings

Origin = Literal["vss", "exchange", "institutions"]

_OFFSETS: dict[Origin, int] = {"vss": 0, "exchange": 1, "institutions": 2}
_APPS: dict[Origin, str] = {
    "vss": "ansinh.wiring.apps:vss",
    "exchange": "ansinh.wiring.apps:exchange_app",
    "institutions": "ansinh.wiring.apps:institutions",
}


def serve(origin: Origin, settings: Settings, *, dsn: str) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); requests under way are finished, for at most five seconds.

    No access log: query strings carry gateway tokens. Counts are at /metrics.
    """
    workers = settings.workers if origin == "vss" else 1
    if workers > 1:  # each worker counts in files of its own, and any of them adds them up
        samples = settings.home / "metrics" / f"{origin}-{settings.port + _OFFSETS[origin]}"
        shutil.rmtree(samples, ignore_errors=True)
        samples.mkdir(parents=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(samples)
    os.environ["ANSINH_DATABASE_URL"] = dsn
    os.environ["ANSINH_HOME"] = str(settings.home.resolve())
    os.environ["ANSINH_PORT"] = str(settings.port)
    os.environ["ANSINH_HOST"] = settings.host
    uvicorn.run(
        _APPS[origin],
        factory=True,
        host=settings.host,
        port=settings.port + _OFFSETS[origin],
        workers=workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=trusted_proxies(settings),
        timeout_graceful_shutdown=5,
        timeout_keep_alive=75,
        backlog=1024,
    )


def trusted_proxies(settings: Settings) -> list[str]:
    """Whose X-Forwarded-For is believed: nobody's unless named, since a caller could write any address of a list into it."""
    return [each.strip() for each in settings.trusted_proxies.split(",") if each.strip()]
