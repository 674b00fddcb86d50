"""Room for large bodies: many at once cost time, not memory."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from ansinh.doors.gateway.bodies import Room, declared_length, read_body


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def test_bodies_that_fit_together_are_read_at_once_and_the_next_one_waits() -> None:
    async def work() -> list[str]:
        room, said = Room(100), []
        leave = asyncio.Event()

        async def body(name: str, size: int) -> None:
            async with room.of(size) as has_room:
                assert has_room
                said.append(name)
                await leave.wait()

        tasks = [asyncio.create_task(body(name, 50)) for name in ("first", "second", "third")]
        await asyncio.sleep(0.01)
        early = list(said)
        leave.set()
        await asyncio.gather(*tasks)
        return [*early, *said[len(early) :]]

    assert run(work()) == ["first", "second", "third"]


def test_the_third_of_three_is_not_read_before_one_has_left() -> None:
    async def work() -> bool:
        room = Room(100, wait_s=0.05)
        async with room.of(60), room.of(40), room.of(1) as has_room:
            return has_room

    assert run(work()) is False


def test_one_that_found_no_room_leaves_the_room_as_it_was() -> None:
    async def work() -> bool:
        room = Room(100, wait_s=0.05)
        async with room.of(100), room.of(50) as refused:
            assert refused is False
        async with room.of(100) as has_room:
            return has_room

    assert run(work()) is True


def test_a_body_larger_than_all_the_room_takes_all_of_it() -> None:
    async def work() -> tuple[bool, bool]:
        room = Room(100, wait_s=0.05)
        async with room.of(1_000) as has_room, room.of(1) as other:
            return has_room, other

    assert run(work()) == (True, False)


def test_a_length_is_taken_from_its_header_only_where_it_is_one() -> None:
    assert declared_length([(b"host", b"x"), (b"content-length", b"12")]) == 12
    for nonsense in (b"", b"-1", b"1e3", b"9" * 20, "１".encode()):
        assert declared_length([(b"content-length", nonsense)]) is None
    assert declared_length([]) is None


def test_beyond_the_limit_a_body_is_read_and_thrown_away() -> None:
    arriving = [{"type": "http.request", "body": b"x" * 10, "more_body": number < 9} for number in range(10)]

    async def receive() -> dict[str, Any]:
        return arriving.pop(0)

    body = run(read_body(receive, 25))
    assert body == b"x" * 30
    assert arriving == []


def test_a_client_that_goes_away_has_no_body() -> None:
    arriving: list[dict[str, Any]] = [{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> dict[str, Any]:
        return arriving.pop(0)

    assert run(read_body(receive, 25)) is None
