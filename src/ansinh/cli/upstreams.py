"""`ansinh exchange upstreams`: which eID provider opens which relying party, and since when."""

from datetime import date, datetime

import click

from ansinh import audit, exchange
from ansinh import provider as openid
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db, errors, http
from ansinh.settings import Settings
from ansinh.wiring import places
from ansinh.wiring import upstreams as wired

_DAY = click.DateTime(["%Y-%m-%d"])
_ACTOR = audit.Actor("system", "command line")


@click.group(name="exchange")
def exchange_commands() -> None:
    """The identity exchange."""


@exchange_commands.group()
def upstreams() -> None:
    """The eID providers of the exchange: list them, allow or deny one to a relying party, switch one off."""


@upstreams.command(name="list")
def list_upstreams() -> None:
    """Every provider, who may use it today, and the rules that say so."""
    settings = settings_from()
    with places.database_of(settings) as dsn, db.connect(dsn) as conn:
        rules = exchange.upstream_rules(conn)
    today = clock.vietnam_day(clock.utc_now())
    for each in _all(settings):
        declared = each.declared
        everyone = exchange.is_allowed(each, rules, client_id="", day=today)
        click.echo(f"{declared.code:<12}  {'everyone' if everyone else 'by rule alone':<14}  {declared.name_en}  {each.issuer}")
        for rule in (rule for rule in rules if rule.upstream == declared.code):
            until = "" if rule.until is None else f" until {rule.until}"
            over = "" if rule.in_force(today) else "  (not in force today)"
            click.echo(f"  {rule.effect.value:<8} {rule.client_id or 'everyone':<24} since {rule.since}{until}{over}")


@upstreams.command()
@click.argument("code")
@click.option("--client", help="Client id of the relying party; every one if not given.")
@click.option("--since", type=_DAY, help="First day (default today).")
@click.option("--until", type=_DAY, help="Last day (default: without end).")
def allow(code: str, client: str | None, since: datetime | None, until: datetime | None) -> None:
    """Let people of a relying party log in at a provider."""
    _rule(code, exchange.Effect.ALLOW, client=client, since=since, until=until)


@upstreams.command()
@click.argument("code")
@click.option("--client", help="Client id of the relying party; every one if not given.")
@click.option("--since", type=_DAY, help="First day (default today).")
@click.option("--until", type=_DAY, help="Last day (default: without end).")
def deny(code: str, client: str | None, since: datetime | None, until: datetime | None) -> None:
    """No more logins of a relying party's people at a provider; a login under way ends with an error."""
    _rule(code, exchange.Effect.DENY, client=client, since=since, until=until)


@upstreams.command()
@click.argument("code")
@click.option("--since", type=_DAY, help="First day (default today).")
@click.option("--until", type=_DAY, help="Last day (default: until it is enabled).")
def disable(code: str, since: datetime | None, until: datetime | None) -> None:
    """Switch a provider off for everybody. If that is from today, the sessions that came from it end."""
    _rule(code, exchange.Effect.DISABLE, client=None, since=since, until=until)


@upstreams.command()
@click.argument("code")
@click.option("--since", type=_DAY, help="First day (default today).")
def enable(code: str, since: datetime | None) -> None:
    """Switch a provider on again."""
    _rule(code, exchange.Effect.ENABLE, client=None, since=since, until=None)


def _rule(code: str, effect: exchange.Effect, *, client: str | None, since: datetime | None, until: datetime | None) -> None:
    settings, now = settings_from(), clock.utc_now()
    today = clock.vietnam_day(now)
    upstream = next((each for each in _all(settings) if each.declared.code == code.upper()), None)
    if upstream is None:
        raise errors.NotFound("upstream_unknown", f"there is no provider {code}; `ansinh exchange upstreams list` shows them", field="code")
    first, last = _day(since) or today, _day(until)
    with places.database_of(settings) as dsn, db.connect(dsn) as conn:
        if client is not None and openid.find_client(conn, settings.exchange_url, client) is None:
            raise errors.NotFound("client_unknown", f"no relying party {client} is registered at {settings.exchange_url}", field="client")
        rule = exchange.rule_upstream(conn, upstream.declared.code, effect, client_id=client, since=first, until=last, by=_ACTOR, now=now)
        ended = 0
        if effect is exchange.Effect.DISABLE and rule.in_force(today):
            ended = exchange.end_sessions_of(conn, upstream.issuer, now=now)
        conn.commit()
    until_day = "" if last is None else f" until {last}"
    click.echo(f"{effect.value} {rule.upstream} for {client or 'everyone'} since {first}{until_day}.")
    if ended:
        click.echo(f"{ended} running sessions that came from it ended.")


def _all(settings: Settings) -> tuple[exchange.Upstream, ...]:
    return wired.upstreams(settings, http.Client(allow_hosts=settings.hosts))


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()
