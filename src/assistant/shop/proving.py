"""One conversation's way to proof: what was asked, what was given, what came of it. No model takes part."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from assistant.errors import NoAccount, TooManyAttempts, UnknownOrder, WrongCode
from assistant.shop.conversations import Conversation, Conversations
from assistant.shop.customers import Customer
from assistant.shop.given import Given, read_given
from assistant.shop.identity import CODE_MINUTES, Identity, OrderDesk, Proof
from assistant.shop.orders import Order, normal_number

NeedWhat = Literal["order_number", "email", "code"]
Event = Literal["code_sent", "proved", "wrong_code", "too_many", "need_order_number", "other_customer"]

NO_ACCOUNT = "There is no customer account for what was proved here. A person can help with that."
OTHER_CUSTOMER = (
    "This chat shows one customer's orders already. For orders of another customer or another e-mail address, "
    "please start a new chat."
)


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

    async def kept(self, text: str) -> str:
        """The message as it may be kept: without e-mail addresses and without a code that could still be used."""
        return (await self._given(text)).text

    async def hear(self, text: str) -> Heard:
        """Take e-mail addresses and a waited-for code out of the message, and act on them."""
        given = await self._given(text)
        if given.number:
            await self._remember(asked_order=given.number)
        if given.code and given.email in {None, self.conversation.asked_email}:
            return await self._heard_code(given.code, given.text)
        return await self._heard_email(given.email, given.text) if given.email else Heard(given.text)

    async def order(self, number: str) -> Order | Need:
        """Raises `UnknownOrder` for what is not the proved customer's own, whether it exists or not."""
        proof, number = self.conversation.proof, normal_number(number)
        order = await self._desk.status(number, proof)
        if order is not None:
            return order
        if proof is not None and proof.email is not None:
            raise UnknownOrder(f"I see no order {number} among the orders that were proved here. {OTHER_CUSTOMER}")
        await self._remember(asked_order=number)
        return await self._ask()

    async def changeable(self, number: str) -> Order | Need:
        """As `order`, for who wants to change it: what was proved for reading only asks for a code first."""
        found = await self.order(number)
        return found if isinstance(found, Need) or not self._reads_only else await self._ask()

    async def account(self) -> Customer | Need:
        """Raises `NoAccount` where the orders of an e-mail address were proved that no account has."""
        if self.conversation.proof is None:
            return await self._ask()
        customer = await self._desk.customer(self.conversation.proof)
        if customer is None:
            raise NoAccount(NO_ACCOUNT)
        return customer

    async def changeable_account(self) -> Customer | Need:
        found = await self.account()
        return found if isinstance(found, Need) or not self._reads_only else await self._ask()

    async def recent(self) -> list[Order] | Need:
        if self.conversation.proof is not None:
            return await self._desk.recent(self.conversation.proof)
        return await self._ask()

    @property
    def _reads_only(self) -> bool:
        return self.conversation.proof is not None and self.conversation.proof.read_only

    async def _given(self, text: str) -> Given:
        waits = await self._identity.waits(self.conversation.id, self._now)
        # a code that comes too late is still a code, and must be answered as one
        late = self.conversation.proof is None and None not in {
            self.conversation.asked_order,
            self.conversation.asked_email,
        }
        return read_given(text, code_waits=waits, late=late)

    async def _ask(self) -> Need:
        number, email = self.conversation.asked_order, self.conversation.asked_email
        if number is None or email is None:
            return Need("email" if number else "order_number", number)
        if not await self._identity.waits(self.conversation.id, self._now, number):
            await self._identity.request_code(self.conversation.id, number, email, self._now)
        return Need("code", number)

    async def _heard_email(self, email: str, cleaned: str) -> Heard:
        number, proof = self.conversation.asked_order, self.conversation.proof
        if proof is not None and not await self._desk.one_customer(proof, Proof(email=email)):
            return Heard(cleaned, "other_customer", None, OTHER_CUSTOMER)
        if proof is not None and proof.email == email:
            return Heard(cleaned, "proved", number, "Thank you, that is proved already.")
        await self._remember(asked_email=email)
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
        if not await self.prove(proof):
            return Heard(cleaned, "other_customer", None, OTHER_CUSTOMER)
        return Heard(cleaned, "proved", number, "Thank you, that is proved.")

    async def prove(self, proof: Proof) -> bool:
        """Take the proof in; False when the conversation is another customer's, and must stay theirs."""
        before = self.conversation.proof
        if before is not None and not await self._desk.one_customer(before, proof):
            return False
        joined = before.joined(proof) if before else proof
        if not await self._conversations.prove(self.conversation.id, joined, before):
            return False
        self.conversation = replace(self.conversation, proof=joined)
        return True

    async def _remember(self, asked_order: str | None = None, asked_email: str | None = None) -> None:
        known = self.conversation
        order, email = asked_order or known.asked_order, asked_email or known.asked_email
        if (order, email) != (known.asked_order, known.asked_email):
            self.conversation = replace(known, asked_order=order, asked_email=email)
            await self._conversations.remember(known.id, order, email)
