"""An embedding server on loopback that speaks OpenAI's protocol over the packaged model, and misbehaves as told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assistant.retrieval.embedding import MiniLM
from tests.loopback import on_loopback

Rows = list[dict[str, Any]]


@dataclass
class EmbeddingServer:
    """`fault` is "": right answers, "down": status 500, "short": a vector too few, "zero": vectors of nothing.

    `asked` keeps the batches it was sent; it answers with vectors three times as long, in the wrong order.
    """

    model: MiniLM
    fault: str = ""
    url: str = ""
    asked: list[list[str]] = field(default_factory=list)

    async def answer(self, request: Request) -> JSONResponse:
        body = await request.json()
        self.asked.append(body["input"])
        if self.fault == "down":
            return JSONResponse({"error": {"message": "out of order", "type": "test", "code": "test"}}, 500)
        vectors = self.model.embed(body["input"]) * (0 if self.fault == "zero" else 3)
        rows: Rows = [{"object": "embedding", "index": i, "embedding": v.tolist()} for i, v in enumerate(vectors)]
        data = rows[1:] if self.fault == "short" else rows[::-1]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return JSONResponse({"object": "list", "data": data, "model": body["model"], "usage": usage})


@contextmanager
def serving(model: MiniLM) -> Iterator[EmbeddingServer]:
    """Until the block ends."""
    made = EmbeddingServer(model)
    with on_loopback(Starlette(routes=[Route("/v1/embeddings", made.answer, methods=["POST"])])) as address:
        made.url = f"{address}/v1"
        yield made
