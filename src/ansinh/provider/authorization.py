"""From what a browser or a back channel brings to an authorization request that may be served, and from a login to a code."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import notes, store
from ansinh.provider.calls import Call, document, error_document
from ansinh.provider.client_auth import claimed_by, not_authenticated, proven
from ansinh.provider.model import Login, Provider
from ansinh.provider.once import Once, check_fresh, pairs, use_up
from ansinh.provider.proofs import proven_key


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose client and return address are good: from here on an answer, be it an error, may go to the client.

    `params` are the ones that count: pushed, or inside the signed object, or as they stand in the address. `pushed`: hash of the number
    they were pushed under.
    """

    client: oidc.Client
    params: oidc.Parameters
    redirect_uri: str
    pushed: str | None = None

    def request(self) -> oidc.AuthorizationRequest:
        """The request itself. Raises ProtocolError with the code to send to the client."""
        return replace(oidc.read_authorization(self.params, self.client), pushed=self.pushed)

    def error_address(self, provider: Provider, wrong: oidc.ProtocolError) -> str:
        notes.refused(wrong)
        return oidc.error_address(self.redirect_uri, wrong, state=oidc.state_of(self.params), issuer=provider.issuer)


def asked(provider: Provider, conn: db.Connection, call: Call) -> Asked:
    """Raises ProtocolError to be shown as a page, never sent anywhere, while the client or its address is in doubt."""
    uri = call.params.get("request_uri")
    number = store.pushed.hash_of(uri) if uri is not None and oidc.is_request_uri(uri) else None
    client, kept = store.pushed.with_client(conn, number, issuer=provider.issuer, client_id=call.params.get("client_id"))
    notes.about(client)
    params = _counting(provider, client, call.params, kept)
    redirect_uri = oidc.redirect_uri_of(params, client)
    assert client is not None
    return Asked(client, params, redirect_uri, pushed=number)


def push(provider: Provider, call: Call) -> Response:
    """The pushed authorization request endpoint (RFC 9126): everything is checked now, and the browser gets a number to carry."""
    with provider.database.statements() as conn:
        try:
            claimed = claimed_by(call)
            known = store.clients.find(conn, provider.issuer, claimed.client_id)
            client, numbers = proven(provider, call, claimed, known)
        except oidc.ProtocolError as wrong:
            return not_authenticated(provider, call, wrong)
        try:
            return _kept(provider, conn, call, client, numbers)
        except oidc.ProtocolError as wrong:
            if wrong.code == "invalid_client":
                return not_authenticated(provider, call, wrong)
            return error_document(_by_back_channel(wrong), status=400)


def _kept(provider: Provider, conn: db.Connection, call: Call, client: oidc.Client, numbers: tuple[Once, ...]) -> Response:
    """Raises ProtocolError where nothing was kept; the numbers are used up all the same."""
    try:
        proof = proven_key(provider, call, url=str(provider.addresses.pushed_authorization_request_endpoint))
        numbers = (*numbers, *proof.numbers)
        params = _pushed(provider, call, client, proof.thumbprint)
    except oidc.ProtocolError:
        use_up(conn, numbers)
        raise
    uri = oidc.request_uri(provider.random())
    pushed = oidc.PushedRequest(client.client_id, params, provider.now() + oidc.PUSHED_LIFE)
    check_fresh(numbers, store.pushed.keep(conn, uri, pushed, issuer=provider.issuer, numbers=pairs(numbers)))
    return document(oidc.pushed_answer(uri), status=201)


def issue_code(provider: Provider, conn: db.Connection, *, request: oidc.AuthorizationRequest, login: Login) -> str:
    """Where the browser takes the new code. Raises ProtocolError("invalid_request_uri") where the pushed request has led to one before.

    A person may load the page again, or come back to it, until they have logged in (FAPI 2.0 Security Profile 5.3.2.2 note 3).
    """
    code = provider.random()
    expires_at = provider.now() + oidc.CODE_LIFE
    if not store.codes.keep(conn, code, issuer=provider.issuer, request=request, login=login, expires_at=expires_at):
        raise oidc.ProtocolError("invalid_request_uri", "request_uri was used before", field="request_uri")
    notes.answered_with(login.acr)
    return oidc.code_address(request.redirect_uri, code=code, state=request.state, issuer=provider.issuer)


def _pushed(provider: Provider, call: Call, client: oidc.Client, thumbprint: str | None) -> oidc.Parameters:
    """The parameters to keep: as good as they would have to be in a browser, and bound to the key the client proved to hold."""
    params = oidc.check_pushable({**call.params, "client_id": client.client_id})
    params = _opened(provider, client, params)
    oidc.redirect_uri_of(params, client)
    if thumbprint is not None:
        if params.get("dpop_jkt", thumbprint) != thumbprint:
            raise oidc.ProtocolError("invalid_dpop_proof", "dpop_jkt is another key than the one proven")
        params = {**params, "dpop_jkt": thumbprint}
    oidc.read_authorization(params, client)
    return params


def _counting(provider: Provider, client: oidc.Client | None, params: oidc.Parameters, kept: oidc.PushedRequest | None) -> oidc.Parameters:
    """The parameters that count. For a pushed request, `kept`, none of those in the address does."""
    if "request_uri" in params and client is not None:
        return oidc.check_pulled(kept, client_id=client.client_id, now=provider.now())
    if client is not None and client.profile.pushed:
        raise oidc.ProtocolError("invalid_request", "this client's requests must be pushed", field="request_uri")
    return params if client is None else _opened(provider, client, params)


def _opened(provider: Provider, client: oidc.Client, params: oidc.Parameters) -> oidc.Parameters:
    """What is inside the signed object, where there is one and the client has a key to sign with."""
    raw = params.get("request")
    if raw is None or not client.keys:
        return params
    return oidc.read_request_object(
        raw, client.keys, outer=params, audience=provider.issuer, client_id=client.client_id, now=provider.now()
    )


def _by_back_channel(wrong: oidc.ProtocolError) -> oidc.ProtocolError:
    """RFC 9126 2.3: an address that is not registered is told as invalid_request, since there is no page to show it on."""
    if wrong.code == "invalid_redirect_uri":
        return oidc.ProtocolError("invalid_request", wrong.detail, field=wrong.field)
    return wrong
