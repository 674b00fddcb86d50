"""A developer's clients: the list, the form, one client with what to configure an OpenID client with."""

import re
from typing import cast

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.doors.partners import forms
from ansinh.doors.partners.frame import Desk, Page
from ansinh.exchange import registrations
from ansinh.kit import crypto, errors
from ansinh.wire import eid

_CLIENT_ID = re.compile(r"(?:sb|rp)-[0-9a-f]{12}", re.ASCII)
_PREFIXES = {"sandbox": "sb", "production": "rp"}
TONES = {"active": "good", "waiting": "warn", "refused": "bad", "blocked": "off"}


def clients(desk: Desk) -> Response:
    """Every client of the developer, and the way to a new one."""
    return desk.page("clients.html", clients=registrations.of_owner(desk.conn, desk.site.issuer, desk.developer.number), tones=TONES)


def new_client(desk: Desk) -> Response:
    """The empty form for an environment (`?environment=`)."""
    environment = _environment(desk, desk.request.query_params.get("environment", "sandbox"))
    profile = "secure" if desk.request.query_params.get("profile") == "secure" else "basic"
    draft = registrations.Draft(
        profile=cast("oidc.ProfileName", profile),
        auth_method="private_key_jwt" if profile == "secure" else "client_secret_basic",
        redirect_uris=("http://127.0.0.1/callback",) if environment == "sandbox" else (),
    )
    return _form(
        desk, forms.Filled(draft, ()), environment, client_id=f"{_PREFIXES[environment]}-{crypto.sha256_hex(crypto.random_token())[:12]}"
    )


def register_client(desk: Desk) -> Response:
    """Registers the client and shows its credentials once, or the form again with every rule it breaks."""
    environment = _environment(desk, desk.form.get("environment", ""))
    client_id = desk.form.get("client_id", "")
    if not _CLIENT_ID.fullmatch(client_id) or not client_id.startswith(_PREFIXES[environment]):
        raise HTTPException(400)
    filled = forms.read(desk.form, environment, sector_document=desk.fetched, keys_so_far=None)
    if filled.faults:
        return _form(desk, filled, environment, client_id=client_id)
    secret = crypto.random_token()
    try:
        registrations.register(
            desk.conn,
            desk.site.issuer,
            filled.draft,
            environment=environment,
            client_id=client_id,
            secret=secret,
            by=desk.developer,
            now=desk.now,
        )
    except errors.Conflict:
        return desk.to(f"/clients/{client_id}", done="known_already")
    except errors.Refused as refused:
        return _form(desk, filled, environment, client_id=client_id, refused=refused)
    has_secret = environment == "sandbox" and not filled.draft.needs_key
    return shown_once(desk, client_id, secret=secret if has_secret else "", private_key=filled.made.private_pem if filled.made else "")


def client(desk: Desk) -> Response:
    """One client: its state, the values to configure an OpenID client with, what it may learn, its keys."""
    return client_page(desk, desk.registration())


def client_page(desk: Desk, registration: registrations.Registration, *, refused: errors.RoomError | None = None) -> Response:
    """The client's page, with what was refused."""
    keys = [] if registration.draft.jwks is None else registration.draft.jwks["keys"]
    last = provider.last_logins(desk.conn, desk.site.issuer, registration.client_id)[:1]
    return desk.page(
        "client.html",
        status=200 if refused is None else 400,
        registration=registration,
        draft=registration.in_force or registration.draft,
        issuer=desk.site.issuer,
        discovery=oidc.discovery_address(desk.site.issuer),
        meanings=eid.MEANINGS,
        keys=[(registrations.name_of(key), key.get("kty", "")) for key in keys],
        tones=TONES,
        last_failed=next((step for login in last for step in login.steps if step.code), None),
        refused=refused,
    )


def change_form(desk: Desk) -> Response:
    """The form with what is registered, or with the change that waits."""
    registration = _changeable(desk)
    return _form(desk, forms.Filled(registration.draft, ()), registration.environment, client_id=registration.client_id, is_new=False)


def change_client(desk: Desk) -> Response:
    """Changes a sandbox client at once, asks for a change of a production client."""
    registration = _changeable(desk)
    keys = registration.draft.jwks
    filled = forms.read(desk.form, registration.environment, sector_document=desk.fetched, keys_so_far=keys)
    if filled.faults:
        return _form(desk, filled, registration.environment, client_id=registration.client_id, is_new=False)
    secret = crypto.random_token()
    is_given = registrations.change(desk.conn, desk.site.issuer, registration, filled.draft, secret=secret, by=desk.developer, now=desk.now)
    if is_given or filled.made is not None:
        private_key = filled.made.private_pem if filled.made else ""
        return shown_once(desk, registration.client_id, secret=secret if is_given else "", private_key=private_key)
    done = "changed" if registration.environment == "sandbox" else "asked"
    return desk.to(f"/clients/{registration.client_id}", done=done)


def shown_once(desk: Desk, client_id: str, *, secret: str = "", private_key: str = "") -> Response:
    """The page with a secret or a private key, which are kept nowhere."""
    registration = registrations.owned(desk.conn, desk.site.issuer, client_id, owner=desk.developer.number)
    return desk.page("credentials.html", registration=registration, issuer=desk.site.issuer, secret=secret, private_key=private_key)


def _changeable(desk: Desk) -> registrations.Registration:
    registration = desk.registration()
    if registration.blocked_at is not None:
        raise errors.NotFound("no_such_client", "a blocked client is not changed")
    return registration


def _environment(desk: Desk, given: str) -> registrations.Environment:
    if given == "production":
        return "production"
    if given != "sandbox" or not desk.site.is_sandbox:
        raise HTTPException(404)  # where real people log in there is nothing to try out
    return "sandbox"


def _form(
    desk: Desk,
    filled: forms.Filled,
    environment: registrations.Environment,
    *,
    client_id: str,
    is_new: bool = True,
    refused: errors.RoomError | None = None,
) -> Response:
    return desk.page(
        "form.html",
        status=400 if filled.faults or refused else 200,
        draft=filled.draft,
        faults=filled.faults,
        wrong={fault.field for fault in filled.faults},
        typed=filled.typed,
        environment=environment,
        client_id=client_id,
        is_new=is_new,
        refused=refused,
        claims=[(name, eid.MEANINGS[name]) for name in registrations.CLAIMS],
        levels=registrations.LEVELS,
        longest_consent=registrations.LONGEST_CONSENT_DAYS,
    )


PAGES = (
    Page(path="/clients", show=clients, tab="nav.clients"),
    Page(path="/new", show=new_client),
    Page(path="/new", show=register_client, takes="POST", before=forms.fetch_sector),
    Page(path="/clients/{client_id}", show=client),
    Page(path="/clients/{client_id}/change", show=change_form),
    Page(path="/clients/{client_id}/change", show=change_client, takes="POST", before=forms.fetch_sector),
)
