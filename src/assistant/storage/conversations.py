"""Conversations and their turns."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.card_numbers import refuse_card
from assistant.conversation import Reply
from assistant.errors import ConversationBusy, UnknownConversation
from assistant.shop.conversations import LOOKED_AT, RUNNING_FOR, STILL_ANSWERING, Asked, Conversation, Turn
from assistant.shop.identity import Proof
from assistant.storage.database import Database
from assistant.storage.desk_events import tell
from assistant.storage.tables import conversations, turns


class SqlConversations:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, conversation: Conversation) -> None:
        given = {
            "id": conversation.id,
            "token_hash": conversation.token_hash,
            "created_at": conversation.created_at,
        } | _asked_row(conversation.asked)
        async with self._database.begin() as connection:
            await connection.execute(insert(conversations).values(given | _proof_row(conversation.proof)))

    async def get(self, conversation_id: str) -> Conversation | None:
        async with self._database.connect() as connection:
            query = select(conversations).where(conversations.c.id == conversation_id)
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _conversation(row)

    async def remember(self, conversation_id: str, asked: Asked) -> None:
        """Raises `UnknownConversation`."""
        here = conversations.c.id == conversation_id
        change = update(conversations).where(here).values(_asked_row(asked))
        async with self._database.begin() as connection:
            if (await connection.execute(change.returning(conversations.c.id))).one_or_none() is None:
                raise UnknownConversation("This conversation is not known here.")

    async def prove(self, conversation_id: str, proof: Proof, before: Proof | None) -> bool:
        """Raises `UnknownConversation`."""
        here = conversations.c.id == conversation_id
        still = (conversations.c[name].is_not_distinct_from(value) for name, value in _proof_row(before).items())
        change = update(conversations).where(here, *still).values(_proof_row(proof)).returning(conversations.c.id)
        async with self._database.begin() as connection:
            if (await connection.execute(change)).one_or_none() is not None:
                return True
            if await connection.scalar(select(conversations.c.id).where(here)) is None:
                raise UnknownConversation("This conversation is not known here.")
        return False

    async def visit(self, conversation_id: str, page: str) -> None:
        here = update(conversations).where(conversations.c.id == conversation_id)
        async with self._database.begin() as connection:
            await connection.execute(here.values(page=page))

    async def begin(self, turn: Turn) -> None:
        """Raises `ConversationBusy` and `CardNumberRefused`."""
        refuse_card(turn.text)
        row = {"id": turn.id, "conversation_id": turn.conversation_id, "at": turn.at, "text": turn.text}
        here = turns.c.conversation_id == turn.conversation_id
        runs = here & turns.c.reply.is_(None) & (turns.c.error == "") & (turns.c.at > turn.at - RUNNING_FOR)
        async with self._database.begin() as connection:
            # SQLite lets one writer in anyway; elsewhere the row of the conversation is what two would wait for
            await connection.execute(
                select(conversations.c.id).where(conversations.c.id == turn.conversation_id).with_for_update()
            )
            answered = here & (turns.c.id == turn.id) & turns.c.reply.is_not(None)
            if await connection.scalar(select(turns.c.id).where(runs | answered).limit(1)) is not None:
                raise ConversationBusy(STILL_ANSWERING)
            await connection.execute(delete(turns).where(here, turns.c.id == turn.id))
            await connection.execute(insert(turns).values(row | _outcome(turn)))

    async def finish(self, turn: Turn) -> None:
        async with self._database.begin() as connection:
            await finish_in(connection, turn)

    async def turn(self, conversation_id: str, turn_id: str) -> Turn | None:
        query = select(turns).where(turns.c.id == turn_id, turns.c.conversation_id == conversation_id)
        async with self._database.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _turn(row)

    async def redact(self, turn: Turn) -> None:
        refuse_card(turn.text)
        changed = {"text": turn.text} | _outcome(turn)
        async with self._database.begin() as connection:
            await connection.execute(update(turns).where(turns.c.id == turn.id).values(changed))

    async def turns(self, conversation_id: str) -> Sequence[Turn]:
        query = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.at, turns.c.seq)
        async with self._database.connect() as connection:
            return [_turn(row) for row in await connection.execute(query)]

    async def abstained(self) -> Sequence[Turn]:
        newest = select(func.max(turns.c.seq)).scalar_subquery()
        unanswered = turns.c.reply["outcome"].as_string() == "abstained"
        query = select(turns).where(turns.c.seq > newest - LOOKED_AT, unanswered).order_by(turns.c.seq.desc())
        async with self._database.connect() as connection:
            return [_turn(row) for row in await connection.execute(query)]


async def finish_in(connection: AsyncConnection, turn: Turn) -> None:
    """Within the transaction of another store, too."""
    await connection.execute(update(turns).where(turns.c.id == turn.id).values(_outcome(turn)))
    await tell(connection, turn.conversation_id, "turn", turn.at, {"turn": turn.id})


async def proof_in(connection: AsyncConnection, conversation_id: str) -> Proof | None:
    """Within the transaction of another store."""
    query = select(conversations).where(conversations.c.id == conversation_id)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _proof(row)


def _proof_row(proof: Proof | None) -> dict[str, Any]:
    return {
        "proof_email": proof.email if proof else None,
        "proof_customer_id": proof.customer_id if proof else None,
        "proof_read_only": proof.read_only if proof else False,
    }


def _asked_row(asked: Asked) -> dict[str, Any]:
    return {f"asked_{name}": value for name, value in asdict(asked).items()}


def _outcome(turn: Turn) -> dict[str, Any]:
    return {"reply": turn.reply.model_dump(mode="json") if turn.reply else None, "error": turn.error}


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        token_hash=row.token_hash,
        created_at=row.created_at,
        proof=_proof(row),
        asked=Asked(row.asked_order, row.asked_email, row.asked_name, row.asked_postcode, row.asked_proof),
        page=row.page,
    )


def _proof(row: Row[Any]) -> Proof | None:
    if row.proof_email is None and row.proof_customer_id is None:
        return None
    return Proof(email=row.proof_email, customer_id=row.proof_customer_id, read_only=row.proof_read_only)


def _turn(row: Row[Any]) -> Turn:
    reply = None if row.reply is None else Reply.model_validate(row.reply)
    return Turn(row.id, row.conversation_id, row.at, row.text, reply, row.error)
