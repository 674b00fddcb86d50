"""Which call was made at all."""

from collections.abc import Iterator

from ansinh.vendors.model import KeptCall
from ansinh.vendors.rules.catalogue import Severity, check_each
from ansinh.vendors.rules.parts import published
from ansinh.vendors.transport import canonical
from ansinh.wire import gateway


@check_each("PATH-01", Severity.ERROR, source="no dispatch; occurs in public code only")
def invented_path(call: KeptCall) -> Iterator[str]:
    """Some paths that public code calls belong to no version of the gateway."""
    if canonical(call.path) in gateway.INVENTED_BY_PATH:
        yield ""


@check_each("PATH-02", Severity.ERROR, source="1923/BHXH-CNTT; 1245/BHXH-CNTT; 2746/BHXH-CNTT; 1839/CNTT-PM")
def unknown_path(call: KeptCall) -> Iterator[str]:
    """A path that is not published leads nowhere."""
    if published(call) is None and canonical(call.path) not in gateway.INVENTED_BY_PATH:
        yield ""


@check_each("PATH-03", Severity.WARN, source="1923/BHXH-CNTT")
def old_generation(call: KeptCall) -> Iterator[str]:
    """The look-ups of 2016 to 2019 are off since 2024-08-01; answers here are for products that still carry them."""
    found = published(call)
    if found is not None and found.off_since is not None and call.at.date() >= found.off_since:
        yield ""
