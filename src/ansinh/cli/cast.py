"""Whom the journey is about: people who still are as they were printed, whatever befell others in earlier journeys or by `happen`."""

import hashlib
from typing import Any

import httpx2

from ansinh.cli.browser import Browser
from ansinh.cli.pages import text_of
from ansinh.cli.steps import StepFailed
from ansinh.kit import http
from ansinh.kit.errors import RoomError
from ansinh.settings import Settings
from ansinh.wiring import crowd

_TRIED = 40  # people of whom one must still be as printed, however often the journey was walked


class Cast:
    """Chooses among the people printed for the installation at `url`."""

    def __init__(self, settings: Settings, url: str, people: list[dict[str, Any]]) -> None:
        self._settings = settings
        self._url = url
        self._people = people

    def citizen(self) -> dict[str, Any]:
        """The first for whom everything goes well. Where it goes well for none the first of all: the steps then say what is wrong."""
        promising = crowd.without_trouble(self._people)
        try:
            return next((person for person in promising[:_TRIED] if self._is_as_printed(person)), promising[0])
        except (httpx2.HTTPError, RoomError, StepFailed):
            return promising[0]

    def somebody_to_die(self, *, but: dict[str, Any]) -> dict[str, Any]:
        """One of the last for whom everything goes well. Raises StepFailed where it goes well for none of them."""
        promising = [each for each in crowd.without_trouble(self._people) if each["citizen_number"] != but["citizen_number"]]
        found = next((person for person in promising[-_TRIED:] if self._is_as_printed(person)), None)
        if found is None:
            raise StepFailed(f"none of the last {_TRIED} people without trouble is as printed: seed anew, or with more people")
        return found

    def signs_in(self, web: Browser, person: dict[str, Any]) -> bool:
        """Whether the portal lets the person in."""
        web.open(f"{self._url}/login")
        page = web.send(web.form(field="password"), username=person["username"], password=person["password"])
        return page.status_code == 200 and str(page.url).startswith(self._url)

    def code(self, person: dict[str, Any]) -> str:
        """What a hospital is told by the citizen number."""
        return str(self._look_up(person).get("maKetQua"))

    def _is_as_printed(self, person: dict[str, Any]) -> bool:
        answer = self._look_up(person)
        if answer.get("maKetQua") != "000" or answer.get("maThe") != person["card_number"]:
            return False
        with Browser() as web:  # a new one each: the exchange remembers who logged in with the last
            if not self.signs_in(web, person):
                return False
            shown = "".join(text_of(web.open(f"{self._url}/record").text).split())
            web.send(web.form(ending="/sign-out"))
        return person["card_number"][5:] in shown

    def _look_up(self, person: dict[str, Any]) -> dict[str, Any]:
        facility = crowd.facilities()[0]
        officer = facility["officers"][0]
        password = hashlib.md5(facility["password"].encode()).hexdigest().upper()  # noqa: S324 - what the protocol carries
        client = http.Client(timeout_s=20.0, allow_hosts=self._settings.hosts)
        taken = client.post_json(f"{self._url}/api/token/take", {"username": facility["username"], "password": password}).json()
        token = taken.get("APIKey")
        if token is None:
            raise StepFailed(f"the token call answered maKetQua {taken.get('maKetQua')}")
        values = {"token": token["access_token"], "id_token": token["id_token"], "username": facility["username"], "password": password}
        year, month, day = person["birth_date"].split("-")
        question = {
            "maThe": person["citizen_number"],
            "hoTen": person["name"],
            "ngaySinh": f"{day}/{month}/{year}",
            "hoTenCb": officer["name"],
            "cccdCb": officer["citizen_number"],
        }
        query = "&".join(f"{name}={value}" for name, value in values.items())
        answer: dict[str, Any] = client.post_json(f"{self._url}/api/egw/KQNhanLichSuKCB2024?{query}", question).json()
        return answer
