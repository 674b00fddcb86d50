from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ansinh.kit import web


async def _echo(request: Request) -> Response:
    return Response(str(len(await request.body())))


APP = Starlette(routes=[Route("/", _echo, methods=["GET", "POST"])])


def test_every_answer_carries_the_secure_headers_and_is_not_stored() -> None:
    answer = TestClient(web.SecurityHeaders(APP)).get("/")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_the_rate_limit_lets_through_its_number_and_recovers() -> None:
    limit = web.RateLimit(3, 10.0)
    assert [limit.allow("a", now) for now in (0.0, 1.0, 2.0, 3.0)] == [True, True, True, False]
    assert limit.allow("b", 3.0)
    assert limit.allow("a", 30.0)


def test_the_rate_limit_forgets_the_oldest_keys_first() -> None:
    limit = web.RateLimit(1, 10.0, max_keys=2)
    assert [limit.allow(key, 0.0) for key in ("a", "b", "c")] == [True, True, True]
    assert not limit.allow("c", 0.0)
    assert limit.allow("a", 0.0)


def test_readiness_says_no_without_saying_why_to_strangers() -> None:
    def broken() -> None:
        raise RuntimeError("postgresql://secret@host")

    client = TestClient(Starlette(routes=web.health_routes(broken)))
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "secret" not in answer.text
