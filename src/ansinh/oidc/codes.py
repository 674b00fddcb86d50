"""Redeeming an authorization code: what it is bound to and when it is worth nothing (RFC 6749 4.1.3, RFC 9700 2.1.1, 4.5)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ansinh.oidc.clients import Client
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters, require
from ansinh.oidc.pkce import answers

CODE_LIFE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class CodeBinding:
    """What was fixed when the code was issued; `expires_at` is the first instant at which it is void.

    `code_challenge` None: a client of the legacy profile sent none. `dpop_jkt`: the key the tokens must be bound to, None for any.
    """

    client_id: str
    redirect_uri: str
    code_challenge: str | None
    expires_at: datetime
    dpop_jkt: str | None = None


@dataclass(frozen=True, slots=True)
class CodeExchange:
    """A token request with grant type authorization_code, unproven."""

    code: str = field(repr=False)
    redirect_uri: str | None
    verifier: str | None = field(repr=False)


def read_code_exchange(params: Parameters) -> CodeExchange:
    """Raises ProtocolError("invalid_request") where the code is missing."""
    return CodeExchange(require(params, "code"), params.get("redirect_uri"), params.get("code_verifier"))


def check_redeemable(
    binding: CodeBinding | None, exchange: CodeExchange, *, client: Client, now: datetime, thumbprint: str | None = None
) -> None:
    """Raises ProtocolError("invalid_grant") unless everything fits; `binding` is None for a code that is unknown or used.

    `thumbprint` is that of the key the request proved to hold.

    The caller consumes the code before it asks, and keeps it consumed whatever is decided here: who presents a code with
    the wrong proof gets no second try.
    """
    if binding is None:
        raise ProtocolError("invalid_grant", "the code is unknown or was used")
    if binding.client_id != client.client_id:
        raise ProtocolError("invalid_grant", "the code belongs to another client")
    if now >= binding.expires_at:
        raise ProtocolError("invalid_grant", "the code has expired")
    if exchange.redirect_uri != binding.redirect_uri:
        raise ProtocolError("invalid_grant", "redirect_uri is not that of the request", field="redirect_uri")
    if binding.code_challenge is None:
        if exchange.verifier is not None:  # the challenge was taken out on the way (RFC 9700 4.8.2)
            raise ProtocolError("invalid_grant", "the code was issued without a challenge", field="code_verifier")
    elif not answers(exchange.verifier, binding.code_challenge):
        raise ProtocolError("invalid_grant", "code_verifier does not fit", field="code_verifier")
    if binding.dpop_jkt is not None and binding.dpop_jkt != thumbprint:
        raise ProtocolError("invalid_grant", "the code is bound to another key", field="dpop_jkt")
