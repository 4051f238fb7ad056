"""Whether everything is there that an answer needs."""

from collections.abc import Awaitable, Callable
from typing import Any

from assistant.agent.model import Models
from assistant.errors import AssistantError

LoadIndex = Callable[[], Awaitable[tuple[str, int, int]]]
Ping = Callable[[], Awaitable[None]]
OFFLINE = "rules and a small classifier, no language model"
HOSTED = "a hosted language model; the offline model answers when it fails"


async def health_of(models: Models, load_index: LoadIndex, ping: Ping) -> dict[str, Any]:
    """JSON-able; `status` is `degraded` when the database or the index does not answer."""
    database = await _ask(ping)
    index: dict[str, Any] = {"revision": None, "products": 0, "passages": 0}
    try:
        revision, products, passages = await load_index()
        index = {"revision": revision, "products": products, "passages": passages}
        fine = database == "ok"
    except AssistantError as error:
        index, fine = {**index, "problem": error.message}, False
    model = {"name": models.name, "kind": models.kind, "description": HOSTED if models.hosted else OFFLINE}
    return {"status": "ok" if fine else "degraded", "model": model, "index": index, "database": database}


async def _ask(ping: Ping) -> str:
    try:
        await ping()
    except AssistantError as error:
        return error.message
    return "ok"
