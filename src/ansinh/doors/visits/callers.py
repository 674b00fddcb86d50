"""Who calls: the gateway's own token in the gateway's own headers. The account is the token's, and with it the facility."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header
from fastapi.security import APIKeyHeader
from starlette.requests import Request

from ansinh import checkin
from ansinh.doors import gateway
from ansinh.doors.visits.problems import Refusal


@dataclass(frozen=True, slots=True)
class Caller:
    """A facility whose token is good."""

    account: str
    facility_code: str

    def origin(self, interface: str) -> checkin.Origin:
        return checkin.Origin(facility_code=self.facility_code, account=self.account, interface=interface)


def authenticator(gatekeeper: gateway.Gatekeeper) -> Callable[..., Caller]:
    """A dependency that gives the caller, or refuses with 401, and with 429 whoever keeps coming with bad tokens."""
    key = APIKeyHeader(name="accessToken", auto_error=False, description="access_token of /api/token/take; its id_token goes into tokenId")

    def caller_of(
        request: Request,
        access_token: Annotated[str | None, Depends(key)],
        token_id: Annotated[str, Header(alias="tokenId", description="id_token of the same token")] = "",
    ) -> Caller:
        headers = [(b"accesstoken", (access_token or "").encode("latin-1", "replace")), (b"tokenid", token_id.encode("latin-1", "replace"))]
        call = gateway.Call(b"", b"", request.client.host if request.client else "", headers)
        refused = gatekeeper.admit_headers(call, "")
        if refused is None:
            return Caller(call.account, checkin.facility_of(call.account))
        if refused.status == 429:
            raise Refusal(429, "too_many_bad_tokens", "too many calls with tokens that are not good", retry_after_s=60)
        raise Refusal(
            401, "not_authenticated", "send a token of /api/token/take that is less than ten minutes old: accessToken and tokenId"
        )

    return caller_of
