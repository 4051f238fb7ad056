"""Signing in at the console."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Cookie, Response

from assistant.agent.tokens import new_token, token_hash
from assistant.api.bodies import ErrorBody
from assistant.api.desk_bodies import Away, MeView, SignIn
from assistant.api.desk_parts import COOKIE, PATH, Called, SignedIn
from assistant.api.desk_views import me_view
from assistant.api.parts import PartsHere
from assistant.escalation.refusals import NotSignedIn
from assistant.escalation.staff import SIGNED_IN_FOR, matches
from assistant.shop.orders import normal_email

router = APIRouter(
    prefix="/console/api/session",
    tags=["console"],
    responses={status: {"model": ErrorBody} for status in (401, 422, 429)},
)


@router.post("", summary="Sign in")
async def sign_in(given: SignIn, here: PartsHere, called: Called, response: Response) -> MeView:
    """An unknown address and a wrong password read alike and cost the same work."""
    here.sign_ins.take(f"address {called.host}")
    here.sign_ins.take(f"account {normal_email(given.email)}")
    stores, now = here.assistant.stores, here.assistant.now()
    found = await stores.staff.by_email(given.email)
    right = await asyncio.to_thread(matches, given.password, found.password if found else "")
    if found is None or not right or not found.active:
        raise NotSignedIn("That e-mail address and password do not belong together.")
    token = new_token()
    await stores.staff.sign_in(token_hash(token), found.id, now + SIGNED_IN_FOR)
    await stores.staff.seen(found.id, now)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SIGNED_IN_FOR.total_seconds()),
        path=PATH,
        secure=called.secure,
        httponly=True,
        samesite="strict",
    )
    return me_view(here, found)


@router.get("", summary="Who has signed in")
async def read_session(here: PartsHere, who: SignedIn) -> MeView:
    return me_view(here, who)


@router.put("/away", summary="Be away, or back")
async def set_away(given: Away, here: PartsHere, who: SignedIn) -> MeView:
    return me_view(here, await here.assistant.stores.staff.be_away(who.id, away=given.away))


@router.put("/seen", status_code=204, summary="Say that the console is open")
async def be_seen(here: PartsHere, who: SignedIn) -> None:
    """Every 45 seconds, by the page: who says nothing for a while is not handed any chat."""
    await here.assistant.stores.staff.seen(who.id, here.assistant.now())


@router.delete("", status_code=204, summary="Sign out")
async def sign_out(here: PartsHere, who: SignedIn, response: Response, desk: Annotated[str, Cookie()] = "") -> None:
    await here.assistant.stores.staff.sign_out(token_hash(desk))
    await here.assistant.stores.staff.seen(who.id, None)
    response.delete_cookie(COOKIE, path=PATH)
