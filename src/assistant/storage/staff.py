"""Accounts and sessions of the people who answer."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from assistant.escalation.refusals import EmailTaken, NotSignedIn
from assistant.escalation.staff import Staff
from assistant.shop.orders import normal_email
from assistant.storage.database import Database, insert_new
from assistant.storage.desk_tables import staff, staff_sessions


class SqlStaffBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, member: Staff) -> None:
        async with self._database.begin() as connection:
            if not await insert_new(connection, staff, _row(member), ["email"]):
                raise EmailTaken("Somebody signs in with this e-mail address already.")

    async def change(self, member: Staff) -> None:
        async with self._database.begin() as connection:
            values = {name: value for name, value in _row(member).items() if name != "seen_at"}
            await connection.execute(update(staff).where(staff.c.id == member.id).values(values))
            if not member.active:
                await connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == member.id))

    async def be_away(self, staff_id: str, *, away: bool) -> Staff:
        async with self._database.begin() as connection:
            change = update(staff).where(staff.c.id == staff_id).values(away=away).returning(*staff.c)
            row = (await connection.execute(change)).one_or_none()
        if row is None:
            raise NotSignedIn("Please sign in.")
        return staff_of(row)

    async def seen(self, staff_id: str, at: datetime | None) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(staff).where(staff.c.id == staff_id).values(seen_at=at))

    async def get(self, staff_id: str) -> Staff | None:
        return await self._one(staff.c.id == staff_id)

    async def by_email(self, email: str) -> Staff | None:
        return await self._one(staff.c.email == normal_email(email))

    async def all(self) -> Sequence[Staff]:
        async with self._database.connect() as connection:
            rows = await connection.execute(select(staff).order_by(staff.c.name, staff.c.id))
            return [staff_of(row) for row in rows]

    async def sign_in(self, token_hash: str, staff_id: str, until: datetime) -> None:
        row = {"token_hash": token_hash, "staff_id": staff_id, "until": until}
        async with self._database.begin() as connection:
            await connection.execute(insert(staff_sessions).values(row))

    async def signed_in(self, token_hash: str, now: datetime) -> Staff | None:
        session = select(staff_sessions.c.staff_id).where(
            staff_sessions.c.token_hash == token_hash, staff_sessions.c.until > now
        )
        return await self._one(staff.c.id.in_(session) & staff.c.active)

    async def sign_out(self, token_hash: str) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == token_hash))

    async def _one(self, where: Any) -> Staff | None:
        async with self._database.connect() as connection:
            row = (await connection.execute(select(staff).where(where))).one_or_none()
        return None if row is None else staff_of(row)


def _row(member: Staff) -> dict[str, Any]:
    return asdict(member) | {"email": normal_email(member.email), "skills": list(member.skills)}


def staff_of(row: Row[Any]) -> Staff:
    return Staff(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        password=row.password,
        skills=tuple(row.skills),
        most=row.most,
        active=row.active,
        away=row.away,
        seen_at=row.seen_at,
    )
