"""Who has signed in at the console, and what a role may do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Cookie, Depends, Header, Request

from assistant.agent.at_console import AtConsole
from assistant.agent.tokens import token_hash
from assistant.api.parts import Parts, PartsHere
from assistant.escalation.refusals import NotAllowed, NotSignedIn
from assistant.escalation.staff import Role, Staff
from assistant.shop.conversations import Conversation

COOKIE, HEADER, PATH = "desk", "X-Desk", "/console"
SIGN_IN = "Please sign in."
READS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Caller:
    """Where a request comes from, what it may change, and whether nobody could read it on its way."""

    host: str
    reads: bool
    secure: bool


async def caller(request: Request) -> Caller:
    host = request.client.host if request.client else "unknown"
    return Caller(host, request.method in READS, request.url.scheme == "https")


Called = Annotated[Caller, Depends(caller)]


async def signed_in(
    called: Called,
    here: PartsHere,
    desk: Annotated[str, Cookie()] = "",
    x_desk: Annotated[str, Header()] = "",
) -> Staff:
    """Raises `NotSignedIn`. What changes something needs a header that no other site can send."""
    here.by_address.take(called.host)
    if not called.reads and not x_desk:
        raise NotSignedIn(SIGN_IN)
    found = await here.assistant.stores.staff.signed_in(token_hash(desk), here.assistant.now()) if desk else None
    if found is None:
        raise NotSignedIn(SIGN_IN)
    return found


SignedIn = Annotated[Staff, Depends(signed_in)]


def only(*roles: Role) -> Callable[..., Awaitable[Staff]]:
    """Raises `NotAllowed` for the others."""

    async def allowed(who: SignedIn) -> Staff:
        if who.role not in roles:
            raise NotAllowed("Your role does not allow that. An owner of the shop can.")
        return who

    return allowed


Works = Annotated[Staff, Depends(only("agent", "owner"))]
Owns = Annotated[Staff, Depends(only("owner"))]


def console(here: Parts, who: Staff) -> AtConsole:
    return AtConsole(here.assistant.stores, who, here.assistant.now())


async def chatted(conversation_id: str, here: PartsHere, who: SignedIn) -> Conversation:
    return await console(here, who).conversation(conversation_id)


Chat = Annotated[Conversation, Depends(chatted)]
