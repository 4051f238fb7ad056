"""The shop's own pages: policies, FAQs, guides."""

from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from assistant.conversation import Citation
from assistant.retrieval.library import PassageHit
from assistant.tools.context import TurnContext
from assistant.tools.results import Result, result


@tool(response_format="content_and_artifact")
async def search_policies(
    question: Annotated[str, Field(min_length=1, max_length=500)], runtime: ToolRuntime[TurnContext, Any]
) -> Result:
    """Passages of the shop's pages on shipping, returns, warranty, payment, gift cards, privacy and help."""
    hits = await runtime.context.retriever.passages(question)
    content = {"passages": [passage_json(hit) for hit in hits]}
    return result(content, citations=[citation(hit) for hit in hits], found=any(not hit.weak for hit in hits))


def passage_json(hit: PassageHit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "id": passage.id,
        "title": passage.title,
        "heading": passage.heading,
        "text": passage.text,
        "url": passage.url,
        "score": round(hit.score, 3),
    }


def citation(hit: PassageHit) -> Citation:
    return Citation(title=hit.passage.title, url=hit.passage.url, quote=hit.passage.text)
