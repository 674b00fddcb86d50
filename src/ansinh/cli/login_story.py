"""The journey's logins, one for each level there is: as a service that knows the exchange by discovery alone and believes what it signs."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from ansinh.cli.browser import Browser
from ansinh.cli.pages import forms_of, text_of
from ansinh.cli.steps import StepFailed, expect
from ansinh.identity import client
from ansinh.settings import Settings
from ansinh.wiring import rehearsal

_CALLBACK = "http://127.0.0.1:9/callback"  # where nobody listens: the browser of the journey stops there
_SERVICE = "sandbox-basic"
_LOOKS = 90  # at the telephone, a second apart, until it shows the next code
_CODE = re.compile(r"<output[^>]*>\s*([0-9 ]{6,7})\s*</output>")
_NUMBER = re.compile(r"<output[^>]*>\s*([0-9]{2})\s*</output>")
_TYPED = re.compile(r'<strong class="typed">\s*([A-Z0-9-]+)\s*</strong>')


class LoginStory:
    """Logs in as a relying party of the sandbox; `citizens` are people by the level of their account."""

    def __init__(self, settings: Settings, *, citizens: dict[int, dict[str, Any]]) -> None:
        service = next(row for row in rehearsal.listing(settings) if row["client_id"] == _SERVICE)
        self._citizens = citizens
        self._party = client.basic_party(
            settings.exchange_url, service["client_id"], service["client_secret"], _CALLBACK, memory=client.ProcessMemory()
        )

    def password(self, account_level: int) -> str:
        """User name and password: one factor."""
        with Browser(stop_at=_CALLBACK) as web:
            begun = self._begin(web, needed="")
            self._type_password(web, account_level)
            return self._reached(web, begun, f"{account_level}.1")

    def one_time_code(self) -> str:
        """The code that the telephone shows, beside the password: two factors."""
        with Browser(stop_at=_CALLBACK) as web, Browser() as telephone:
            code = self._code_of(telephone)
            begun = self._begin(web, needed="urn:ansinh:acr:2.2")
            self._type_password(web, 2, code=code)
            if web.arrived is None:  # a code is good for one login, and the journey before this one may have had it
                self._type_password(web, 2, code=self._next_code(telephone, code))
            return self._reached(web, begun, "2.2")

    def approval(self) -> str:
        """A picture scanned and a number recognised in the app: no password goes through the computer."""
        with Browser(stop_at=_CALLBACK) as web, Browser() as telephone:
            begun = self._begin(web, needed="urn:ansinh:acr:2.2")
            self._approve(web, telephone)
            return self._reached(web, begun, "2.2")

    def face(self) -> str:
        """Password, then the face: two factors, one of them biometric. The sandbox compares drawings."""
        with Browser(stop_at=_CALLBACK) as web, Browser() as telephone:
            picture = self._picture_of(telephone)
            begun = self._begin(web, needed="urn:ansinh:acr:2.3")
            self._type_password(web, 2)
            self._show(web, picture)
            return self._reached(web, begun, "2.3")

    def approval_and_face(self) -> str:
        """The app, its passcode and the face: possession, knowledge and a biometric."""
        with Browser(stop_at=_CALLBACK) as web, Browser() as telephone:
            begun = self._begin(web, needed="urn:ansinh:acr:2.4")
            self._approve(web, telephone)
            self._show(web, self._picture_of(telephone))
            return self._reached(web, begun, "2.4")

    def too_low(self) -> str:
        """An account of level 1 where level 2 is needed: the service is told no, and nothing else."""
        with Browser(stop_at=_CALLBACK) as web:
            begun = self._begin(web, needed="LoA2")
            self._type_password(web, 1)
            try:
                self._finish(web, begun)
            except client.LoginFailedError as failed:
                expect(failed.rule == "unmet_authentication_requirements", f"the exchange said {failed.rule}")
                return failed.rule
        raise StepFailed("an account of level 1 was let in where level 2 was needed")

    def _begin(self, web: Browser, *, needed: str) -> client.Begun:
        begun = self._party.begin(needed=needed, fresh=True)
        web.open(begun.address)
        return begun

    def _type_password(self, web: Browser, account_level: int, *, code: str = "") -> None:
        citizen = self._citizens[account_level]
        form = web.form(ending="/login-actions/authenticate", field="password")
        web.send(form, username=citizen["username"], password=citizen["password"], code=code)

    def _approve(self, web: Browser, telephone: Browser) -> None:
        """What a person does with a computer and a telephone, by the forms of both."""
        assert web.page is not None
        scan_code = _found(_TYPED, web.page.text, "a code to scan")
        self._unlock(telephone)
        if any(name.endswith("/app/web-login") and value == "yes" for name, value in _switches(telephone)):
            telephone.send(telephone.form(ending="/app/web-login"))
        telephone.send(telephone.form(ending="/app/scan", field="c"), c=scan_code)
        login = web.form(ending="/login-actions/authenticate").fields["login"]
        waiting = web.open(str(web.page.url.join(f"{_realm(str(web.page.url))}/login-actions/wait?login={login}")))
        number = _found(_NUMBER, waiting.text, "a number to recognise")
        telephone.send(telephone.form(ending="/app/answer"), number=number)
        web.send(web.form(ending="/login-actions/wait"))

    def _show(self, web: Browser, picture: bytes) -> None:
        web.send_file(web.form(ending="/login-actions/face"), field="picture", name="picture.png", content=picture, kind="image/png")

    def _picture_of(self, telephone: Browser) -> bytes:
        """What the camera of the citizen's telephone would take: the person's own portrait."""
        self._unlock(telephone)
        shown = telephone.open(telephone.place.partition("/app")[0] + "/app/portrait")
        expect(shown.headers["content-type"] == "image/png", "the app shows no portrait")
        return shown.content

    def _code_of(self, telephone: Browser) -> str:
        self._unlock(telephone)
        assert telephone.page is not None
        return _found(_CODE, telephone.page.text, "a one-time code").replace(" ", "")

    def _next_code(self, telephone: Browser, code: str) -> str:
        """The code after this one: the telephone shows another within half a minute."""
        for _ in range(_LOOKS):
            time.sleep(1)
            shown = _found(_CODE, telephone.open(f"{_realm(telephone.place)}/app").text, "a one-time code").replace(" ", "")
            if shown != code:
                return shown
        raise StepFailed(f"the telephone shows the same code for {_LOOKS} seconds")

    def _unlock(self, telephone: Browser) -> None:
        """Opens the app of the citizen with a level-2 account, where it is found from the login page."""
        with Browser(stop_at=_CALLBACK) as finder:
            self._begin(finder, needed="")
            telephone.open(f"{_realm(finder.place)}/app")
        assert telephone.page is not None
        if not any(form.action.endswith("/app/unlock") for form in forms_of(telephone.page.text)):
            return  # it is open already
        form = telephone.form(ending="/app/unlock")
        telephone.send(form, username=self._citizens[2]["username"], password=self._citizens[2]["password"])

    def _finish(self, web: Browser, begun: client.Begun) -> client.Person:
        if web.arrived is None:
            said = "" if web.page is None else text_of(web.page.text)[:120]
            raise StepFailed(f"the login ended at {web.place}: {said}")
        return self._party.finish(urlsplit(web.arrived).query.encode(), browser=begun.browser).person

    def _reached(self, web: Browser, begun: client.Begun, level: str) -> str:
        person = self._finish(web, begun)
        outcome = person.level.meets(f"urn:ansinh:acr:{level}")
        expect(outcome is client.Comparison.MET, f"level {level} was to be reached, {person.level} was")
        return f"{level} by {' '.join(person.methods)}"


def _realm(address: str) -> str:
    """The provider's realm from any address below it."""
    head, found, tail = address.partition("/realms/")
    if not found:
        raise StepFailed("this is no page of the identity provider")
    return f"{head}{found}{tail.partition('/')[0]}"


def _switches(browser: Browser) -> list[tuple[str, str]]:
    form = browser.form(ending="/app/web-login")
    return [(urlsplit(form.action).path, form.fields.get("allowed", ""))]


def _found(pattern: re.Pattern[str], text: str, what: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise StepFailed(f"there is no {what} on the page")
    return found[1]
