"""The table of pages, in the order of the navigation. A page that does not stand here is not served."""

from ansinh.doors.console import account, accounts, officers, overview, vendor_calls, vendor_conformance, vendor_endpoints
from ansinh.doors.console.frame import Page

PAGES: tuple[Page, ...] = (
    *overview.PAGES,
    *officers.PAGES,
    *accounts.PAGES,
    *account.PAGES,
    *vendor_endpoints.PAGES,
    *vendor_calls.PAGES,
    *vendor_conformance.PAGES,
)
