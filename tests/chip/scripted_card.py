"""A card that says what it was told to say, and keeps what it was asked."""

from collections.abc import Iterable

from ansinh.chip.apdu import Command, Response


class ScriptedCard:
    """Answers in the order given: bytes as data with 9000, a number as a bare status word."""

    def __init__(self, answers: Iterable[bytes | int]) -> None:
        self._answers = iter(list(answers))
        self.asked: list[str] = []

    def send(self, command: Command) -> Response:
        self.asked.append(command.encode().hex().upper())
        answer = next(self._answers)
        return Response(b"", answer) if isinstance(answer, int) else Response(answer, 0x9000)


def in_order(*numbers: str) -> "Drawn":
    return Drawn(numbers)


class Drawn:
    """Randomness that was published: each number once, in its order, and of the length that is asked for."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._numbers = iter(numbers)

    def __call__(self, size: int) -> bytes:
        number = bytes.fromhex(next(self._numbers))
        assert len(number) == size
        return number
