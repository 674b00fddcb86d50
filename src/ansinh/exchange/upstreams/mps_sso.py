"""The single sign-on of the Ministry of Public Security, a Keycloak realm: today's way for every citizen.

`preferred_username` is the citizen number (shape of a decoded token of 2023-12). The real one was seen to send acr "1", whose
meaning is not public: unknown until somebody who knows maps it. The sandbox's writes levels in the notation of this project.
"""

from collections.abc import Mapping

from ansinh import oidc
from ansinh.exchange.upstreams.levels import OURS, LevelMap
from ansinh.exchange.upstreams.model import Declared, LogoutStyle
from ansinh.exchange.upstreams.openid import OpenIdUpstream
from ansinh.wire import eid

NAME, NAME_EN = "Tài khoản định danh điện tử (VNeID)", "Electronic identity account (VNeID)"


def mps_sso(
    *,
    registration: oidc.Registration,
    http: oidc.Http,
    levels: Mapping[str, eid.Assurance] = OURS,
    code: str = eid.LOGIN_IDP_POLICE,
    name: str = NAME,
    name_en: str = NAME_EN,
    open_to_all: bool = True,
) -> OpenIdUpstream:
    """The realm at `registration.issuer`. It publishes metadata; demands are sent in the notation of `levels`."""
    known = LevelMap(reached=levels, askable=levels)
    declared = Declared(code, name, name_en, eid.OF_PROVIDER, known, LogoutStyle.END_SESSION, open_to_all)
    return OpenIdUpstream(declared, oidc.RelyingParty(registration, http))
