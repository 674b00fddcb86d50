"""Commands that serve: dev, serve, worker."""

import signal
from pathlib import Path
from typing import Any

import click

from ansinh.settings import Settings
from ansinh.wiring import dev as chain
from ansinh.wiring import installation, places, welcome
from ansinh.wiring import serve as serving


def settings_from(**given: Any) -> Settings:
    """Settings from the environment, with what was given on the command line on top."""
    return Settings(**{name: value for name, value in given.items() if value is not None})


@click.command()
@click.option("--port", type=click.IntRange(1, 65533), help="First of three ports (default 8000).")
@click.option("--people", type=click.IntRange(min=50), help="Invented people (default 2000).")
@click.option("--home", type=click.Path(path_type=Path), help="Folder of the data (default var).")
@click.option("--host", help="Name or address to serve at (default 127.0.0.1); passkeys need a name: localhost.")
def dev(port: int | None, people: int | None, home: Path | None, host: str | None) -> None:
    """Bring the whole chain up on this machine and keep it up until Ctrl-C."""
    settings = settings_from(port=port, people=people, home=home, host=host)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with places.database_of(settings, say=click.echo) as dsn:
            installation.prepare(dsn, settings, say=click.echo)
            with chain.Chain(settings, dsn=dsn, say=click.echo) as running:
                click.echo(welcome.addresses(settings))
                running.watch()
    except KeyboardInterrupt:
        click.echo("Stopped.")


@click.command()
@click.argument("origin", type=click.Choice(["vss", "exchange", "institutions"]))
@click.option("--port", type=click.IntRange(1, 65533), help="First of the three ports; the origin listens on its own of them.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes (vss only; the others keep to one).")
def serve(origin: serving.Origin, port: int | None, workers: int | None) -> None:
    """Serve one origin: vss (portal and gateway), exchange, institutions (the sandbox)."""
    settings = settings_from(port=port, workers=workers)
    with places.database_of(settings, say=lambda line: click.echo(line, err=True)) as dsn:
        serving.serve(origin, settings, dsn=dsn)


@click.command()
def worker() -> None:
    """Seal the audit log and purge what has expired, until told to stop."""
    from ansinh.wiring import worker as working  # noqa: PLC0415 - the rooms are not needed by the other commands here

    settings = settings_from()
    stopped = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with places.database_of(settings) as dsn:
        working.work(settings, dsn=dsn, stopped=lambda: stopped)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
