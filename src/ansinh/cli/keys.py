"""`ansinh keys`: the keys that logins are signed with; which sign when, a new one, one taken out of use in an emergency."""

import time
from datetime import timedelta

import click

from ansinh import oidc, provider
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.settings import Settings
from ansinh.wiring import places, signing_keys

_RECORD = signing_keys.recorded("command line")
_LEAST_MINUTES = int(oidc.LEAST_NOTICE.total_seconds() // 60)
_USUAL_MINUTES = int(oidc.USUAL_NOTICE.total_seconds() // 60)


@click.group()
def keys() -> None:
    """The keys that the exchange and the sandbox's eID provider sign with. ISSUER is exchange, eid, or an issuer's URL."""


@keys.command(name="list")
@click.argument("issuer", required=False)
def list_keys(issuer: str | None) -> None:
    """Every key: when it was announced, from when it signs, its state now."""
    settings, now = settings_from(), clock.utc_now()
    wanted = list(signing_keys.issuers(settings)) if issuer is None else [_issuer(settings, issuer)]
    with places.database_of(settings) as dsn, db.connect(dsn) as conn:
        for each in wanted:
            click.echo(each)
            for key in provider.keys_of(conn, each, now=now):
                revoked = "" if key.revoked_at is None else f"  revoked {key.revoked_at:%Y-%m-%d %H:%M}"
                erased = "  private half erased" if key.erased else ""
                times = f"announced {key.announced_at:%Y-%m-%d %H:%M}  signs from {key.signs_from:%Y-%m-%d %H:%M}"
                click.echo(f"  {key.kid}  {key.state.value:<9}  {times}{revoked}{erased}")


@keys.command()
@click.argument("issuer")
@click.option(
    "--in-minutes",
    type=click.IntRange(min=_LEAST_MINUTES),
    default=_USUAL_MINUTES,
    show_default=True,
    help="When it begins to sign; until then it is published and nothing else.",
)
def rotate(issuer: str, in_minutes: int) -> None:
    """Announce a new key, which signs later; the present one stays published after that."""
    settings, now = settings_from(), clock.utc_now()
    vault = signing_keys.vault(settings, _issuer(settings, issuer))
    with places.database_of(settings) as dsn, db.connect(dsn) as conn:
        signs_from = now + timedelta(minutes=in_minutes)
        kid = provider.announce_key(conn, vault, signs_from=signs_from, record=_RECORD, now=now)
        conn.commit()
    click.echo(f"Key {kid} is published; it signs from {signs_from:%Y-%m-%d %H:%M} UTC on.")


@keys.command()
@click.argument("issuer")
@click.argument("kid")
@click.confirmation_option(prompt="Every token issued since this key began to sign ends now. Go on?")
def revoke(issuer: str, kid: str) -> None:
    """Emergency: the key is in wrong hands. It is used and published no more, and what was given out since it signed is void."""
    settings, now = settings_from(), clock.utc_now()
    vault = signing_keys.vault(settings, _issuer(settings, issuer))
    with places.database_of(settings) as dsn, db.connect(dsn) as conn:
        revoked = provider.revoke_key(conn, vault, kid, record=_RECORD, now=now)
        conn.commit()
        # Processes that run may have gone on with the key until they looked again.
        time.sleep(2 * provider.PICKED_UP_AFTER.total_seconds())
        late = provider.drop_given_out(conn, vault.issuer, since=now, now=clock.utc_now())
        conn.commit()
    click.echo(f"Key {kid} is revoked, {revoked.tokens + late} tokens ended. {revoked.signs_now} signs now.")


def _issuer(settings: Settings, named: str) -> str:
    known = signing_keys.issuers(settings)
    found = [issuer for issuer, short in known.items() if named.rstrip("/") in {issuer, short}]
    if not found:
        raise click.BadParameter(f"no provider {named} signs here: {', '.join(known.values())}", param_hint="ISSUER")
    return found[0]
