"""The legacy VssID account of the social-security agency: social-insurance number and password, verified server to server.

The person types both on a page of the exchange, because the account service has no pages of its own for others. What is public of
it: a ten-digit number and a password; everything else is assumed. One factor and an account nobody has proofed to a known level:
authentication level 1, account level unknown, so nothing that demands an account level opens by it. Since 1 July 2024 the electronic
identity is the only account for administrative procedures (letter 3701/VPCP-KSTT), so it is closed unless a rule opens it.
"""

from collections.abc import Sequence
from datetime import datetime

from ansinh import oidc, terms
from ansinh.exchange.upstreams.levels import LevelMap
from ansinh.exchange.upstreams.model import Declared, LogoutStyle, Vouched
from ansinh.kit import errors
from ansinh.wire import eid, vssid

REACHED = eid.Assurance(0, 1)
CODE = "VSSID"
_LONGEST_PASSWORD = 200


class NotThePasswordError(oidc.ProtocolError):
    """Number and password were not accepted; `code` is `wrong` or `locked_out`. The person may try again in the same login."""


class VssidUpstream:
    """The account service at `base_url`; `redirect_uri` is our own page, where the person types."""

    def __init__(
        self,
        *,
        base_url: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        http: oidc.Http,
        name: str = "Tài khoản VssID (bảo hiểm xã hội)",
        name_en: str = "VssID account (social insurance)",
        open_to_all: bool = False,
    ) -> None:
        self._base_url = base_url
        self._auth = (client_id, client_secret)
        self._redirect_uri = redirect_uri
        self._http = http
        levels = LevelMap(reached={"": REACHED})
        self._declared = Declared(CODE, name, name_en, vssid.CLAIMS, levels, LogoutStyle.NONE, open_to_all)

    @property
    def declared(self) -> Declared:
        return self._declared

    @property
    def issuer(self) -> str:
        return self._base_url

    def begin(
        self,
        *,
        now: datetime,
        random: oidc.Randomness,
        demands: Sequence[eid.Assurance],  # noqa: ARG002 - it has one level, whatever is demanded
        prompt: str | None,  # noqa: ARG002 - it keeps no session, so each login is fresh
        max_age_s: int | None,  # noqa: ARG002
        ui_locales: Sequence[str],
    ) -> oidc.Begun:
        state = random()
        address = oidc.with_query(self._redirect_uri, {"state": state, "ui_locales": " ".join(ui_locales) or None})
        return oidc.Begun(address, oidc.Attempt(self.issuer, state, random(), random(), fresh_since=now))

    def finish(self, params: oidc.Parameters, attempt: oidc.Attempt, *, now: datetime) -> Vouched:
        """`params` are those of our own page. Raises NotThePasswordError too."""
        number, password = _typed(params)
        answer = self._http.post_form(f"{self._base_url}{vssid.LOGIN_PATH}", vssid.format_login(number, password), auth=self._auth)
        outcome = vssid.read_outcome(answer.status)
        if outcome in {"wrong", "locked_out"}:
            raise NotThePasswordError(outcome, "number and password were not accepted")
        if outcome != "accepted":
            raise errors.CounterpartDown("answer_unexpected", "the account service did not answer as agreed")
        return Vouched(vssid.parse_person(answer.json(), issuer=attempt.issuer, level=REACHED, now=now), "", "")

    def logout_address(self, *, hint: str, post_logout_redirect_uri: str, state: str, now: datetime, ui_locales: Sequence[str]) -> None:
        """There is no session there."""

    def check_logout_token(self, raw: str, *, now: datetime) -> oidc.LogoutToken:  # noqa: ARG002
        """It sends none."""
        raise oidc.ProtocolError("invalid_request", "this provider sends no logout tokens")


def _typed(params: oidc.Parameters) -> tuple[terms.SocialInsuranceNumber, str]:
    """A number of another form is as wrong as a wrong password, and needs no question to the service."""
    password = params.get("password", "")
    try:
        number = terms.SocialInsuranceNumber.parse(params.get("number", ""))
    except terms.TermError:
        raise NotThePasswordError("wrong", "number and password were not accepted") from None
    if not 0 < len(password) <= _LONGEST_PASSWORD:
        raise NotThePasswordError("wrong", "number and password were not accepted")
    return number, password
