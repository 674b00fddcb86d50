"""What the eID provider, as the host of an OpenID provider, knows of people: its pages and who holds an account."""

from collections.abc import Mapping
from datetime import datetime

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.kit import db
from ansinh.sandbox.eid import pages, store
from ansinh.wire import eid


class EidHost:
    """The provider at `issuer`."""

    name = "citizen"
    records_what_it_told = False

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def error_page(self, code: str, *, reference: str, language: provider.Language, status: int) -> Response:
        return pages.error(code, reference=reference, language=language, status=status)

    def told(self, conn: db.Connection, opened: provider.Pass, *, now: datetime) -> Mapping[str, object] | None:
        holder = store.accounts.of_session(conn, opened.login.session_id, now=now)
        if holder is None:
            return None
        told = eid.format_for_exchange(
            eid.EidClaims(
                issuer=self._issuer,
                subject=str(holder.subject),
                citizen_number=holder.citizen_number,
                full_name=holder.full_name,
                birth_date=holder.birth_date,
                sex=holder.sex,
                assurance=eid.UNKNOWN,  # level and time stand in the signed id_token alone
                auth_time=None,
            )
        )
        return {name: value for name, value in told.items() if name in opened.client.claims}

    def released(self, conn: db.Connection, client: oidc.Client, grant: provider.Grant, *, now: datetime) -> None:
        """Another institution's log is not ours to write."""

    def renewed(self, conn: db.Connection, client: oidc.Client, kept: provider.Renewal, *, now: datetime) -> None:
        """The same."""

    def still_allows(self, conn: db.Connection, client: oidc.Client, kept: provider.Renewal, *, now: datetime) -> bool:  # noqa: ARG002
        """True while the session runs."""
        return store.sessions.by_id(conn, kept.login.session_id, now=now) is not None
