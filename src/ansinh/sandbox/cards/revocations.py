"""The country's revocation list (RFC 5280 section 5, profile of ICAO Doc 9303-12 section 7.1.4)."""

from collections.abc import Mapping
from datetime import date

from asn1crypto import crl

from ansinh.sandbox.cards.certificates import Issuer, instant, time_of


def revocation_list(issuer: Issuer, revoked: Mapping[int, date], *, number: int, issued_on: date, next_on: date) -> bytes:
    """A list, DER, signed by the authority: `revoked` is serial number -> day. Good until the end of `next_on`."""
    body = crl.TbsCertList(
        {
            "version": "v2",
            "signature": issuer.key.algorithm,
            "issuer": issuer.holder.name,
            "this_update": time_of(instant(issued_on)),
            "next_update": time_of(instant(next_on, end=True)),
            "revoked_certificates": [
                {"user_certificate": serial, "revocation_date": time_of(instant(day))} for serial, day in sorted(revoked.items())
            ],
            "crl_extensions": [
                {"extn_id": "authority_key_identifier", "critical": False, "extn_value": {"key_identifier": issuer.key_identifier}},
                {"extn_id": "crl_number", "critical": False, "extn_value": number},
            ],
        }
    )
    signature = issuer.key.sign(body.dump())
    made = crl.CertificateList({"tbs_cert_list": body, "signature_algorithm": issuer.key.algorithm, "signature": signature})
    return bytes(made.dump())


def issued_on(der: bytes) -> date | None:
    """The day a list was made; None for bytes that are no list."""
    try:
        day: date = crl.CertificateList.load(der)["tbs_cert_list"]["this_update"].native.date()
    except (ValueError, TypeError):
        return None
    return day
