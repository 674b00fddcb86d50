"""The last logins of a client that is traced, step by step, with the rule that failed: kept for its developers, bounded and masked.

A step is kept after its request was answered, in a transaction of its own, so that it is there also where the request's own was rolled
back or ended on a page of an error. A client that is not traced costs nothing but the question whether it is.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db, errors, log
from ansinh.provider import notes, store, trace_masking

KEPT = 50  # logins a client
LIFE = timedelta(days=7)
_MOST_STEPS = 30
_STEPS = frozenset({"authorize", "push", "token", "userinfo", "introspect", "revoke", "logout"})
_ANSWER = "answer"  # the browser goes back to the client, wherever that is decided
_FIRST_ERROR = 400
_log = log.get("provider")


class Traceable(Protocol):
    """What a trace needs of whatever is handed to an endpoint's handler."""

    @property
    def issuer(self) -> str: ...
    @property
    def database(self) -> db.Database: ...
    def now(self) -> datetime: ...


class Asking(Protocol):
    """What a trace needs of a request."""

    @property
    def params(self) -> oidc.Parameters: ...
    @property
    def authorization(self) -> Sequence[str]: ...
    @property
    def proofs(self) -> Sequence[str]: ...


Of = TypeVar("Of", bound=Traceable)
Request = TypeVar("Request", bound=Asking)


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a login. `sent` and `told` are masked.

    `code`, `field` and `detail` say which rule failed, empty where none did; `differs` in which parts a redirect address is not the
    registered one; `reference` stood on the page of the error.
    """

    at: datetime
    name: str
    status: int
    sent: Mapping[str, str]
    told: Mapping[str, str]
    code: str = ""
    field: str = ""
    detail: str = ""
    differs: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TracedLogin:
    """One login as far as its steps could be told to belong together, oldest step first."""

    trace_id: int
    begun_at: datetime
    steps: tuple[Step, ...]


def watched(of: Of, handler: Callable[[Of, Request], Response], call: Request, fail: Callable[[errors.RoomError], Response]) -> Response:
    """The handler's answer, or what `fail` makes of its refusal; kept as a step where its client is traced."""
    noted = notes.opened()
    try:
        response = handler(of, call)
    except (oidc.ProtocolError, errors.CounterpartDown) as wrong:
        noted.wrong = wrong
        response = fail(wrong)
    if noted.client is not None and noted.client.traced:
        _keep(of, noted.client, noted, handler.__name__, call, response)
    return response


def last_logins(conn: db.Connection, issuer: str, client_id: str) -> list[TracedLogin]:
    """The last logins of a client, the newest first; empty where it is not traced."""
    return [
        TracedLogin(row.trace_id, row.begun_at, tuple(_read_step(each) for each in row.steps))
        for row in store.traces.last(conn, issuer, client_id, most=KEPT)
    ]


def _keep(of: Traceable, client: oidc.Client, noted: notes.Notes, handler: str, call: Asking, response: Response) -> None:
    """Whatever goes wrong here is ours and not the request's."""
    try:
        location = dict(parse_qsl(urlsplit(response.headers.get("location", "")).query))
        returns = _returns_to(client, response.headers.get("location", ""))
        if handler not in _STEPS and not returns and noted.wrong is None:
            return
        name = handler if handler in _STEPS else _ANSWER
        body = _body_of(response)
        step = _step(of.now(), name, client, noted, call, response, body=body, location=location if returns else {})
        known_by = [
            *trace_masking.marks(call.params, location, body, _presented(call)),
            *trace_masking.session_marks((call.params.get("id_token_hint"), body.get("id_token"))),
        ]
        with of.database.transaction() as conn:
            store.traces.keep(conn, of.issuer, client.client_id, step=_as_json(step), marks=known_by, most_steps=_MOST_STEPS, now=step.at)
            store.traces.trim(conn, of.issuer, client.client_id, most=KEPT)
    except Exception as failed:  # noqa: BLE001 - a login does not fail because its trace could not be kept
        _log.warning("provider.trace_not_kept", error=type(failed).__name__)


def _step(
    at: datetime,
    name: str,
    client: oidc.Client,
    noted: notes.Notes,
    call: Asking,
    response: Response,
    *,
    body: Mapping[str, Any],
    location: Mapping[str, str],
) -> Step:
    sent = trace_masking.shown(call.params)
    if call.authorization:
        sent["authorization"] = f"{trace_masking.clean(call.authorization[0].partition(' ')[0][:10])} {trace_masking.HIDDEN}"
    if call.proofs:
        sent["DPoP"] = trace_masking.HIDDEN
    told = trace_masking.answered(body) | trace_masking.shown({"state": location["state"]} if "state" in location else {})
    if "code" in location:
        told["code"] = trace_masking.HIDDEN
    if noted.acr:
        told["acr"] = trace_masking.clean(noted.acr)
    wrong = noted.wrong
    code = wrong.code if wrong is not None else location.get("error", str(body.get("error", "")))
    if not code and response.status_code >= _FIRST_ERROR:
        code = "no_token" if response.status_code == 401 else "server_error"
    detail = wrong.detail if wrong is not None else location.get("error_description", "")
    asked = call.params.get("redirect_uri", "")
    return Step(
        at=at,
        name=name,
        status=response.status_code,
        sent=sent,
        told=told,
        code=trace_masking.clean(code),
        field=trace_masking.clean(wrong.field or "") if wrong is not None else "",
        detail=trace_masking.clean(detail),
        differs=_differs(client, asked) if code == "invalid_redirect_uri" and asked else (),
        reference=noted.reference,
    )


def _differs(client: oidc.Client, asked: str) -> tuple[str, ...]:
    return trace_masking.differences(asked, client.redirect_uris, any_port=client.loopback_any_port)


def _returns_to(client: oidc.Client, location: str) -> bool:
    """True if the browser is sent to one of the client's own addresses, with something added to its query."""
    return oidc.may_return_to(client, location.partition("?")[0]) or any(location.startswith(f"{uri}&") for uri in client.redirect_uris)


def _body_of(response: Response) -> Mapping[str, Any]:
    if response.media_type != "application/json":
        return {}
    body = json.loads(bytes(response.body))
    return body if isinstance(body, dict) else {}


def _presented(call: Asking) -> dict[str, str]:
    """The access token a resource was asked with."""
    scheme, _, token = (call.authorization[0] if call.authorization else "").partition(" ")
    return {"access_token": token.strip()} if scheme.lower() in {"bearer", "dpop"} else {}


def _as_json(step: Step) -> dict[str, Any]:
    return {name: getattr(step, name) for name in Step.__slots__ if name != "at"} | {"at": step.at.isoformat()}


def _read_step(kept: Mapping[str, Any]) -> Step:
    return Step(**{**kept, "at": datetime.fromisoformat(kept["at"]), "differs": tuple(kept["differs"])})
