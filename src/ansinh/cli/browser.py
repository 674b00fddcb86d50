"""Enough of a browser for the journey: cookies, redirects up to an address, forms filled in and sent."""

from typing import Self
from urllib.parse import urlsplit

import httpx2

from ansinh.cli.pages import Form, forms_of
from ansinh.cli.steps import StepFailed

_HOPS = 12
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Browser:
    """One person's browser; `stop_at` is the beginning of an address it hands over instead of going there."""

    def __init__(self, *, stop_at: str = "\0") -> None:
        self._http = httpx2.Client(timeout=20.0, trust_env=False)
        self._stop_at = stop_at
        self.page: httpx2.Response | None = None
        self.arrived: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def open(self, address: str) -> httpx2.Response:
        """The page at the address, after redirects."""
        return self._follow(self._http.get(address))

    def send(self, form: Form, **values: str) -> httpx2.Response:
        """The page that answers the form."""
        assert self.page is not None
        target = self.page.url.join(form.action) if form.action else self.page.url
        data = {**form.fields, **values}
        return self._follow(self._http.post(target, data=data) if form.method == "post" else self._http.get(target, params=data))

    def send_file(self, form: Form, *, field: str, name: str, content: bytes, kind: str) -> httpx2.Response:
        """The page that answers the form with a file put into `field`; `kind` is its media type."""
        assert self.page is not None
        target = self.page.url.join(form.action)
        return self._follow(self._http.post(target, data=form.fields, files={field: (name, content, kind)}))

    def form(self, *, ending: str = "", field: str = "") -> Form:
        """The form of the page whose address ends so and that has such a field. Raises StepFailed where there is none."""
        assert self.page is not None
        for form in forms_of(self.page.text):
            if urlsplit(form.action).path.endswith(ending) and (not field or field in form.fields):
                return form
        raise StepFailed(f"no form to {ending or 'send'} at {self.place} ({self.page.status_code})")

    @property
    def place(self) -> str:
        """Where the page is, without its query: that may carry what no screen should show."""
        return "nowhere" if self.page is None else f"{self.page.url.scheme}://{self.page.url.netloc.decode()}{self.page.url.path}"

    def _follow(self, answer: httpx2.Response) -> httpx2.Response:
        for _ in range(_HOPS):
            if answer.status_code not in _REDIRECTS:
                self.page = answer
                return answer
            address = str(answer.url.join(answer.headers["location"]))
            if address.startswith(self._stop_at):
                self.arrived = address
                return answer
            answer = self._http.get(address)
        raise StepFailed(f"more than {_HOPS} redirects")
