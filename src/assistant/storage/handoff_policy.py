"""The owner's policy of when a person is called."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.handoff_policy import Policy
from assistant.storage.database import Database, upsert
from assistant.storage.desk_tables import handoff_policy

ONE_ROW = 1


class SqlPolicyBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def policy(self) -> Policy:
        async with self._database.connect() as connection:
            return await load_policy(connection)

    async def set_policy(self, policy: Policy) -> None:
        async with self._database.begin() as connection:
            await write_policy(connection, policy)


async def load_policy(connection: AsyncConnection) -> Policy:
    kept = await connection.scalar(select(handoff_policy.c.policy))
    return Policy() if kept is None else Policy.model_validate(kept)


async def write_policy(connection: AsyncConnection, policy: Policy) -> None:
    row = {"id": ONE_ROW, "policy": policy.model_dump(mode="json")}
    await upsert(connection, handoff_policy, [row], ["id"])
