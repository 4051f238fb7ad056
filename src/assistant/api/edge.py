"""The outermost ring: a request id, one log line, one count, safe headers, and a kind answer to any bug."""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import describe
from assistant.observability import Metrics

SELF, NOBODY = "'self'", "'none'"
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def safe_headers(pictures: Sequence[str] = (), framed_by: Sequence[str] = ()) -> dict[str, str]:
    """Both are origins: where pictures may come from, and the sites that may show a page of ours in a frame."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        f"base-uri 'none'; form-action 'self'; img-src {' '.join([SELF, 'data:', *pictures])}; "
        f"frame-ancestors {' '.join(framed_by) or NOBODY}"
    )
    # the older header knows no list, and browsers that know the list do not need it
    older = {} if framed_by else {"X-Frame-Options": "DENY"}
    return {"Content-Security-Policy": policy, **older, **SAFE_HEADERS}


class Edge:
    def __init__(self, app: ASGIApp, metrics: Metrics, headers: Mapping[str, str]) -> None:
        self._app, self._metrics, self._headers = app, metrics, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, {**self._headers, "X-Request-ID": request_id})
            await send(message)

        request_id = uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, sent)
            except Exception as error:  # noqa: BLE001  # the last place where a bug can become a sentence
                failure = describe(error)
                if not status:
                    await failure.response()(scope, receive, sent)
            finally:
                self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """The route's template, not its path: ids and search words stay out of logs and labels."""
        route, method = _template(scope), _known_method(scope["method"])
        self._metrics.request(method, route, status)
        structlog.get_logger("assistant.access").info(
            "request", method=method, route=route, status=status, milliseconds=round(seconds * 1000)
        )


def _add_headers(message: Message, safe: Mapping[str, str]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in safe.items():
        headers.setdefault(name, value)


def _template(scope: Scope) -> str:
    route: Any = scope.get("route")
    return str(getattr(route, "path", "") or "other")


def _known_method(method: str) -> str:
    return method if method in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} else "other"
