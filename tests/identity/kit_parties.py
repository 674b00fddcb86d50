"""Services built with the kit, at an exchange in memory that remembers what it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ansinh.identity import client
from tests.identity.standin import _CLIENT, _SECRET, ISSUER, NOW, Answer, StandIn

CALLBACK = "http://testserver/login/callback"


@dataclass
class Watched(StandIn):
    """`asked`: every address the kit called; `posted`: every form it sent."""

    asked: list[str] = field(default_factory=list)
    posted: list[dict[str, str]] = field(default_factory=list)

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        self.asked.append(url)
        return super().get(url, headers=headers)

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> Answer:
        self.asked.append(url)
        self.posted.append(dict(data))
        return super().post_form(url, data, headers=headers, auth=auth)


def basic(exchange: StandIn, *, memory: client.Memory | None = None) -> client.Party:
    return client.basic_party(
        ISSUER, _CLIENT, _SECRET, CALLBACK, memory=memory or client.ProcessMemory(), http_client=exchange, now=lambda: exchange.now
    )


__all__ = ["CALLBACK", "ISSUER", "NOW", "Watched", "basic"]
