"""Fetching a person."""

from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from assistant.tools.context import TurnContext
from assistant.tools.results import Result, result


@tool(response_format="content_and_artifact")
async def request_human(
    reason: Annotated[str, Field(max_length=300)], runtime: ToolRuntime[TurnContext, Any]
) -> Result:
    """Put this conversation into the queue that people of the shop answer."""
    # at once, for the model may say so before its turn ends
    context = runtime.context
    proof = context.proving.conversation.proof
    decision = await context.calling.called("asked for a person", reason, proof, context.now)
    handoff = await context.desk.open(context.conversation_id, decision, await context.cart.view(), context.now)
    return result(
        {"handoff": handoff.model_dump(mode="json", exclude_defaults=True)}, effect="handed over", handoff=handoff
    )
