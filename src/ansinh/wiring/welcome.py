"""The first minutes: invented people for an empty database, and what to say on the screen."""

import sys
from collections.abc import Callable

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ansinh import sandbox
from ansinh.kit import clock, db
from ansinh.settings import Settings
from ansinh.wiring import crowd, seed

Say = Callable[[str], None]


def seed_if_empty(dsn: str, settings: Settings, *, say: Say) -> None:
    """Fill an empty database with the sandbox; a database that has people is left as it is."""
    now = clock.utc_now()
    today = clock.vietnam_day(now)
    database = db.Database(dsn, max_size=2)
    columns = (
        TextColumn("inventing people"),
        BarColumn(),
        TaskProgressColumn(show_speed=True),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    try:
        with Progress(*columns, transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("people", total=None)
            report = seed.seed(
                database,
                people=crowd.invented(settings.people, today),
                facilities=sandbox.facilities(),
                now=now,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        say(report.sentence)
    finally:
        database.close()


def addresses(settings: Settings) -> str:
    """What is where and who to log in as, for the person who typed `make run`."""
    today = clock.vietnam_day(clock.utc_now())
    citizen = crowd.without_trouble(crowd.people(settings.people, today=today))[0]
    facility = crowd.facilities()[0]
    officer = facility["officers"][0]
    colleague = crowd.colleagues()[0]
    usual = Settings()
    named = " ".join(
        f"ANSINH_{name.upper()}={value}"
        for name in ("home", "host", "port", "people")
        if (value := getattr(settings, name)) != getattr(usual, name)
    )
    elsewhere = f"\n  In other terminals    export {named}" if named else ""
    return f"""
ansinh is running. Everything below is on this machine; every person is invented.

  Citizen portal        {settings.vss_url}/
  Console               {settings.vss_url}/console
  Hospital gateway      {settings.vss_url}/api/token/take
                        {settings.vss_url}/api/egw/KQNhanLichSuKCB2024
  API documents         {settings.vss_url}/docs   {settings.exchange_url}/docs   {settings.institutions_url}/docs
  Identity exchange     {settings.exchange_url}/.well-known/openid-configuration
  Register a service    {settings.exchange_url}/partners
  Who was told of me    {settings.exchange_url}/my
  A telephone           {settings.institutions_url}/auth/realms/citizen/app

  Log in as             {citizen["username"]}   password   {citizen["password"]}
                        ({citizen["name"]}; more: ansinh sandbox people)
  Hospital account      {facility["username"]}      password   {facility["password"]}
                        officer {officer["name"]}, {officer["citizen_number"]} (more: ansinh sandbox facilities)
                        the same account opens the console
  Agency staff          {colleague["username"]}      password   {colleague["password"]}
                        ({colleague["role"]}; more: ansinh sandbox staff)

  A hospital's counter  ansinh desk --virtual {citizen["citizen_number"]}   (in another terminal; reads this person's chip card)

  The whole story       ansinh journey --url {settings.vss_url}{elsewhere}
  Stop                  Ctrl-C
"""
