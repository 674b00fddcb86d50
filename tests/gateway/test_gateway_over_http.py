"""The gateway behind the real server: what an in-process call cannot show."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator

import orjson
import pytest
import uvicorn

from ansinh.doors import gateway
from ansinh.kit import db
from tests.gateway.calling import ASKED, LOOKUP, MD5, SECRET, TAKE, elsewhere, seed


@pytest.fixture
def port(database: db.Database) -> Iterator[int]:
    seed(database)
    app = gateway.app(database, token_secret=SECRET, otherwise=elsewhere)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield int(listener.getsockname()[1])
        server.should_exit = True
        thread.join()


def post(connection: http.client.HTTPConnection, path: str, body: bytes) -> http.client.HTTPResponse:
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    return connection.getresponse()


def test_login_and_lookups_over_one_connection(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    key = orjson.loads(post(connection, TAKE, orjson.dumps({"username": "01001_BV", "password": MD5})).read())["APIKey"]
    query = f"token={key['access_token']}&id_token={key['id_token']}&username=01001_BV&password={MD5}"
    for path in (LOOKUP, "//API//egw/kqNhanLichSuKCB2024"):
        answered = post(connection, f"{path}?{query}", orjson.dumps(ASKED))
        assert answered.getheader("Content-Length") is not None
        # a token given by the real clock is good, and the card is judged by the real day
        assert orjson.loads(answered.read())["maKetQua"] in {"000", "010"}
    connection.close()


@pytest.mark.parametrize("path", [TAKE, LOOKUP])
def test_a_client_that_sends_ten_megabytes_before_it_reads_gets_its_answer(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    answered = post(connection, path, b"x" * 10_000_000)
    assert answered.status == 413
    assert orjson.loads(answered.read())["maKetQua"] == "205"
    connection.close()


def test_a_post_without_any_body_is_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(b"POST /api/token/take HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        answered = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answered.startswith(b"HTTP/1.1 200 ")
    assert answered.endswith(b'{"maKetQua":"205","APIKey":null,"ghiChu":"Null username"}')


def test_a_client_that_goes_away_in_the_middle_of_its_body_harms_nobody(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(b"POST /api/token/take HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    assert post(connection, TAKE, orjson.dumps({"username": "01001_BV", "password": MD5})).status == 200
    connection.close()
