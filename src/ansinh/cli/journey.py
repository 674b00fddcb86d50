"""`ansinh journey`: the mission's story over real HTTP, a line per step, stopping at the first failure."""

import hashlib
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import click
import httpx2

from ansinh.cli.browser import Browser
from ansinh.cli.cast import Cast
from ansinh.cli.chip_story import ChipStory
from ansinh.cli.hospital_story import HospitalStory
from ansinh.cli.login_story import LoginStory
from ansinh.cli.nation_story import NationStory
from ansinh.cli.pages import forms_of, text_of
from ansinh.cli.run import settings_from
from ansinh.cli.steps import StepFailed, expect
from ansinh.kit import clock, http
from ansinh.kit.errors import RoomError
from ansinh.settings import Settings
from ansinh.wiring import crowd, installation


@dataclass(slots=True)
class Walk:
    """What the steps hand on to each other."""

    url: str
    http: httpx2.Client
    web: Browser
    citizen: dict[str, Any]
    facility: dict[str, Any]
    hospital: HospitalStory
    chip: ChipStory
    logins: LoginStory
    nation: NationStory
    token: dict[str, str] = field(default_factory=dict)


Step = tuple[str, Callable[[Walk], str]]


@click.command()
@click.option("--url", help="Base URL of a running agency (portal and gateway); without it a system of its own is started.")
@click.option(
    "--people", type=click.IntRange(min=50), help="As the running system was seeded with (default 2000; 200 for a system of its own)."
)
def journey(url: str | None, people: int | None) -> None:
    """Walk logins, record, look-ups, check-in, sign-out, verification, review, sharing, a death; exit status 1 at the first failure."""
    if url is not None:
        there = urlsplit(url)
        settings = settings_from(people=people, port=there.port, host=there.hostname if there.port else None)
        sys.exit(0 if walk(url.rstrip("/"), settings) else 1)
    with installation.temporary("journey", people=people or 200, say=click.echo) as running:
        done = walk(running.settings.vss_url, running.settings)
    sys.exit(0 if done else 1)


def walk(url: str, settings: Settings) -> bool:
    """Walk every step against the agency at `url`; True if all went well. Prints as it goes.

    `settings` are those of the installation at `url`: its people, its exchange, and the secrets of its sandbox relying parties.
    """
    today = clock.vietnam_day(clock.utc_now())
    listed = crowd.people(settings.people, today=today)
    cast = Cast(settings, url, listed)
    citizen = cast.citizen()
    facilities = crowd.facilities()
    hospital_client = http.Client(timeout_s=20.0, allow_hosts=settings_from().hosts)
    hospital = HospitalStory(url, facilities=facilities, citizen=citizen, client=hospital_client, began=clock.utc_now())
    chip = ChipStory(settings, url, citizen=citizen, facility=facilities[0], began=clock.utc_now())
    logins = LoginStory(settings, citizens={1: crowd.of_level_1(listed), 2: citizen})
    nation = NationStory(settings, url, cast=cast, citizen=citizen)
    with closing(nation), httpx2.Client(timeout=20.0, trust_env=False) as client, Browser() as web:
        state = Walk(url, client, web, citizen, facilities[0], hospital, chip, logins, nation)
        click.echo(f"The story of one citizen, against {url}")
        for number, (sentence, step) in enumerate(STEPS, 1):
            started = time.perf_counter()
            try:
                found = step(state)
            except StepFailed as failed:
                click.echo(f"FAIL {number}. {sentence}: {failed}")
                return False
            except RoomError as refused:
                click.echo(f"FAIL {number}. {sentence}: {refused.detail} ({refused.code})")
                return False
            except httpx2.HTTPError as broken:
                click.echo(f"FAIL {number}. {sentence}: {type(broken).__name__} ({url})")
                return False
            click.echo(f"ok   {number}. {sentence:<64} {1000 * (time.perf_counter() - started):7.1f} ms   {found}")
    click.echo("The whole chain works.")
    return True


def _portal_is_open(walk: Walk) -> str:
    page = walk.web.open(f"{walk.url}/")
    expect(page.status_code == 200, f"the home page answered {page.status_code}")
    return str(page.headers.get("content-language", ""))


def _login_leads_to_the_provider(walk: Walk) -> str:
    page = walk.web.open(f"{walk.url}/login")
    expect(page.status_code == 200, f"the login ended with {page.status_code} at {walk.web.place}")
    expect(any("password" in form.fields for form in forms_of(page.text)), f"no password form at {walk.web.place}")
    return f"at {walk.web.place}"


def _citizen_logs_in(walk: Walk) -> str:
    form = walk.web.form(field="password")
    page = walk.web.send(form, username=walk.citizen["username"], password=walk.citizen["password"])
    expect(page.status_code == 200, f"the login ended with {page.status_code} at {walk.web.place}")
    expect(str(page.url).startswith(walk.url), f"the login did not come back to the portal but ended at {walk.web.place}")
    return f"back at {walk.web.place}"


def _record_is_verified_and_whole(walk: Walk) -> str:
    page = walk.web.open(f"{walk.url}/record")
    expect(page.status_code == 200, f"the record answered {page.status_code}")
    text = text_of(page.text)
    expect(walk.citizen["name"].lower() in text.lower(), "the record does not name the citizen")
    digits = "".join(text.split())
    expect(walk.citizen["card_number"][5:] in digits, "the record does not show the card")
    return "name and card are there"


def _hospital_takes_a_token(walk: Walk) -> str:
    password = hashlib.md5(walk.facility["password"].encode()).hexdigest().upper()  # noqa: S324 - what the protocol carries
    answer = walk.http.post(f"{walk.url}/api/token/take", json={"username": walk.facility["username"], "password": password})
    body = answer.json()
    expect(body.get("maKetQua") == "200", f"the token call answered maKetQua {body.get('maKetQua')}")
    walk.token = {
        "token": body["APIKey"]["access_token"],
        "id_token": body["APIKey"]["id_token"],
        "username": walk.facility["username"],
        "password": password,
    }
    return f"valid until {body['APIKey']['expires_in']}"


def _hospital_looks_up_coverage(walk: Walk) -> str:
    officer = walk.facility["officers"][0]
    year, month, day = walk.citizen["birth_date"].split("-")
    request = {
        "maThe": walk.citizen["citizen_number"],
        "hoTen": walk.citizen["name"],
        "ngaySinh": f"{day}/{month}/{year}",
        "hoTenCb": officer["name"],
        "cccdCb": officer["citizen_number"],
    }
    query = "&".join(f"{name}={value}" for name, value in walk.token.items())  # pasted raw, as hospital software does
    answer = walk.http.post(f"{walk.url}/api/egw/KQNhanLichSuKCB2024?{query}", json=request)
    body = answer.json()
    expect(body.get("maKetQua") == "000", f"the look-up answered maKetQua {body.get('maKetQua')} ({body.get('ghiChu')})")
    expect(body["maThe"] == walk.citizen["card_number"], "the look-up answered with another card")
    return f"000, covered until {body['gtTheDen']}"


def _citizen_sees_who_looked(walk: Walk) -> str:
    page = walk.web.open(f"{walk.url}/record/access")
    expect(page.status_code == 200, f"the page answered {page.status_code}")
    expect(walk.facility["name"].lower() in text_of(page.text).lower(), "the look-up just made is not on the page")
    return str(walk.facility["name"])


def _citizen_signs_out(walk: Walk) -> str:
    page = walk.web.send(walk.web.form(ending="/sign-out"))
    expect(page.status_code == 200, f"signing out ended with {page.status_code} at {walk.web.place}")
    ended_at = walk.web.place
    after = walk.web.open(f"{walk.url}/record")
    expect(after.status_code in {401, 403}, f"the record still answers {after.status_code} after signing out")
    return f"at {ended_at}"


STEPS: tuple[Step, ...] = (
    ("The portal is open", _portal_is_open),
    ("Login leads through the exchange to the identity provider", _login_leads_to_the_provider),
    ("The citizen logs in with the electronic identity account", _citizen_logs_in),
    ("The insurance record is there, the card with it", _record_is_verified_and_whole),
    ("A hospital takes a token", _hospital_takes_a_token),
    ("The hospital looks up coverage by the number in the chip card", _hospital_looks_up_coverage),
    ("It looks up by the health-insurance card", lambda walk: walk.hospital.looks_up_by_health_card()),
    ("It looks up by a scan that the keyboard has mangled", lambda walk: walk.hospital.looks_up_by_a_mangled_scan()),
    ("A program of 2019 looks up, as it always has", lambda walk: walk.hospital.old_program_looks_up()),
    ("The hospital looks up the co-payment of the year", lambda walk: walk.hospital.looks_up_copayment()),
    ("The hospital checks the citizen in", lambda walk: walk.hospital.checks_in()),
    ("A second hospital is warned of the visit", lambda walk: walk.hospital.second_hospital_is_warned()),
    ("A chip card at a counter opens a visit, with proof", lambda walk: walk.chip.checks_in_by_chip()),
    ("The verification service signs that the data are genuine", lambda walk: walk.chip.a_service_elsewhere_agrees()),
    ("A copied card is named a copy", lambda walk: walk.chip.a_copy_is_named()),
    ("The citizen sees who looked", _citizen_sees_who_looked),
    ("The citizen signs out, everywhere", _citizen_signs_out),
    ("An account of level 1 logs in with its password", lambda walk: walk.logins.password(1)),
    ("It is turned away where level 2 is needed", lambda walk: walk.logins.too_low()),
    ("An account of level 2 logs in with its password", lambda walk: walk.logins.password(2)),
    ("The same with the telephone's one-time code", lambda walk: walk.logins.one_time_code()),
    ("The same by scanning a picture and approving in the app", lambda walk: walk.logins.approval()),
    ("Password and face", lambda walk: walk.logins.face()),
    ("Approval in the app and face", lambda walk: walk.logins.approval_and_face()),
    ("The agency verifies everybody against the population register", lambda walk: walk.nation.verifies_everybody()),
    ("What the run left open comes to the review desk", lambda walk: walk.nation.brings_cases_to_the_desk()),
    ("Officers put a record right", lambda walk: walk.nation.officers_put_a_record_right()),
    ("Every record is shared back, counted on both sides", lambda walk: walk.nation.shares_everything_back()),
    ("A death reaches the card, the session and the other register", lambda walk: walk.nation.a_death_reaches_everyone()),
)
