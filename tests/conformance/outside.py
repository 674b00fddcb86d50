"""A person's browser for programs that are not ours: it follows redirects over real sockets and fills in the login page."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx2

from ansinh.sandbox import eid


@dataclass(slots=True)
class Outside:
    """One browser with its own cookies."""

    http: httpx2.Client = field(default_factory=lambda: httpx2.Client(trust_env=False, timeout=20))

    def follow(self, address: str, *, until: str) -> str | httpx2.Response:
        """The first address that begins with `until`, or the page where redirects end."""
        return self._on(self.http.get(address), until)

    def log_in(self, address: str, person: eid.Account, *, until: str) -> str:
        """The address a login ends at; the login page is filled in where one is shown."""
        page = self.follow(address, until=until)
        if isinstance(page, httpx2.Response):
            action = re.search(r'<form method="post" action="([^"]+)"', page.text)
            assert action is not None, page.text
            fields = {html.unescape(n): html.unescape(v) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)}
            filled = fields | {"username": person.username, "password": person.password}
            page = self._on(self.http.post(urljoin(str(page.url), html.unescape(action[1])), data=filled), until)
        assert isinstance(page, str), page.text
        return page

    def _on(self, response: httpx2.Response, until: str) -> str | httpx2.Response:
        while response.is_redirect:
            address = urljoin(str(response.url), response.headers["location"])
            if address.startswith(until):
                return address
            response = self.http.get(address)
        return response
