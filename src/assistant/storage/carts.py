"""Carts, each whole in one row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.card_numbers import refuse_card
from assistant.shop.cart.contents import Contents, KeptCart, Notice, Step
from assistant.storage.database import Database, insert_new
from assistant.storage.tables import carts

_CONTENTS = TypeAdapter(Contents)
_HISTORY = TypeAdapter(tuple[Step, ...])
_NOTICES = TypeAdapter(tuple[Notice, ...])


class _Overtaken(Exception):
    """Takes the other writes of the transaction back."""


class SqlCarts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, owner: str) -> KeptCart:
        async with self._database.connect() as connection:
            row = (await connection.execute(select(carts).where(carts.c.owner == owner))).one_or_none()
        return KeptCart() if row is None else _cart(row)

    async def put(self, changed: Mapping[str, KeptCart]) -> bool:
        try:
            async with self._database.begin() as connection:
                # in one order, so that two who write the same carts cannot wait for each other
                for owner in sorted(changed):
                    await _write(connection, owner, changed[owner])
        except _Overtaken:
            return False
        return True

    async def untouched(self, since: datetime, limit: int = 500) -> list[str]:
        oldest = select(carts.c.owner).where(carts.c.touched_at < since).order_by(carts.c.touched_at, carts.c.owner)
        async with self._database.connect() as connection:
            return list((await connection.execute(oldest.limit(limit))).scalars())

    async def drop(self, owner: str, version: int) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(carts).where(carts.c.owner == owner, carts.c.version == version))


async def take_bought(connection: AsyncConnection, owners: Sequence[str], bought: Mapping[str, int]) -> None:
    """What was bought leaves these carts, the first one first, within the transaction of the purchase."""
    for owner in owners:
        row = (await connection.execute(select(carts).where(carts.c.owner == owner).with_for_update())).one_or_none()
        if row is not None:
            cart = _cart(row)
            await _write(connection, owner, cart.bought(bought))
            bought = cart.contents.lacking(bought)


async def _write(connection: AsyncConnection, owner: str, cart: KeptCart) -> None:
    refuse_card(*cart.contents.messages)
    row = _row(owner, cart)
    if cart.version == 0:
        written = await insert_new(connection, carts, row, ["owner"])
    else:
        same = update(carts).where(carts.c.owner == owner, carts.c.version == cart.version)
        written = (await connection.execute(same.values(row).returning(carts.c.owner))).one_or_none() is not None
    if not written:
        raise _Overtaken


def _row(owner: str, cart: KeptCart) -> dict[str, Any]:
    return {
        "owner": owner,
        "contents": _CONTENTS.dump_python(cart.contents, mode="json"),
        "history": _HISTORY.dump_python(cart.history, mode="json"),
        "notices": _NOTICES.dump_python(cart.notices, mode="json"),
        "touched_at": cart.touched_at,
        "version": cart.version + 1,
    }


def _cart(row: Row[Any]) -> KeptCart:
    return KeptCart(
        contents=_CONTENTS.validate_python(row.contents),
        history=_HISTORY.validate_python(row.history),
        notices=_NOTICES.validate_python(row.notices),
        touched_at=row.touched_at,
        version=row.version,
    )
