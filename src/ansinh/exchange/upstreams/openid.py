"""Any provider that speaks OpenID Connect: the walk is `oidc.RelyingParty`'s, what the answers mean is declared."""

from collections.abc import Sequence
from datetime import datetime

from ansinh import oidc
from ansinh.exchange.upstreams.model import Declared, LogoutStyle, Vouched
from ansinh.wire import eid


class OpenIdUpstream:
    """A provider we are registered with as `party`; `scopes` are what is asked for beside the level."""

    def __init__(self, declared: Declared, party: oidc.RelyingParty, *, scopes: Sequence[str] = ("openid",)) -> None:
        self._declared = declared
        self._party = party
        self._scopes = tuple(scopes)

    @property
    def declared(self) -> Declared:
        return self._declared

    @property
    def issuer(self) -> str:
        return self._party.issuer

    def begin(
        self,
        *,
        now: datetime,
        random: oidc.Randomness,
        demands: Sequence[eid.Assurance],
        prompt: str | None,
        max_age_s: int | None,
        ui_locales: Sequence[str],
    ) -> oidc.Begun:
        return self._party.begin(
            now=now,
            random=random,
            scopes=self._scopes,
            acr_values=self._declared.levels.asking_for(demands),
            prompt=prompt,
            max_age_s=max_age_s,
            ui_locales=ui_locales,
        )

    def finish(self, params: oidc.Parameters, attempt: oidc.Attempt, *, now: datetime) -> Vouched:
        signed_in = self._party.finish(params, attempt, now=now)
        token = signed_in.id_token
        person = eid.parse(token, signed_in.userinfo, self._declared.claims, assurance=self._declared.levels.read(token.acr))
        return Vouched(person, token.raw, token.sid or "")

    def logout_address(
        self, *, hint: str, post_logout_redirect_uri: str, state: str, now: datetime, ui_locales: Sequence[str]
    ) -> str | None:
        if self._declared.logout is LogoutStyle.NONE:
            return None
        return self._party.logout_address(
            id_token_hint=hint, post_logout_redirect_uri=post_logout_redirect_uri, state=state, now=now, ui_locales=ui_locales
        )

    def check_logout_token(self, raw: str, *, now: datetime) -> oidc.LogoutToken:
        return self._party.check_logout_token(raw, now=now)
