"""Any OpenID provider that publishes its metadata. It is held to what `oidc.Strictness` says, which is written down where it is named."""

from collections.abc import Sequence

from ansinh import oidc
from ansinh.exchange.upstreams.levels import NONE_KNOWN, LevelMap
from ansinh.exchange.upstreams.model import Declared, LogoutStyle
from ansinh.exchange.upstreams.openid import OpenIdUpstream
from ansinh.wire import eid


def generic(
    *,
    code: str,
    name: str,
    name_en: str,
    registration: oidc.Registration,
    http: oidc.Http,
    claims: eid.ClaimsMap = eid.OF_PROVIDER,
    levels: LevelMap = NONE_KNOWN,
    scopes: Sequence[str] = ("openid", "profile"),
    logout: LogoutStyle = LogoutStyle.END_SESSION,
    open_to_all: bool = False,
) -> OpenIdUpstream:
    """The provider at `registration.issuer`, held to the strictness that stands in `registration`.

    An `acr` that is not in `levels` is level 0. A provider that tells no citizen number cannot be used: each of its logins is refused
    with the name of the missing claim.
    """
    declared = Declared(code, name, name_en, claims, levels, logout, open_to_all)
    return OpenIdUpstream(declared, oidc.RelyingParty(registration, http), scopes=scopes)
