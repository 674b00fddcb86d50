"""The one list of auditable events: who can cause each, why it is kept, what its detail may hold. `append` refuses all else.

A kind stands in the file of its first word: `visit.opened` in `visit.py`.

`docs/audit-events.md` is written from this list and a test holds them equal:
`python -c "from ansinh import audit; print(audit.catalogue_page(), end='')" > docs/audit-events.md`.
Detail never holds a citizen number, a card number, a health datum or a secret: the subject is named by the register's own
participant id, and what was shown is named by its kind. Kinds stand in alphabetical order; a kind is never renamed or taken away,
because old events keep their names.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ansinh.audit.catalogue import (
    card,
    console,
    coverage,
    desk,
    exchange,
    gateway,
    identity,
    keys,
    login,
    officer,
    population,
    record,
    register,
    representation,
    session,
    sharing,
    vendors,
    visit,
)
from ansinh.audit.catalogue.kind import Kind

_FILES = (
    card,
    console,
    coverage,
    desk,
    exchange,
    gateway,
    identity,
    keys,
    login,
    officer,
    population,
    record,
    register,
    representation,
    session,
    sharing,
    vendors,
    visit,
)

CATALOGUE: Mapping[str, Kind] = MappingProxyType({kind.name: kind for file in _FILES for kind in file.KINDS})

__all__ = ["CATALOGUE", "Kind"]
