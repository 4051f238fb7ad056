"""Accounts of the people who answer, made on the shop's own machine."""

from dataclasses import dataclass, field, replace
from uuid import uuid4

from rich.console import Console

from assistant.bootstrap import open_kept
from assistant.errors import BadRequest
from assistant.escalation.staff import ROLES, SHORTEST_PASSWORD, Staff, StaffBook, hashed
from assistant.settings import Settings


@dataclass(frozen=True)
class Given:
    email: str
    name: str
    role: str
    password: str = field(repr=False)


async def keep_staff(settings: Settings, given: Given, console: Console) -> None:
    async with open_kept(settings) as kept:
        console.print(await kept_in(kept.stores.staff, given))


async def kept_in(book: StaffBook, given: Given) -> str:
    """What was done, in words. Raises `BadRequest`."""
    if given.role not in ROLES:
        raise BadRequest(f"The role is one of {', '.join(ROLES)}.")
    if len(given.password) < SHORTEST_PASSWORD:
        raise BadRequest(f"Please choose a password of at least {SHORTEST_PASSWORD} characters.")
    if "@" not in given.email.strip("@") or not given.name.strip():
        raise BadRequest("Please give an e-mail address and a name.")
    known, role, password = await book.by_email(given.email), given.role, hashed(given.password)
    if known is None:
        await book.add(Staff(uuid4().hex, given.name.strip(), given.email, role, password))
        return f"{given.name.strip()} can sign in at /console as {role}."
    # signed out everywhere: a new password is often given because the old one is known
    await book.change(replace(known, active=False))
    await book.change(replace(known, name=given.name.strip(), role=role, password=password, active=True))
    return f"{given.name.strip()} has a new password and is {role}."
