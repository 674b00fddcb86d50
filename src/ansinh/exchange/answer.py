"""A person is logged in here and a relying party waits: the last step before a code, wherever the login came from."""

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.exchange.model import Platform, Session
from ansinh.kit import db


def answer(
    platform: Platform, conn: db.Connection, _call: provider.Call, *, request: oidc.AuthorizationRequest, session: Session
) -> Response:
    """The browser goes on to the relying party with a code."""
    return provider.go(provider.issue_code(platform.op, conn, request=request, login=session.login))
