"""The review desk: the queue by office, an officer's batch, one case, what waits for a second officer or for papers, what was learnt.

The room decides; here a case is shown with as little of two people as it takes, and each look is the room's to record.
"""

from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ansinh.doors.console import chart
from ansinh.doors.console.frame import Desk, Page
from ansinh.doors.console.render import SCRIPT_POLICY
from ansinh.doors.console.review_shown import TONES, drawn_candidates, office_name, worth
from ansinh.kit import clock, errors
from ansinh.population import review
from ansinh.staff import Role

_DAYS = 30
_MOST = 200
_STATES = ("open", "waits", "papers")


def overview(desk: Desk) -> Response:
    """How much waits where, what was closed in the last 30 days, and what this officer holds. Nobody is named."""
    return _overview(desk)


def take(desk: Desk) -> Response:
    """Fills the officer's batch from one office's queue."""
    office = desk.form.get("office", "")
    if not (office.isascii() and office.isdigit() and len(office) == 3):
        raise HTTPException(404)
    if review.take_batch(desk.conn, office, by=desk.actor, now=desk.now) or _batch(desk):
        return desk.to("/review/batch")
    return _overview(desk, refused=errors.Conflict("nothing_to_take", "nothing is left to take there"))


def release(desk: Desk) -> Response:
    """Gives back what the officer holds."""
    review.release_batch(desk.conn, by=desk.actor, now=desk.now)
    return desk.to("/review", done="review_released")


def batch(desk: Desk) -> Response:
    """The officer's batch, in the order it is worked off."""
    return desk.page("review_batch.html", cases=_batch(desk), names=_names(_batch(desk)), minutes=int(review.HOLD.total_seconds() // 60))


def second(desk: Desk) -> Response:
    """Findings that this officer may agree to, oldest first."""
    waiting = review.waiting_for_second(desk.conn, desk.visitor.account, limit=_MOST)
    return desk.page("review_list.html", which="second", cases=waiting, names=_names(waiting), refused=None)


def papers(desk: Desk) -> Response:
    """Cases that were set aside until papers come."""
    return _papers(desk)


def papers_came(desk: Desk) -> Response:
    """The papers are there: the case is in the queue again."""
    try:
        review.papers_came(desk.conn, _reference(desk), by=desk.actor, now=desk.now)
    except (errors.Conflict, errors.NotFound) as refused:
        return _papers(desk, refused=refused)
    return desk.to("/review/papers", done="review_reopened")


def case(desk: Desk) -> Response:
    """What is submitted beside each candidate, as much as differs; a look, and recorded."""
    return _case(desk)


def details(desk: Desk) -> Response:
    """The same with what is kept back, for a reason that is recorded."""
    because = desk.form.get("because", "")
    if because not in {each.value for each in review.AskedBecause}:
        return _case(desk, refused=errors.Refused("because", "say why", field="because"))
    return _case(desk, because=review.AskedBecause(because))


def decide(desk: Desk) -> Response:
    """Takes a finding; then the next case of the batch."""
    reference = _reference(desk)
    after = _neighbours(_batch(desk), reference)[1]
    try:
        finding, place = _finding(desk.form.get("finding", ""))
        review.decide(
            desk.conn,
            reference,
            finding=finding,
            place=place,
            deceased_on=_death(desk) if finding is review.Finding.IT_IS else None,
            seen_as=desk.form.get("seen", ""),
            by=desk.actor,
            now=desk.now,
        )
    except (errors.Refused, errors.Conflict) as refused:
        return _again(desk, refused)
    return desk.to(f"/review/cases/{after}" if after else "/review/batch", done="review_recorded")


def answer(desk: Desk) -> Response:
    """A second officer agrees or turns down; if the register has changed since, the finding comes to nothing."""
    agrees = desk.form.get("answer") == "agree"
    try:
        state = review.answer(desk.conn, _reference(desk), agrees=agrees, seen_as=desk.form.get("seen", ""), by=desk.actor, now=desk.now)
    except (errors.Refused, errors.Conflict) as refused:
        return _again(desk, refused)
    return desk.to(
        "/review/second", done="review_agreed" if state is review.State.CLOSED else "review_turned_down" if not agrees else "review_undone"
    )


def estimates(desk: Desk) -> Response:
    """How often the desk errs, and what its decisions say about the rules."""
    learnt = review.learnt(desk.conn)
    return desk.page("review_estimates.html", errors=review.errors_found(desk.conn), learnt=learnt, levels=worth(learnt))


def _finding(text: str) -> tuple[review.Finding, int | None]:
    """What was chosen, of one of the candidates also which. Raises Refused("finding")."""
    name, _, place = text.partition(":")
    if name not in {each.value for each in review.Finding} or (place and place not in {"1", "2", "3", "4", "5"}):
        raise errors.Refused("finding", "say what you found", field="finding")
    return review.Finding(name), int(place) if place else None


def _death(desk: Desk) -> date | None:
    """The day of death that was given, None for none. Raises Refused("death_day_unfit") for what is no day."""
    given = desk.form.get("deceased_on", "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise errors.Refused("death_day_unfit", "no such day", field="deceased_on") from None


def _reference(desk: Desk) -> str:
    reference = str(desk.request.path_params["reference"])
    if not review.is_reference(reference):
        raise HTTPException(404)
    return reference


def _batch(desk: Desk) -> list[review.Listed]:
    return review.batch_of(desk.conn, desk.visitor.account, now=desk.now)


def _names(cases: list[review.Listed]) -> dict[str, str]:
    return {each.office: office_name(each.office) for each in cases}


def _neighbours(cases: list[review.Listed], reference: str) -> tuple[str, str]:
    """The case before and the one behind this one in the batch, around its ends; "" where it is the only one."""
    references = [each.reference for each in cases]
    if reference not in references or len(references) == 1:
        return "", ""
    place = references.index(reference)
    return references[place - 1], references[(place + 1) % len(references)]


def _overview(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    found = review.queue(desk.conn, days=_DAYS, now=desk.now)
    last_day = clock.vietnam_day(desk.now)
    return desk.page(
        "review.html",
        status=200 if refused is None else 409,
        queue=found,
        held=len(_batch(desk)),
        second=len(review.waiting_for_second(desk.conn, desk.visitor.account, limit=_MOST)),
        by_state=chart.shares((state, getattr(found, state)) for state in _STATES),
        closed=chart.by_day(found.closed, first_day=last_day - timedelta(days=_DAYS - 1), last_day=last_day),
        most=max((each.open for each in found.offices), default=0),
        names={each.office: office_name(each.office) for each in found.offices},
        batch=review.BATCH,
        refused=refused,
    )


def _papers(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    waiting = review.waiting_for_papers(desk.conn, desk.visitor.account, limit=_MOST)
    return desk.page(
        "review_list.html", status=200 if refused is None else 409, which="papers", cases=waiting, names=_names(waiting), refused=refused
    )


def _again(desk: Desk, refused: errors.RoomError) -> Response:
    """The case with what is wrong, or the overview where it is not this officer's any more."""
    try:
        return _case(desk, refused=refused)
    except (HTTPException, errors.NotFound):
        return _overview(desk, refused=refused)


def _case(desk: Desk, *, refused: errors.RoomError | None = None, because: review.AskedBecause | None = None) -> Response:
    reference = _reference(desk)
    try:
        look = review.look(desk.conn, reference, by=desk.actor, now=desk.now)
        kept_back = None if because is None else review.kept_back(desk.conn, reference, because=because, by=desk.actor, now=desk.now)
    except errors.Conflict as not_held:
        return _overview(desk, refused=refused or not_held)
    cases = _batch(desk)
    before, after = _neighbours(cases, reference)
    response = desk.page(
        "review_case.html",
        status=200 if refused is None else 409,
        case=look.case,
        office=office_name(look.case.office),
        seen=look.seen,
        proposal=look.proposal,
        asks_death=look.asks_death,
        known_death=look.known_death,
        candidates=drawn_candidates(look.case),
        tones=TONES,
        place=next((n for n, each in enumerate(cases, 1) if each.reference == reference), 0),
        count=len(cases),
        before=before,
        after=after,
        reasons=tuple(review.AskedBecause),
        kept_back=kept_back,
        form=desk.form,
        refused=refused,
    )
    response.headers["content-security-policy"] = SCRIPT_POLICY
    return response


PAGES = (
    Page(path="/review", show=overview, who=Role.REVIEW, tab="nav.review"),
    Page(path="/review/take", show=take, who=Role.REVIEW, takes="POST"),
    Page(path="/review/release", show=release, who=Role.REVIEW, takes="POST"),
    Page(path="/review/batch", show=batch, who=Role.REVIEW),
    Page(path="/review/second", show=second, who=Role.REVIEW),
    Page(path="/review/papers", show=papers, who=Role.REVIEW),
    Page(path="/review/estimates", show=estimates, who=Role.REVIEW),
    Page(path="/review/cases/{reference}", show=case, who=Role.REVIEW),
    Page(path="/review/cases/{reference}/decide", show=decide, who=Role.REVIEW, takes="POST"),
    Page(path="/review/cases/{reference}/answer", show=answer, who=Role.REVIEW, takes="POST"),
    Page(path="/review/cases/{reference}/details", show=details, who=Role.REVIEW, takes="POST"),
    Page(path="/review/cases/{reference}/papers", show=papers_came, who=Role.REVIEW, takes="POST"),
)
