"""The DPoP proof of a request, checked and used up."""

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider.calls import Call
from ansinh.provider.client_auth import first_time
from ansinh.provider.model import Provider


def proven_key(provider: Provider, conn: db.Connection, call: Call, *, url: str, access_token: str | None = None) -> str | None:
    """Thumbprint of the key the request proved to hold; None if it brought no proof. `url` is the endpoint's own public address.

    Raises ProtocolError("invalid_dpop_proof") for several proofs, one that is not good, and one that was used before.
    """
    raw = oidc.read_proof_header(call.proofs)
    if raw is None:
        return None
    now = provider.now()
    proof = oidc.check_proof(raw, method=call.method, url=url, now=now, access_token=access_token)
    first_time(conn, f"dpop|{proof.replay_key}", until=now + 2 * oidc.PROOF_WINDOW, error="invalid_dpop_proof")
    return proof.thumbprint
