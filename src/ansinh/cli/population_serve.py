"""`ansinh population serve`: the index of whoever holds the population register, answering one question at a time."""

from pathlib import Path

import click
import orjson
import uvicorn
from starlette.applications import Starlette

from ansinh.cli.run import settings_from
from ansinh.kit import crypto, log, web
from ansinh.kit.errors import Refused
from ansinh.population import online

_log = log.get("population")


@click.command()
@click.option("--index", "index_dir", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, help="Made by a run.")
@click.option(
    "--clients",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help='Who may ask: a JSON object of names and the SHA-256, in hexadecimal, of their API keys: {"social-security": "9f86d0..."}.',
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; put TLS in front of any other.")
@click.option("--port", type=click.IntRange(1, 65535), default=8010, show_default=True)
def serve(index_dir: Path, clients: Path, host: str, port: int) -> None:
    """Answer whether a person's number, name, birth date and sex agree with the index: yes, no or how far, never a value.

    A new index in the folder is taken up with the next question. Answers are signed with keys/population-index.pem.
    """
    register = online.register_in(index_dir)
    routes = online.routes(
        register,
        clients=_clients(clients),
        signing_key=crypto.load_or_create_ec_key(settings_from().keys / "population-index.pem"),
        told=lambda client, reference, verified: _log.info("population.answered", client=client, reference=reference, verified=verified),
    )
    click.echo(f"Answering at http://{host}:{port}{online.PREFIX}; Ctrl-C stops.", err=True)
    application = web.SecurityHeaders(Starlette(routes=[*routes, *web.health_routes(lambda: None)]))
    uvicorn.run(application, host=host, port=port, log_config=None, access_log=False)


def _clients(path: Path) -> dict[str, str]:
    try:
        found = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not found or not all(_is_digest(value) for value in found.values()):
        raise Refused("clients", f"{path.name} is no JSON object of names and SHA-256 in hexadecimal", field="clients")
    return found


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")
