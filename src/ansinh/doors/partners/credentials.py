"""What a client proves itself with, replaced: a new secret, one more key, one key less; and the end of the client."""

from starlette.responses import Response

from ansinh.doors.partners.clients import client_page, shown_once
from ansinh.doors.partners.frame import Desk, Page
from ansinh.exchange import registrations
from ansinh.kit import crypto, errors


def new_secret(desk: Desk) -> Response:
    """Makes a secret and shows it once; the old one is void."""
    registration, secret = desk.registration(), crypto.random_token()
    try:
        registrations.replace_secret(desk.conn, desk.site.issuer, registration, secret=secret, by=desk.developer, now=desk.now)
    except errors.Refused as refused:
        return client_page(desk, registration, refused=refused)
    return shown_once(desk, registration.client_id, secret=secret)


def add_key(desk: Desk) -> Response:
    """Adds the uploaded keys, or makes one and shows its private half once. The old ones go on, so that nothing stands still meanwhile."""
    registration, uploaded = desk.registration(), desk.form.get("keys", "").strip()
    jwks, private_pem = registration.draft.jwks, ""
    try:
        if uploaded:
            for key in registrations.read_keys(uploaded)["keys"]:
                jwks = registrations.with_key(jwks, key)
        else:
            made = registrations.new_key()
            jwks, private_pem = registrations.with_key(jwks, made.public), made.private_pem
        registrations.replace_keys(desk.conn, desk.site.issuer, registration, jwks or {}, by=desk.developer, now=desk.now)
    except errors.Refused as refused:
        return client_page(desk, registration, refused=refused)
    if private_pem:
        return shown_once(desk, registration.client_id, private_key=private_pem)
    return desk.to(f"/clients/{registration.client_id}", done="key_added")


def remove_key(desk: Desk) -> Response:
    """Takes one key away: what is signed with it counts no more."""
    registration = desk.registration()
    try:
        jwks = registrations.without_key(registration.draft.jwks, desk.form.get("kid", ""))
        registrations.replace_keys(desk.conn, desk.site.issuer, registration, jwks, by=desk.developer, now=desk.now)
    except errors.Refused as refused:
        return client_page(desk, registration, refused=refused)
    return desk.to(f"/clients/{registration.client_id}", done="key_removed")


def block(desk: Desk) -> Response:
    """The client is served no more."""
    registration = desk.registration()
    registrations.block(desk.conn, desk.site.issuer, registration, by=desk.developer, now=desk.now)
    return desk.to(f"/clients/{registration.client_id}", done="blocked")


PAGES = (
    Page(path="/clients/{client_id}/secret", show=new_secret, takes="POST"),
    Page(path="/clients/{client_id}/keys", show=add_key, takes="POST"),
    Page(path="/clients/{client_id}/keys/remove", show=remove_key, takes="POST"),
    Page(path="/clients/{client_id}/block", show=block, takes="POST"),
)
