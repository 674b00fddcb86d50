"""Names of issuers and signers: when two are the same, and which country one is of.

RFC 5280 section 7.1 compares names without regard to case, repeated spaces and the kind of string; ICAO Doc 9303-12 says that countries do
change both between their CSCA certificate and what it issues. Only the *name* is compared so: whom it names is for signatures to say.
"""

from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import x509

from ansinh.chip.errors import Malformed
from ansinh.chip.trust.parsing import loaded, parsing

MAX_BYTES = 2048
"""No authority is called so long; names are compared sign by sign, which takes time."""
_SHORT = {
    "country_name": "C",
    "organization_name": "O",
    "organizational_unit_name": "OU",
    "common_name": "CN",
    "serial_number": "serialNumber",
    "locality_name": "L",
    "state_or_province_name": "ST",
}


@dataclass(frozen=True, slots=True)
class Name:
    """`key` is equal for equal names. `country` is the two letters in capitals, empty if the name has none. `text` is for people."""

    key: str
    country: str
    text: str


@lru_cache(maxsize=4096)
def read_name(raw: bytes) -> Name:
    """The name in `raw`, a DER Name. Raises Malformed. Kept, as few issuers sign many certificates."""
    what = "name"
    if len(raw) > MAX_BYTES:
        raise Malformed(what, f"has more than {MAX_BYTES} bytes")
    name = loaded(x509.Name, raw, what)
    with parsing(what):
        parts = [(each["type"].native, str(each["value"].native)) for rdn in name.chosen for each in rdn]
        countries = {value.strip().upper() for kind, value in parts if kind == "country_name"}
        return Name(
            key=str(name.hashable),
            country=countries.pop() if len(countries) == 1 else "",
            text=", ".join(f"{_SHORT.get(kind, kind)}={_printable(value)}" for kind, value in parts),
        )


def _printable(value: str) -> str:
    """A name from outside, as one line of a terminal or a log may hold it."""
    return "".join(sign if sign.isprintable() else "?" for sign in value)[:200]
