"""What a step of the journey says when it fails."""


class StepFailed(Exception):  # noqa: N818 - it is the outcome of a step
    """What was expected and what was found."""


def expect(true: bool, otherwise: str) -> None:
    """Raises StepFailed with that sentence unless true."""
    if not true:
        raise StepFailed(otherwise)
