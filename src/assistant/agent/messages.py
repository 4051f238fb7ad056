"""What a message must be, and the name that its turn is kept under."""

import hashlib
from uuid import uuid4

from assistant.errors import BadRequest, MessageTooLong
from assistant.guardrails.inbound import plain
from assistant.shop.conversations import Conversation


def check_message(text: str, limit: int) -> None:
    """Raises `BadRequest` or `MessageTooLong`."""
    if not plain(text):
        raise BadRequest("The message is empty. Please type something.")
    if len(text) > limit:
        raise MessageTooLong(f"That message is too long. Please keep it under {limit} characters.")


def turn_id_of(conversation: Conversation, key: str) -> str:
    """The same for the same message of the same conversation, and for nothing else; a new one without a key."""
    if not key:
        return uuid4().hex
    return _name(conversation.id, key)


def line_id_of(conversation: Conversation, staff_id: str, kind: str, key: str) -> str:
    """As `turn_id_of`, for what a member of staff wrote; it does not tell who that was."""
    return _name(conversation.id, staff_id, kind, key)


def _name(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]
