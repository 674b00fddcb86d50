"""Providers of every kind, for tests that need one and do not care how it answers, or that tell it how."""

from collections.abc import Mapping

from ansinh import exchange, oidc
from ansinh.kit import http
from ansinh.wire import eid
from tests.exchange.world import EXCHANGE


class Nobody:
    """Answers nothing."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        raise AssertionError(f"{url} was asked, {headers is None}")

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        raise AssertionError(f"{url} was asked, {len(data)}, {headers is None}, {auth is None}")


def registration(code: str, *, issuer: str = "", strictness: oidc.Strictness = oidc.AS_STANDARD) -> oidc.Registration:
    return oidc.Registration(
        issuer or f"https://{code.lower()}.example",
        "identity-exchange",
        "a-secret-of-the-exchange",
        EXCHANGE + exchange.callback_path(code),
        strictness=strictness,
    )


def an_upstream(
    code: str, *, open_to_all: bool = True, levels: Mapping[str, eid.Assurance] | None = None, http: oidc.Http | None = None
) -> exchange.Upstream:
    known = exchange.LevelMap(reached=levels or {}, askable=levels or {})
    return exchange.generic(
        code=code,
        name=f"Nhà cung cấp {code}",
        name_en=f"Provider {code}",
        registration=registration(code),
        http=http or Nobody(),
        levels=known,
        open_to_all=open_to_all,
    )
