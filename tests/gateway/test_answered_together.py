"""Calls that wait for a thread are answered and committed together, and fail alone."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from ansinh.doors.gateway.calls import Reply
from ansinh.doors.gateway.together import Together
from ansinh.kit import db


def look_up(database: db.Database, name: str) -> Callable[[], Reply]:
    """Writes one row that other connections can tell from the others, and says so."""

    def answer() -> Reply:
        with database.statements() as conn:
            conn.execute("INSERT INTO asked VALUES (%(name)s)", {"name": name})
        return Reply(name.encode())

    return answer


def refused_by_the_database(database: db.Database) -> Callable[[], Reply]:
    def answer() -> Reply:
        with database.statements() as conn:
            conn.execute("SELECT 1 / 0")
        return Reply(b"never")

    return answer


def written(dsn: str) -> dict[str, str]:
    """Each row with the transaction that wrote it, as another connection sees them."""
    with db.connect(dsn) as conn:
        return dict(conn.execute("SELECT name, xmin::text FROM asked").fetchall())


@pytest.fixture
def asked(empty_dsn: str) -> Iterator[db.Database]:
    database = db.Database(empty_dsn, max_size=4)
    with database.transaction() as conn:
        conn.execute("CREATE TABLE asked (name text)")
    yield database
    database.close()


def answered(database: db.Database, *answers: Callable[[], Reply]) -> list[bytes | BaseException]:
    """What comes of the answers when all of them had to wait for the only thread."""
    busy = threading.Event()

    def hold() -> Reply:
        busy.wait(10)
        return Reply(b"first")

    async def ask() -> list[Reply | BaseException]:
        together = Together(database, threads=1)
        first = together.answer(hold)
        await asyncio.sleep(0.05)  # the only thread is taken
        others = [together.answer(each) for each in answers]
        busy.set()
        await first
        return await asyncio.gather(*others, return_exceptions=True)

    came = asyncio.run(ask())
    return [each.body if isinstance(each, Reply) else each for each in came]


def test_calls_that_wait_share_one_commit_and_each_gets_its_own_answer(asked: db.Database, empty_dsn: str) -> None:
    assert answered(asked, *(look_up(asked, name) for name in "abc")) == [b"a", b"b", b"c"]
    kept = written(empty_dsn)
    assert kept.keys() == set("abc")
    assert len(set(kept.values())) == 1


def test_one_that_fails_fails_alone_and_the_others_are_kept(asked: db.Database, empty_dsn: str) -> None:
    came = answered(asked, look_up(asked, "a"), refused_by_the_database(asked), look_up(asked, "b"))
    assert (came[0], came[2]) == (b"a", b"b")
    assert isinstance(came[1], db.Error)
    assert written(empty_dsn).keys() == {"a", "b"}


def test_a_call_that_finds_a_free_thread_is_answered_at_once_and_kept(asked: db.Database, empty_dsn: str) -> None:
    async def ask() -> Reply:
        return await Together(asked, threads=1).answer(look_up(asked, "a"))

    assert asyncio.run(ask()).body == b"a"
    assert written(empty_dsn).keys() == {"a"}


def test_an_answer_is_told_only_when_another_connection_can_see_what_it_wrote(asked: db.Database, empty_dsn: str) -> None:
    seen: list[set[str]] = []

    async def ask() -> None:
        together = Together(asked, threads=1)
        answers = [together.answer(look_up(asked, name)) for name in "abcdefgh"]
        for each in answers:
            each.add_done_callback(lambda _done: seen.append(set(written(empty_dsn))))
        await asyncio.gather(*answers)

    asyncio.run(ask())
    assert len(seen) == 8
    assert all(len(at_once) > nth for nth, at_once in enumerate(seen))


def test_more_calls_than_fit_together_are_all_answered(asked: db.Database) -> None:
    names = [f"call {number}" for number in range(50)]
    assert answered(asked, *(look_up(asked, name) for name in names)) == [name.encode() for name in names]


def test_a_caller_who_left_changes_nothing_for_the_others(asked: db.Database, empty_dsn: str) -> None:
    async def ask() -> Reply:
        together = Together(asked, threads=1)
        left = together.answer(look_up(asked, "left"))
        stays = together.answer(look_up(asked, "stays"))
        left.cancel()
        return await stays

    assert asyncio.run(ask()).body == b"stays"
    assert written(empty_dsn).keys() == {"left", "stays"}
