"""Who of the facility acts, as a request names them: somebody it has registered and the agency has approved."""

from dataclasses import dataclass, field

from ansinh import register
from ansinh.kit.errors import Refused
from ansinh.terms import names


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOfficer:
    """Who of the facility acts, as the request names them."""

    citizen_number: str = field(repr=False)
    full_name: str = field(repr=False)


def officer_id_of(enquiry: register.Enquiry, officer: NamedOfficer) -> int:
    """The register's number of the officer. Raises Refused, naming the field, for one who is not registered, or by another name."""
    if enquiry.officer is None:
        raise Refused("officer_not_registered", "is not an approved officer of this facility", field="officer.citizen_number")
    if not names.same(officer.full_name, enquiry.officer.full_name):
        raise Refused("officer_name_wrong", "is not the name registered with that number", field="officer.full_name")
    return enquiry.officer.officer_id
