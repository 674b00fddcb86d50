"""A relying party as public code of today's portals has it: WSO2-style configuration keys, no state, no nonce, no PKCE.

It is configured with addresses and not with discovery, posts its secret in the form, reads userinfo with POST, asks a "validate token"
address, and signs out with `id_token_hint`. It runs over real sockets against a client of the profile legacy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
import pytest

from ansinh import oidc, provider
from ansinh.kit import clock, db
from tests.conformance.outside import Outside
from tests.exchange.served import Served, serve
from tests.exchange.world import LEVEL_1, LEVEL_2, empty

SECRET = "a-secret-of-an-old-portal-of-random-characters"
CALLBACK = "https://old-portal.example/SsoAuthenticate/LoginSSODVCQG"
SIGNED_OUT = "https://old-portal.example/home"


@dataclass(frozen=True, slots=True)
class OldPortal:
    """Its configuration keys by the names they have there."""

    auth_endpoint: str
    accesstoken_endpoint: str
    userinfo_endpoint: str
    validatetoken_endpoint: str
    revoketoken_endpoint: str
    logout_endpoint: str
    http: httpx2.Client
    clientid: str = "old-portal"
    client_secret: str = SECRET
    acr_values: str = "LoA1"

    def login_address(self) -> str:
        params = {
            "response_type": "code",
            "client_id": self.clientid,
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "acr_values": self.acr_values,
        }
        return f"{self.auth_endpoint}?{urlencode(params)}"

    def tokens(self, callback: str) -> dict[str, Any]:
        code = dict(parse_qsl(urlsplit(callback).query))["code"]
        return self.post(self.accesstoken_endpoint, grant_type="authorization_code", code=code, redirect_uri=CALLBACK)

    def userinfo(self, access_token: str) -> httpx2.Response:
        return self.http.post(self.userinfo_endpoint, headers={"Authorization": f"Bearer {access_token}"})

    def validate(self, token: str) -> dict[str, Any]:
        return self.post(self.validatetoken_endpoint, token=token)

    def post(self, address: str, **form: str) -> dict[str, Any]:
        answer = self.http.post(address, data=form | {"client_id": self.clientid, "client_secret": self.client_secret})
        return dict(answer.raise_for_status().json())

    def logout_address(self, id_token: str) -> str:
        return f"{self.logout_endpoint}?{urlencode({'id_token_hint': id_token, 'post_logout_redirect_uri': SIGNED_OUT})}"


@pytest.fixture(scope="module")
def served(conformance_database: db.Database) -> Iterator[Served]:
    empty(conformance_database)
    with serve(conformance_database) as both:
        registered = oidc.Client(
            client_id="old-portal",
            name="Cổng cũ",
            profile=oidc.LEGACY,
            token_endpoint_auth_method="client_secret_post",
            redirect_uris=(CALLBACK,),
            post_logout_redirect_uris=(SIGNED_OUT,),
            claims=("SoDinhDanh", "HoVaTen", "NgayThangNamSinh", "GioiTinh", "TechID", "LoaiTaiKhoan", "loginIdp"),
        )
        with conformance_database.transaction() as conn:
            provider.register_client(conn, both.exchange, registered, secret=SECRET, now=clock.utc_now())
        yield both


@pytest.fixture(scope="module")
def portal(served: Served) -> OldPortal:
    at = f"{served.exchange}/oauth2"
    return OldPortal(
        auth_endpoint=f"{at}/authorize",
        accesstoken_endpoint=f"{at}/token",
        userinfo_endpoint=f"{at}/userinfo",
        validatetoken_endpoint=f"{at}/introspect",
        revoketoken_endpoint=f"{at}/revoke",
        logout_endpoint=f"{served.exchange}/oidc/logout",
        http=httpx2.Client(trust_env=False, timeout=20),
    )


def test_an_old_portal_logs_a_citizen_in_reads_the_vietnamese_claims_and_signs_out(portal: OldPortal) -> None:
    browser = Outside()
    tokens = portal.tokens(browser.log_in(portal.login_address(), LEVEL_2, until=CALLBACK))
    person = portal.userinfo(tokens["access_token"]).json()
    assert (person["SoDinhDanh"], person["HoVaTen"], person["NgayThangNamSinh"]) == (LEVEL_2.username, LEVEL_2.full_name, "19900502")
    assert (person["LoaiTaiKhoan"], person["loginIdp"], isinstance(person["GioiTinh"], int)) == ("1", "BCA", True)
    valid = portal.validate(tokens["access_token"])
    assert (valid["active"], valid["client_id"], valid["exp"] > valid["iat"]) == (True, "old-portal", True)
    assert browser.follow(portal.logout_address(tokens["id_token"]), until=SIGNED_OUT) == SIGNED_OUT
    assert portal.validate(tokens["access_token"]) == {"active": False}
    assert portal.userinfo(tokens["access_token"]).status_code == 401


def test_an_old_portal_gives_its_token_back(portal: OldPortal) -> None:
    tokens = portal.tokens(Outside().log_in(portal.login_address(), LEVEL_1, until=CALLBACK))
    portal.post(portal.revoketoken_endpoint, token=tokens["access_token"])
    assert portal.validate(tokens["access_token"]) == {"active": False}


def test_an_old_portal_that_gives_back_the_id_token_instead_revokes_nothing(portal: OldPortal) -> None:
    tokens = portal.tokens(Outside().log_in(portal.login_address(), LEVEL_1, until=CALLBACK))
    portal.post(portal.revoketoken_endpoint, token=tokens["id_token"])
    assert portal.validate(tokens["access_token"])["active"] is True
    assert portal.validate(tokens["id_token"]) == {"active": False}


def test_an_old_portal_that_asks_for_loa2_is_never_told_of_less(portal: OldPortal) -> None:
    demanding = portal.login_address().replace("LoA1", "LoA2")
    answer = dict(parse_qsl(urlsplit(Outside().log_in(demanding, LEVEL_1, until=CALLBACK)).query))
    assert (answer["error"], "code" in answer) == ("unmet_authentication_requirements", False)
