"""The documented side of each origin: /docs and /openapi.json, health, readiness, metrics.

Swagger UI's files are served from here (fastapi-offline); nothing is loaded from another host.
"""

from typing import Any

import fastapi.openapi.utils
from fastapi import APIRouter
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp

import ansinh
from ansinh import audit
from ansinh.kit import db, web

_PATHS = ("/docs", "/redoc", "/openapi.json", "/static-offline-docs", "/healthz", "/readyz", "/metrics")
# Swagger UI is a script of a few lines that names its own files; it stands on these pages and nowhere else.
_CSP = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEALTH = {
    "/healthz": ("The process answers", "ok"),
    "/readyz": ("The process can do its work; 503 while its database does not answer", "ready"),
}


def claims(path: str) -> bool:
    """True for the paths that are answered here."""
    return path.startswith(_PATHS)


def app(title: str, database: db.Database, *, router: APIRouter | None = None, also: dict[str, Any] | None = None) -> ASGIApp:
    """Documents and health of one origin; `router` is a documented API to serve, `also` OpenAPI paths that another app answers."""
    documented = FastAPIOffline(title=f"ansinh: {title}", version=ansinh.__version__, docs_url="/docs", redoc_url="/redoc")
    if router is not None:
        documented.include_router(router)
    documented.router.routes.extend([*web.health_routes(lambda: _ready(database)), web.metrics_route()])
    paths = {**_health_paths(), **(also or {})}

    def openapi() -> dict[str, Any]:
        if documented.openapi_schema is None:
            schema = fastapi.openapi.utils.get_openapi(title=documented.title, version=documented.version, routes=documented.routes)
            schema["paths"] = {**schema.get("paths", {}), **paths}
            documented.openapi_schema = schema
        return documented.openapi_schema

    documented.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way to extend the schema
    return web.SecurityHeaders(documented, csp=_CSP)


def _ready(database: db.Database) -> None:
    """Raises when the database does not answer, or when what would be recorded now could never be sealed."""
    with database.transaction() as conn:
        audit.require_sealable(conn)


def _health_paths() -> dict[str, Any]:
    described: dict[str, Any] = {
        path: {
            "get": {
                "tags": ["operations"],
                "summary": summary,
                "responses": {
                    "200": {
                        "description": status,
                        "content": {"application/json": {"schema": {"type": "object", "properties": {"status": {"const": status}}}}},
                    }
                },
            }
        }
        for path, (summary, status) in _HEALTH.items()
    }
    described["/readyz"]["get"]["responses"]["503"] = {"description": "not ready", "content": {"application/problem+json": {}}}
    described["/metrics"] = {
        "get": {
            "tags": ["operations"],
            "summary": "Counters in Prometheus text format",
            "responses": {"200": {"description": "metrics", "content": {"text/plain": {}}}},
        }
    }
    return described
