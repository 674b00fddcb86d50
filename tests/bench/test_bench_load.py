"""The generator against a server of a few lines: counts, latencies, and that a stall is felt by all who were due during it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.cli.bench.load import Call, closed_loop, due_at, open_loop, percentile
from ansinh.cli.bench.lookups import LONG_ENOUGH_S, MANY, extrapolated
from ansinh.kit.errors import CounterpartDown

Answer = Callable[[int], bytes | None]  # to the n-th request; None closes the connection
GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"maKetQua":"000"'
CALL = Call("2024", b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", b'{"maKetQua":"000"')


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[str, int]]:
    listening = socket.create_server(("127.0.0.1", 0))
    count = iter(range(10**9))

    def serve(connection: socket.socket) -> None:
        with connection:
            while connection.recv(65536):
                reply = answer(next(count))
                if reply is None:
                    return
                connection.sendall(reply)

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    with listening:
        yield ("127.0.0.1", listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)


def test_a_closed_loop_counts_what_was_answered() -> None:
    with serving(lambda _n: GOOD) as address:
        run = closed_loop(address, [CALL], connections=3, seconds=0.2)
    assert run.answered == run.offered == len(run.latencies) == run.names["2024"] > 10
    assert run.errors == 0


def test_an_open_loop_sends_every_call_that_was_due() -> None:
    with serving(lambda _n: GOOD) as address:
        run = open_loop(address, [CALL], connections=4, due=iter([0.0, 0.05, 0.05, 0.1]), seconds=0.2)
    assert (run.offered, run.answered, run.errors) == (4, 4, 0)
    assert run.wall_s >= 0.1


def test_a_wrong_answer_is_an_error_and_says_what_came() -> None:
    with serving(lambda n: GOOD.replace(b"000", b"101") if n == 1 else GOOD) as address:
        run = open_loop(address, [CALL], connections=1, due=iter([0.0, 0.01, 0.02]), seconds=0.1)
    assert (run.answered, run.errors) == (3, 1)
    assert run.wrong == {'2024: {"maKetQua":"101"': 1}


def test_a_connection_closed_without_an_answer_is_an_error_and_the_next_call_goes_on() -> None:
    with serving(lambda n: None if n == 0 else GOOD) as address:
        run = open_loop(address, [CALL], connections=1, due=iter([0.0, 0.05]), seconds=0.1)
    assert (run.offered, run.answered, run.errors) == (2, 1, 1)
    assert run.broken == {"closed by the server": 1}


def test_an_answer_that_comes_in_pieces_is_one_answer() -> None:
    with _dribbling() as address:
        run = open_loop(address, [CALL], connections=1, due=iter([0.0]), seconds=0.1)
    assert (run.answered, run.errors) == (1, 0)


def test_a_stall_is_felt_by_all_calls_that_were_due_during_it() -> None:
    def stalls_once(n: int) -> bytes:
        if n == 5:
            time.sleep(0.4)
        return GOOD

    with serving(stalls_once) as address:
        run = open_loop(address, [CALL], connections=1, due=due_at(100, 1.0, arrivals="constant", seed=0), seconds=1.0)
    assert run.answered == 99
    # the one call that stalled took 0.4 s; of the forty that were due meanwhile half waited longer than 0.2 s
    assert percentile(run.latencies, 0.85) > 0.15


def test_no_server_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = ("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(CounterpartDown, match="bench_failed"):
        closed_loop(address, [CALL], connections=1, seconds=0.1)


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 50), (0.501, 51), (0.99, 99), (0.999, 100), (1.0, 100)])
def test_percentiles_of_one_to_a_hundred(share: float, value: int) -> None:
    assert percentile([float(each) for each in range(100, 0, -1)], share) == value


def test_the_percentile_of_nothing_is_nothing() -> None:
    assert percentile([], 0.99) == 0.0


@given(st.lists(st.floats(0, 10), min_size=1, max_size=200), st.floats(0.001, 1))
@settings(max_examples=100)
def test_a_percentile_is_one_of_the_values_and_at_least_its_share_lies_at_or_below(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(each <= found for each in values) >= share * len(values) - 1e-9
    assert sum(each < found for each in values) < share * len(values) + 1e-9


def test_constant_arrivals_are_evenly_spaced() -> None:
    assert list(due_at(4, 1.1, arrivals="constant", seed=0)) == [0.25, 0.5, 0.75, 1.0]


def test_poisson_arrivals_keep_the_rate_and_come_in_order() -> None:
    due = list(due_at(600, 20, arrivals="poisson", seed=7))
    assert due == sorted(due)
    assert 0 < due[0] < due[-1] < 20
    assert 11_500 < len(due) < 12_500
    gaps = [b - a for a, b in pairwise(due)]
    assert sum(gap > 1 / 600 for gap in gaps) / len(gaps) == pytest.approx(0.368, abs=0.02)  # 1/e of exponential gaps exceed the mean


def test_a_short_run_is_not_extrapolated_from() -> None:
    assert extrapolated(100_000, LONG_ENOUGH_S - 1)["minutes"] is None


def test_a_long_run_is_extrapolated_at_its_own_rate_and_says_from_what() -> None:
    told = extrapolated(240_000, 120.0)
    assert told == {"minutes": round(MANY / 2000 / 60, 1), "extrapolated_from_s": 120.0, "extrapolated_from_calls": 240_000}


@contextmanager
def _dribbling() -> Iterator[tuple[str, int]]:
    """Sends each answer in three pieces with pauses between."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                for piece in (GOOD[:10], GOOD[10:45], GOOD[45:]):
                    connection.sendall(piece)
                    time.sleep(0.02)
                connection.recv(1)

        threading.Thread(target=serve, daemon=True).start()
        yield ("127.0.0.1", listening.getsockname()[1])
