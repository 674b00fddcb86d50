"""Reading an access token from a request (RFC 6750 2, RFC 9449 7.1). Never from the query: addresses are logged and shared."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Presented:
    """An access token as it was sent; `with_proof`: under the scheme DPoP, which promises a proof beside it."""

    token: str = field(repr=False)
    with_proof: bool


def read_access_token(authorization: Sequence[str], form: Parameters) -> Presented | None:
    """The token in the Authorization header or the form body; None if there is none.

    Raises ProtocolError("invalid_request") for more than one (RFC 6750 2).
    """
    parts = [(scheme.lower(), value.strip()) for scheme, _, value in (header.partition(" ") for header in authorization)]
    found = [Presented(value, scheme == "dpop") for scheme, value in parts if scheme in {"bearer", "dpop"}]
    if "access_token" in form:
        found.append(Presented(form["access_token"], with_proof=False))
    if len(found) > 1:
        raise ProtocolError("invalid_request", "send the access token once")
    return found[0] if found else None
