"""Canned replies, and the people who answer."""

import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from fastapi import APIRouter

from assistant.api.bodies import ErrorBody
from assistant.api.desk_bodies import (
    CannedList,
    CannedView,
    ChangedStaff,
    NewCanned,
    NewStaff,
    StaffList,
    StaffView,
)
from assistant.api.desk_parts import Owns, SignedIn
from assistant.api.parts import Parts, PartsHere
from assistant.errors import NotFound
from assistant.escalation.lines import Canned
from assistant.escalation.refusals import HandoffRefused
from assistant.escalation.staff import Staff, hashed

router = APIRouter(
    prefix="/console/api",
    tags=["console"],
    responses={status: {"model": ErrorBody} for status in (401, 403, 404, 409, 422)},
)


@router.get("/canned", summary="Replies that are written once and used often")
async def read_canned(here: PartsHere, _who: SignedIn) -> CannedList:
    found = await here.assistant.stores.lines.canned()
    return CannedList(canned=[CannedView(id=one.id, title=one.title, text=one.text) for one in found])


@router.post("/canned", status_code=201, summary="Write a new one")
async def add_canned(given: NewCanned, here: PartsHere, _who: Owns) -> CannedView:
    return await _kept(here, Canned(uuid4().hex, given.title, given.text))


@router.put("/canned/{canned_id}", summary="Write one anew")
async def change_canned(canned_id: str, given: NewCanned, here: PartsHere, _who: Owns) -> CannedView:
    if canned_id not in {one.id for one in await here.assistant.stores.lines.canned()}:
        raise NotFound("There is no such reply any more.")
    return await _kept(here, Canned(canned_id, given.title, given.text))


async def _kept(here: Parts, canned: Canned) -> CannedView:
    await here.assistant.stores.lines.keep_canned(canned)
    return CannedView(id=canned.id, title=canned.title, text=canned.text)


@router.delete("/canned/{canned_id}", status_code=204, summary="Take one out")
async def drop_canned(canned_id: str, here: PartsHere, _who: Owns) -> None:
    await here.assistant.stores.lines.drop_canned(canned_id)


@router.get("/staff", summary="Who answers, and how much each has")
async def read_staff(here: PartsHere, who: SignedIn) -> StaffList:
    stores = here.assistant.stores
    load, now = await stores.handoffs.load(), here.assistant.now()
    return StaffList(staff=[_view(one, load.get(one.id, 0), who, now) for one in await stores.staff.all()])


@router.post("/staff", status_code=201, summary="Add somebody")
async def add_staff(given: NewStaff, here: PartsHere, who: Owns) -> StaffView:
    password = await asyncio.to_thread(hashed, given.password)
    member = Staff(
        uuid4().hex, given.name, given.email, given.role, password, skills=tuple(given.skills), most=given.most
    )
    await here.assistant.stores.staff.add(member)
    return _view(member, 0, who, here.assistant.now())


@router.put("/staff/{staff_id}", summary="Change somebody's account")
async def change_staff(staff_id: str, given: ChangedStaff, here: PartsHere, who: Owns) -> StaffView:
    """An owner cannot lock themselves out."""
    stores = here.assistant.stores
    member = await stores.staff.get(staff_id)
    if member is None:
        raise NotFound("There is nobody with this id.")
    changed = given.model_dump(exclude_none=True)
    if member.id == who.id and (changed.get("role", "owner") != "owner" or changed.get("active") is False):
        raise HandoffRefused("You cannot take your own rights away. Another owner can.")
    if "password" in changed:
        changed["password"] = await asyncio.to_thread(hashed, changed["password"])
    if "skills" in changed:
        changed["skills"] = tuple(changed["skills"])
    member = replace(member, **changed)
    await stores.staff.change(member)
    load = await stores.handoffs.load()
    return _view(member, load.get(member.id, 0), who, here.assistant.now())


def _view(member: Staff, load: int, reader: Staff, now: datetime) -> StaffView:
    plain = {name: getattr(member, name) for name in ("id", "name", "role", "away", "active", "skills", "most")}
    email = member.email if reader.role == "owner" else ""
    return StaffView(**plain, load=load, here=member.is_here(now), email=email)
