"""The national broker of 2022: WSO2 Identity Server's paths, configured and not discovered, with claims in Vietnamese.

What its relying parties' public code shows: secret in the form, `acr_values=LoA1`, userinfo by POST, sign-out with `id_token_hint`.
The paths of keys and sign-out are those of the product and were not seen in use (assumed); so is what its `acr` says. We send state,
nonce and PKCE although its other relying parties do not: a server that ignores them loses nothing.
"""

from collections.abc import Mapping
from datetime import datetime

from ansinh import oidc
from ansinh.exchange.upstreams.levels import LEVELS_OF_ACCOUNTS, OURS, LevelMap
from ansinh.exchange.upstreams.model import Declared, LogoutStyle
from ansinh.exchange.upstreams.openid import OpenIdUpstream
from ansinh.wire import eid

REACHED: Mapping[str, eid.Assurance] = {**LEVELS_OF_ACCOUNTS, **OURS}
ALGORITHMS = ("ES256", "RS256")  # the product signs with RS256; an exchange of ours in its place with ES256


class PostingParty(oidc.RelyingParty):
    """Asks for userinfo by POST."""

    def _userinfo(self, provider: oidc.Provider, tokens: oidc.Tokens, *, now: datetime) -> object:  # noqa: ARG002 - as in the class above it
        answer = self._http.post_form(provider.userinfo_endpoint, {}, headers={"authorization": f"Bearer {tokens.access_token}"})
        if answer.status != 200:
            raise oidc.ProtocolError("userinfo_answer", "the provider gave no userinfo")
        return answer.json()


def national_broker(
    *,
    code: str,
    base_url: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    http: oidc.Http,
    issuer: str = "",
    asks_levels_of_accounts: bool = True,
    reached: Mapping[str, eid.Assurance] = REACHED,
    name: str = "Cổng Dịch vụ công quốc gia",
    name_en: str = "National Public Service Portal",
    open_to_all: bool = False,
) -> OpenIdUpstream:
    """The broker at `base_url`; `issuer` is what its id_tokens say, the same where not given.

    `asks_levels_of_accounts`: asks as its relying parties do today, with LoA1 or LoA2 alone. False for a broker that understands our
    notation, where a demand on the login itself is passed on too.
    """
    registration = oidc.Registration(
        issuer=issuer or base_url,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        auth_method="client_secret_post",
        strictness=oidc.Strictness(algorithms=ALGORITHMS, pkce_announced=False),
        configured=oidc.Provider(
            issuer=issuer or base_url,
            authorization_endpoint=f"{base_url}/oauth2/authorize",
            token_endpoint=f"{base_url}/oauth2/token",
            userinfo_endpoint=f"{base_url}/oauth2/userinfo",
            jwks_uri=f"{base_url}/oauth2/jwks",
            end_session_endpoint=f"{base_url}/oidc/logout",
        ),
    )
    asked = {"LoA1": eid.Assurance(1, 4), "LoA2": eid.Assurance(2, 4)} if asks_levels_of_accounts else OURS
    levels = LevelMap(reached=reached, askable=asked, always=("LoA1",))
    declared = Declared(code, name, name_en, eid.OF_EXCHANGE, levels, LogoutStyle.END_SESSION, open_to_all)
    return OpenIdUpstream(declared, PostingParty(registration, http))
