"""The table of pages, in the order of the navigation. A page that does not stand here is not served."""

from ansinh.doors.console import (
    account,
    accounts,
    alerts,
    cards,
    cases,
    compare,
    desks,
    figures,
    officers,
    overview,
    representation,
    review,
    vendor_calls,
    vendor_conformance,
    vendor_endpoints,
    visits,
)
from ansinh.doors.console.frame import Page

PAGES: tuple[Page, ...] = (
    *overview.PAGES,
    *visits.PAGES,
    *officers.PAGES,
    *desks.PAGES,
    *account.PAGES,
    *alerts.PAGES,
    *cases.PAGES,
    *cards.PAGES,
    *representation.PAGES,
    *review.PAGES,
    *compare.PAGES,
    *figures.PAGES,
    *accounts.PAGES,
    *vendor_endpoints.PAGES,
    *vendor_calls.PAGES,
    *vendor_conformance.PAGES,
)
