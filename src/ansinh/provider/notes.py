"""What a request turns out to be about, noted on the way, so that its trace can be kept when it is over. Keeps and decides nothing.

One notebook a request, opened in the thread that answers it; outside of one, notes go nowhere.
"""

from contextvars import ContextVar
from dataclasses import dataclass

from ansinh import oidc
from ansinh.kit import errors


@dataclass(slots=True)
class Notes:
    """`client`: who asks, whether it has proven that or not. `wrong`: the rule that failed. `acr`: the level of the login answered with."""

    client: oidc.Client | None = None
    wrong: errors.RoomError | None = None
    acr: str = ""
    reference: str = ""


_notes: ContextVar[Notes | None] = ContextVar("provider_notes", default=None)


def opened() -> Notes:
    """A new notebook for the request this thread answers."""
    notes = Notes()
    _notes.set(notes)
    return notes


def about(client: oidc.Client | None) -> None:
    """The request is of this client; the first one noted counts."""
    notes = _notes.get()
    if notes is not None and notes.client is None:
        notes.client = client


def refused(wrong: errors.RoomError) -> None:
    """A rule failed."""
    notes = _notes.get()
    if notes is not None:
        notes.wrong = wrong


def answered_with(acr: str) -> None:
    """A code was issued for a login of this level."""
    notes = _notes.get()
    if notes is not None:
        notes.acr = acr


def referred_to(reference: str) -> None:
    """A page of an error carried this reference."""
    notes = _notes.get()
    if notes is not None:
        notes.reference = reference
