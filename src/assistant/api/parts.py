"""What routes are handed: the assistant, the open conversation, the limits. Nothing here is global."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.agent.assistant import Assistant
from assistant.api.limits import RateLimit
from assistant.api.site import Site
from assistant.api.turns import Turns
from assistant.observability import Metrics
from assistant.shop.conversations import Conversation


@dataclass(frozen=True)
class Parts:
    assistant: Assistant
    site: Site
    metrics: Metrics
    turns: Turns
    by_address: RateLimit
    by_conversation: RateLimit


def parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found


PartsHere = Annotated[Parts, Depends(parts)]


def limited_address(request: Request, here: PartsHere) -> None:
    here.by_address.take(request.client.host if request.client else "unknown")


async def opened(
    conversation_id: str,
    here: PartsHere,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> Conversation:
    """A missing token reads like a wrong one."""
    return await here.assistant.open(conversation_id, bearer.credentials if bearer else "")


OpenConversation = Annotated[Conversation, Depends(opened)]
