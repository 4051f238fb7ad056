"""One conversation's way to proof: what was asked, what was given, what came of it. No model takes part."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from assistant.errors import NoAccount, TooManyAttempts, UnknownOrder, WrongCode
from assistant.shop.conversations import Asked, Conversation, Conversations
from assistant.shop.customers import Customer, person_key
from assistant.shop.given import Given, read_given
from assistant.shop.identity import CODE_MINUTES, Claim, Identity, OrderDesk, Proof
from assistant.shop.naming import Hearing
from assistant.shop.orders import Order, normal_number

NeedWhat = Literal["email", "name", "postcode", "code"]
Event = Literal[
    "code_sent", "proved", "wrong_code", "too_many", "need_name", "need_postcode", "not_found", "other_customer"
]

PROVED = "Thank you, that is proved."
PROVED_ALREADY = "Thank you, that is proved already."
NO_ACCOUNT = "There is no customer account for what was proved here. A person can help with that."
OTHER_CUSTOMER = (
    "This chat shows one customer's orders already. For orders of another customer or another e-mail address, "
    "please start a new chat."
)
_TYPE_IT = f"Please type it here within {CODE_MINUTES} minutes."
BY_EMAIL = f"If we know that e-mail address, a six-digit code is on its way there. {_TYPE_IT}"
BY_NAME = (
    "If one of our customers has that name and postcode, a six-digit code is on its way to the e-mail address of the "
    f"account. {_TYPE_IT}"
)
ASK_NAME = "Thank you. What are the first and last name on the account?"
ASK_POSTCODE = "Thank you. What is the postcode of the address on the account?"
NOT_FOUND = "I find no customer by that. Please check it, or give me the e-mail address of your account."

_EVENTS: dict[NeedWhat, tuple[Event, str]] = {
    "name": ("need_name", ASK_NAME),
    "postcode": ("need_postcode", ASK_POSTCODE),
}


@dataclass(frozen=True)
class Need:
    """What is still missing before order data may be shown, and all that would do."""

    need: NeedWhat
    order_number: str | None = None

    @property
    def accepts(self) -> tuple[str, ...]:
        return ("e-mail", "first and last name with postcode") if self.need == "email" else (self.need,)


@dataclass(frozen=True)
class Heard:
    """The message without what was given as proof, and what that led to. `event` is None when there was nothing."""

    text: str
    event: Event | None = None
    order_number: str | None = None
    message: str = ""


def _digits(text: str | None) -> str:
    return "".join(c for c in text or "" if c.isdecimal())


async def _never() -> bool:
    return False


class Proving:
    """Holds the newest state of the conversation for the length of a turn.

    `network` is where the shopper comes from, "" if unknown; `read_by_name` whether the shop lets a name or an e-mail
    address with its postcode be enough for reading. While somebody is `buying`, their name and address say where a new
    order goes and prove nothing.
    """

    def __init__(
        self,
        conversation: Conversation,
        conversations: Conversations,
        identity: Identity,
        desk: OrderDesk,
        now: datetime,
        *,
        network: str = "",
        read_by_name: Callable[[], Awaitable[bool]] = _never,
        buying: bool = False,
    ) -> None:
        self.conversation = conversation
        self._conversations, self._identity, self._desk, self._now = conversations, identity, desk, now
        self._network, self._read_by_name, self._buying = network, read_by_name, buying

    async def kept(self, text: str) -> str:
        """The message as it may be kept: without what was given as proof, and without a code that could be used."""
        return (await self._given(text)).text

    async def hear(self, text: str) -> Heard:
        """Take what is given as proof out of the message, and act on it."""
        given = await self._given(text)
        if given.number:
            await self._remember(order=given.number)
        if self._buying and not given.code and not given.number:
            return Heard(given.text)
        if given.code and given.email in {None, self._asked.email}:
            return self._heard(given, *await self._take_code(given.code))
        if given.email:
            await self._remember(name=given.name or self._asked.name, postcode=given.postcode or self._asked.postcode)
            return self._heard(given, *await self._take_email(given.email))
        if given.name or given.postcode:
            return self._heard(given, *await self._take_person(given))
        return Heard(given.text)

    async def order(self, number: str) -> Order | Need:
        """Raises `UnknownOrder` for what is not the proved customer's own, whether it exists or not."""
        proof, number = self.conversation.proof, normal_number(number)
        order = await self._desk.status(number, proof)
        if order is not None:
            return order
        if proof is not None and proof.email is not None:
            raise UnknownOrder(f"I see no order {number} among the orders that were proved here. {OTHER_CUSTOMER}")
        await self._remember(order=number)
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

    async def forget(self, numbers: Collection[str]) -> None:
        """What was given towards a proof and turned out to be something else."""
        order, postcode = self._asked.order, self._asked.postcode
        await self._remember(
            order=None if _digits(order) in numbers else order,
            postcode=None if _digits(postcode) in numbers else postcode,
        )

    @property
    def _asked(self) -> Asked:
        return self.conversation.asked

    @property
    def _reads_only(self) -> bool:
        return self.conversation.proof is not None and self.conversation.proof.read_only

    @property
    def _hearing(self) -> Hearing:
        if self._buying or (self.conversation.proof is not None and not self._reads_only):
            return "nothing"
        if not self._asked.proof:
            return "offers"
        return "a postcode" if self._asked.name else "answers"

    @property
    def _claim(self) -> Claim | None:
        """An address given last counts before a name."""
        asked = self._asked
        claim = Claim(postcode=asked.postcode or "", number=asked.order, network=self._network)
        if asked.email:
            return replace(claim, email=asked.email)
        person = person_key(asked.name or "", asked.postcode or "")
        return replace(claim, person=person) if person else None

    async def _given(self, text: str) -> Given:
        waits = await self._identity.waits(self.conversation.id, self._now)
        # a code that comes too late is still a code, and must be answered as one
        late = self.conversation.proof is None and self._claim is not None
        return read_given(text, code_waits=waits, late=late, person=self._hearing)

    async def _ask(self) -> Need:
        await self._remember(proof=True)
        if (claim := self._claim) is None:
            return Need(self._missing, self._asked.order)
        if not await self._identity.waits(self.conversation.id, self._now, claim):
            await self._identity.request_code(self.conversation.id, claim, self._now)
        return Need("code", self._asked.order)

    @property
    def _missing(self) -> NeedWhat:
        if self._asked.name:
            return "postcode"
        return "name" if self._asked.postcode else "email"

    def _heard(self, given: Given, event: Event, message: str) -> Heard:
        return Heard(given.text, event, None if event == "other_customer" else self._asked.order, message)

    async def _take_email(self, email: str) -> tuple[Event, str]:
        proof = self.conversation.proof
        if proof is not None and not proof.read_only:
            if not await self._desk.one_customer(proof, Proof(email=email)):
                return "other_customer", OTHER_CUSTOMER
            if proof.email == email:
                return "proved", PROVED_ALREADY
        await self._remember(email=email)
        return await self._take_claim(BY_EMAIL)

    async def _take_person(self, given: Given) -> tuple[Event, str]:
        await self._remember(
            name=given.name or self._asked.name, postcode=given.postcode or self._asked.postcode, email=None, proof=True
        )
        return await self._take_claim(BY_NAME) if self._claim else _EVENTS[self._missing]

    async def _take_claim(self, sentence: str) -> tuple[Event, str]:
        claim = self._claim
        if claim is None:
            raise RuntimeError("nobody was named")
        try:
            if claim.postcode and self.conversation.proof is None and await self._read_by_name():
                return await self._read_by(claim)
            await self._identity.request_code(self.conversation.id, claim, self._now)
        except TooManyAttempts as error:
            return "too_many", error.message
        return "code_sent", sentence

    async def _read_by(self, claim: Claim) -> tuple[Event, str]:
        proof = await self._identity.read_by(self.conversation.id, claim, self._now)
        if proof is None or not await self.prove(proof):
            return "not_found", NOT_FOUND
        return "proved", PROVED

    async def _take_code(self, code: str) -> tuple[Event, str]:
        try:
            proof = await self._identity.verify(self.conversation.id, code, self._now)
        except TooManyAttempts as error:
            return "too_many", error.message
        except WrongCode as error:
            return "wrong_code", error.message
        return ("proved", PROVED) if await self.prove(proof) else ("other_customer", OTHER_CUSTOMER)

    async def _remember(self, **given: Any) -> None:
        asked = replace(self._asked, **given)
        if asked != self._asked:
            self.conversation = replace(self.conversation, asked=asked)
            await self._conversations.remember(self.conversation.id, asked)
