"""Where a browser may be led after a login: to a page of the service itself and nowhere else."""

import re

# One slash, then neither a second one nor a backslash, which browsers read as one: //evil.example is another origin.
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]{0,1999}", re.ASCII)


def local_path(path: str | None) -> str:
    """`path` if it is a path of this origin (query and fragment allowed), "/" if not: a link somebody made leads nowhere else.

    Visible ASCII without backslash, at most 2000 characters: browsers drop tabs and line feeds, so one inside could hide a second slash.
    """
    return path if path is not None and _LOCAL.fullmatch(path) else "/"
