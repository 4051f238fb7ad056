"""One conversation's way to proof: what was asked, what was given, what came of it. No model takes part."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from assistant.errors import TooManyAttempts, WrongCode
from assistant.shop.conversations import Conversation, Conversations
from assistant.shop.identity import CODE_MINUTES, Identity, OrderDesk
from assistant.shop.orders import Order, normal_email, normal_number

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_CODE = re.compile(r"(?<![\w#$.,-])(\d{3})[ -]?(\d{3})(?![\w.,-]*\d)")
_NUMBER = re.compile(
    r"#\s*([A-Za-z]{0,3}\d{3,10})\b|\border\s+(?:(?:number|no\.?|nr\.?|id|is|was)\s*:?\s*)*#?([A-Za-z]{0,3}\d{3,10})\b",
    re.IGNORECASE,
)

NeedWhat = Literal["order_number", "email", "code"]
Event = Literal["code_sent", "proved", "wrong_code", "too_many", "need_order_number"]


@dataclass(frozen=True)
class Need:
    """What is still missing before order data may be shown."""

    need: NeedWhat
    order_number: str | None = None


@dataclass(frozen=True)
class Heard:
    """The message without e-mail addresses and codes, and what they led to. `event` is None when there were none."""

    text: str
    event: Event | None = None
    order_number: str | None = None
    message: str = ""


class Proving:
    """Holds the newest state of the conversation for the length of a turn."""

    def __init__(
        self,
        conversation: Conversation,
        conversations: Conversations,
        identity: Identity,
        desk: OrderDesk,
        now: datetime,
    ) -> None:
        self.conversation = conversation
        self._conversations, self._identity, self._desk, self._now = conversations, identity, desk, now

    async def hear(self, text: str) -> Heard:
        """Take e-mail addresses and a waited-for code out of the message, and act on them."""
        emails, number = EMAIL.findall(text), order_number_in(text)
        cleaned = EMAIL.sub("(e-mail given)", text)
        if number:
            await self._remember(asked_order=number)
        if emails:
            return await self._heard_email(normal_email(emails[0]), cleaned)
        code = _CODE.search(cleaned)
        if code and await self._identity.waits(self.conversation.id, self._now):
            return await self._heard_code(code[1] + code[2], _CODE.sub("(code given)", cleaned))
        return Heard(cleaned)

    async def order(self, number: str) -> Order | Need:
        order = await self._desk.status(number, self.conversation.proof)
        if order is not None:
            return order
        await self._remember(asked_order=normal_number(number))
        return await self._ask()

    async def recent(self) -> list[Order] | Need:
        if self.conversation.proof is not None:
            return await self._desk.recent(self.conversation.proof)
        if self.conversation.asked_order is None:
            return Need("order_number")
        return await self._ask()

    async def _ask(self) -> Need:
        number, email = self.conversation.asked_order, self.conversation.asked_email
        if number is None or email is None:
            return Need("email" if number else "order_number", number)
        if not await self._identity.waits(self.conversation.id, self._now, number):
            await self._identity.request_code(self.conversation.id, number, email, self._now)
        return Need("code", number)

    async def _heard_email(self, email: str, cleaned: str) -> Heard:
        await self._remember(asked_email=email)
        number = self.conversation.asked_order
        if number is None:
            return Heard(cleaned, "need_order_number", None, "Which order is it? Please give me its number.")
        try:
            await self._identity.request_code(self.conversation.id, number, email, self._now)
        except TooManyAttempts as error:
            return Heard(cleaned, "too_many", number, error.message)
        sentence = (
            f"If order {number} belongs to that e-mail address, a six-digit code is on its way there. "
            f"Please type it here within {CODE_MINUTES} minutes."
        )
        return Heard(cleaned, "code_sent", number, sentence)

    async def _heard_code(self, code: str, cleaned: str) -> Heard:
        number = self.conversation.asked_order
        try:
            proof = await self._identity.verify(self.conversation.id, code, self._now)
        except TooManyAttempts as error:
            return Heard(cleaned, "too_many", number, error.message)
        except WrongCode as error:
            return Heard(cleaned, "wrong_code", number, error.message)
        self.conversation = replace(self.conversation, proof=proof)
        await self._conversations.save(self.conversation)
        return Heard(cleaned, "proved", number, "Thank you, that is proved.")

    async def _remember(self, asked_order: str | None = None, asked_email: str | None = None) -> None:
        known = self.conversation
        order, email = asked_order or known.asked_order, asked_email or known.asked_email
        if (order, email) != (known.asked_order, known.asked_email):
            self.conversation = replace(known, asked_order=order, asked_email=email)
            await self._conversations.save(self.conversation)


def order_number_in(text: str) -> str | None:
    match = _NUMBER.search(text)
    return normal_number(match[1] or match[2]) if match else None
