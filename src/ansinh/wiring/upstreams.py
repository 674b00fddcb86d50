"""The exchange's eID providers: those of a JSON file where the settings name one, else the sandbox's."""

import json
from collections.abc import Callable
from pathlib import Path

from ansinh import exchange, oidc
from ansinh.kit import errors, http
from ansinh.sandbox import vssid
from ansinh.settings import Settings
from ansinh.wire import eid
from ansinh.wiring import partners


def upstreams(settings: Settings, outbound: http.Client) -> tuple[exchange.Upstream, ...]:
    """Raises Refused naming the setting or the field of the file that is wrong."""
    if settings.upstreams_file is not None:
        folder = settings.upstreams_file.parent
        return _configured(settings, settings.upstreams_file, outbound, lambda name: (folder / name).read_text(encoding="utf-8").strip())
    police = oidc.Registration(
        issuer=settings.eid_issuer,
        client_id=partners.EXCHANGE,
        client_secret=partners.secret(settings, partners.EXCHANGE),
        redirect_uri=settings.exchange_url + exchange.callback_path(eid.LOGIN_IDP_POLICE),
    )
    own = exchange.mps_sso(registration=police, http=outbound)
    if not settings.is_sandbox:
        return (own,)
    old_accounts = exchange.VssidUpstream(
        base_url=f"{settings.institutions_url}{vssid.PREFIX}",
        client_id=partners.EXCHANGE,
        client_secret=partners.secret(settings, partners.ACCOUNTS),
        redirect_uri=settings.exchange_url + exchange.callback_path(vssid.CODE),
        http=outbound,
    )
    return (own, old_accounts)


def issuers(settings: Settings) -> tuple[str, ...]:
    """Where a browser may pass when it signs out; needs no secrets. Raises Refused as `upstreams` does."""
    if settings.upstreams_file is None:
        return (settings.eid_issuer,)
    return tuple(each.issuer for each in _configured(settings, settings.upstreams_file, http.Client(), lambda _name: ""))


def _configured(settings: Settings, path: Path, outbound: http.Client, read_secret: Callable[[str], str]) -> tuple[exchange.Upstream, ...]:
    """Secrets stand in files of their own, named from the folder of the JSON file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise errors.Refused(
            "upstreams_invalid", f"ANSINH_UPSTREAMS_FILE: {path} cannot be read as JSON: {wrong}", field="upstreams_file"
        ) from None
    return exchange.read_upstreams(document, base_url=settings.exchange_url, http=outbound, read_secret=read_secret)
