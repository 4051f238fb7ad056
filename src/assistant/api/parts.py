"""What routes are handed: the assistant, the open conversation, the limits. Nothing here is global.

All are coroutines: a plain function would be run in a thread, which costs more than the work itself.
"""

import hmac
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.agent.assistant import Assistant
from assistant.api.desk_feed import DeskFeed
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
    notices: RateLimit
    sign_ins: RateLimit
    feed: DeskFeed


async def parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found


PartsHere = Annotated[Parts, Depends(parts)]


async def limited_address(request: Request, here: PartsHere) -> None:
    here.by_address.take(request.client.host if request.client else "unknown")


async def network(request: Request) -> str:
    """The address a request comes from, of IPv6 the network of one household.

    Empty for one that is not public: there a proxy stands between, and everybody would share its address.
    """
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))


Network = Annotated[str, Depends(network)]


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def holds_token(bearer: HTTPAuthorizationCredentials | None, token: bytes | None) -> bool:
    """Whether the shop's own system is asking. Raises 404 where no token is set: the address does not exist then."""
    if token is None:
        raise HTTPException(404)
    return hmac.compare_digest((bearer.credentials if bearer else "").encode(), token)


async def opened(
    conversation_id: str,
    here: PartsHere,
    bearer: Bearer,
) -> Conversation:
    """A missing token reads like a wrong one."""
    return await here.assistant.open(conversation_id, bearer.credentials if bearer else "")


OpenConversation = Annotated[Conversation, Depends(opened)]
