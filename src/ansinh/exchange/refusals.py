"""A login that comes to nothing: the browser takes the reason back to the relying party (RFC 6749 4.1.2.1)."""

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.exchange.model import Platform


def send_back(platform: Platform, request: oidc.AuthorizationRequest, wrong: oidc.ProtocolError) -> Response:
    """For a request whose address was checked. What `wrong` says stands in an address, so it says nothing of the person."""
    return provider.go(oidc.error_address(request.redirect_uri, wrong, state=request.state, issuer=platform.issuer))
