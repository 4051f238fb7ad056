"""How often and how much: a token bucket for addresses and conversations, and the size of a request."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import TooManyRequests, describe
from assistant.api.site import Rate

_MOST_REMEMBERED = 10_000


class RateLimit:
    """Token buckets of one process, the longest unused forgotten first."""

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._now = rate, now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Raises `TooManyRequests`, which says how long to wait."""
        now, per_second = self._now(), self._rate.per_minute / 60
        tokens, then = self._buckets.pop(key, (float(self._rate.burst), now))
        tokens = min(self._rate.burst, tokens + (now - then) * per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _MOST_REMEMBERED:
            self._buckets.popitem(last=False)
        if not allowed:
            wait = math.ceil((1 - tokens) / per_second)
            raise TooManyRequests(f"That was a lot at once. Please wait {wait} seconds and try again.", wait)


class RequestSizeLimit:
    """Refuses a body over the limit before anything parses it, whether or not its length was announced."""

    def __init__(self, app: ASGIApp, most: int, most_at: Mapping[str, int] = MappingProxyType({})) -> None:
        """`most_at` names paths that may be sent more."""
        self._app, self._most, self._most_at = app, most, most_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced, most = Headers(scope=scope).get("content-length", "0"), self._most_at.get(scope["path"], self._most)
        if not announced.isdecimal() or int(announced) > most:
            await describe(HTTPException(413)).response()(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
