"""The DPoP proof of a request, checked; its number is still to be used up."""

from dataclasses import dataclass

from ansinh import oidc
from ansinh.provider.calls import Call
from ansinh.provider.model import Provider
from ansinh.provider.once import Once


@dataclass(frozen=True, slots=True)
class Proven:
    """`thumbprint` of the key the request proved to hold, None if it brought no proof, once `numbers` are used up."""

    thumbprint: str | None
    numbers: tuple[Once, ...]


def proven_key(provider: Provider, call: Call, *, url: str, access_token: str | None = None) -> Proven:
    """`url` is the endpoint's own public address. Raises ProtocolError("invalid_dpop_proof") for several proofs, and one that is not good."""
    raw = oidc.read_proof_header(call.proofs)
    if raw is None:
        return Proven(None, ())
    now = provider.now()
    proof = oidc.check_proof(raw, method=call.method, url=url, now=now, access_token=access_token)
    return Proven(proof.thumbprint, (Once(f"dpop|{proof.replay_key}", now + 2 * oidc.PROOF_WINDOW, "invalid_dpop_proof"),))
