"""What several people's opinions on one case come to.

A citizen number is given or changed, and a death entered, by two people: one decides, another agrees. A case of the blind sample is decided by two people
who do not know of each other; where they differ, a third decides, and what a majority did not say is not carried out.
"""

from collections.abc import Sequence

from ansinh.population.review.model import Finding, Opinion, Part, Standing, State

_UNSURE = 2  # officers who cannot tell, or decisions turned down, after which only papers help


def standing(opinions: Sequence[Opinion], *, is_sampled: bool) -> Standing:
    """Where a case stands after these opinions, oldest first, each of another officer."""
    counted: list[Opinion] = []
    unsure = turned_down = 0
    for each in opinions:
        if each.part is Part.CONFIRMS:
            return Standing(State.CLOSED, counted[-1])
        if each.part is Part.TURNS_DOWN:
            counted.pop()
            turned_down += 1
        elif each.finding is Finding.CANNOT_TELL:
            unsure += 1
        else:
            counted.append(each)
    if _UNSURE in {unsure, turned_down}:
        return Standing(State.PAPERS)
    if not counted:
        return Standing(State.OPEN)
    return _blind(counted) if is_sampled else _open_to_all(counted[-1])


def speaks_for(opinion: Opinion, other: Opinion) -> bool:
    """Whether both say the same of the case."""
    return (opinion.finding, opinion.place, opinion.deceased_on) == (other.finding, other.place, other.deceased_on)


def blind_review(opinions: Sequence[Opinion]) -> tuple[bool, bool] | None:
    """Of a sampled case that is settled: whether the second opinion was the first, and whether the first stood; None of any other."""
    counted = [each for each in opinions if each.part is Part.DECIDES and each.finding is not Finding.CANNOT_TELL]
    if len(counted) < 2:
        return None
    agreed = speaks_for(counted[0], counted[1])
    return agreed, agreed or speaks_for(counted[0], counted[-1])


def _open_to_all(opinion: Opinion) -> Standing:
    if opinion.finding is Finding.NEEDS_PAPERS:
        return Standing(State.PAPERS)
    return Standing(State.WAITS) if opinion.takes_two else Standing(State.CLOSED, opinion)


def _blind(counted: list[Opinion]) -> Standing:
    *earlier, last = counted
    if any(speaks_for(last, each) for each in earlier):
        return Standing(State.PAPERS) if last.finding is Finding.NEEDS_PAPERS else Standing(State.CLOSED, last)
    return Standing(State.OPEN if len(counted) < 3 else State.PAPERS)
