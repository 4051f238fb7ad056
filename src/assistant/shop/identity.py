"""Proof of who is asking: a six-digit code sent to the order's address, or a token signed by the shop's own site."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import uuid4

from assistant.errors import TooManyAttempts, WrongCode
from assistant.shop.customers import Customer, postcode_key
from assistant.shop.mail import Mail
from assistant.shop.orders import Mailbox, Order, Orders, normal_email, normal_number

Level = Literal["order", "customer"]

CODE_DIGITS = 6
CODE_MINUTES = 10
CODE_TRIES = 5
CODES_PER_CONVERSATION = 5
CODES_PER_ORDER = 5
CODES_PER_SUBJECT = 5
CODES_PER_NETWORK = 30


@dataclass(frozen=True)
class Proof:
    """A proved e-mail address, an account that was proved, or both of one customer.

    An address without an account proves the orders of that address and nothing else. `read_only` is what a name or an
    address with its postcode proves in a shop that allows it: enough to see, never to change.
    """

    email: str | None = None
    customer_id: str | None = None
    read_only: bool = False

    @property
    def level(self) -> Level:
        return "order" if self.customer_id is None else "customer"

    def covers(self, order: Order) -> bool:
        by_id = self.customer_id is not None and order.customer_id == self.customer_id
        return by_id or (self.email is not None and normal_email(order.email) == self.email)

    @property
    def key(self) -> str:
        """Whose proof it is, for what must be bound to one shopper; an account stays itself when more is proved."""
        return f"customer:{self.customer_id}" if self.customer_id is not None else f"email:{self.email}"

    def joined(self, other: "Proof") -> "Proof":
        """Both together; only for two that `OrderDesk.one_customer` says are one customer's.

        What was proved for reading never rides on what was proved in full.
        """
        if self.read_only != other.read_only:
            return other if self.read_only else self
        return replace(self, email=self.email or other.email, customer_id=self.customer_id or other.customer_id)


@dataclass(frozen=True)
class Claim:
    """Who somebody says to be: by an e-mail address, or as `person_key` writes a name with its postcode.

    `number` is the order that was asked about, `network` where the asking comes from; both only count towards limits.
    `postcode` matters for an address that may be enough to read by.
    """

    email: str | None = None
    person: str = ""
    postcode: str = ""
    number: str | None = None
    network: str = ""


@dataclass(frozen=True)
class Challenge:
    """A code that was asked for. `matches` is known to the shop only and never leaves this room.

    `email` and `customer_id` are what the code proves; `subject` and `network` are keyed digests, to count by.
    """

    id: str
    conversation_id: str
    number: str
    email: str
    code_hash: str
    matches: bool
    created_at: datetime
    expires_at: datetime
    tries: int = 0
    used: bool = False
    customer_id: str | None = None
    subject: str = ""
    network: str = ""


@dataclass(frozen=True)
class CodeLimits:
    """At most so many codes `since` then: in one conversation; from anywhere for one order, or for one address or name;
    and from one network. What was not said is not counted.
    """

    since: datetime
    here: int = CODES_PER_CONVERSATION
    for_order: int = CODES_PER_ORDER
    for_subject: int = CODES_PER_SUBJECT
    for_network: int = CODES_PER_NETWORK


class Challenges(Protocol):
    async def add(self, challenge: Challenge, mail: Mail, limits: CodeLimits) -> bool:
        """Both rows or none; False when the limits are reached. Atomic, so that asking in parallel passes no limit."""
        ...

    async def latest(self, conversation_id: str) -> Challenge | None: ...

    async def count_try(self, challenge_id: str) -> int:
        """Add one try and return the new count; atomic, so that parallel guesses are all counted."""
        ...

    async def use(self, challenge_id: str) -> bool:
        """Mark as used; False when it already was."""
        ...


class Identity:
    """Asks for and checks codes. Before proof, a right and a wrong claim do the same work and read alike."""

    def __init__(
        self,
        orders: Orders,
        challenges: Challenges,
        secret: bytes,
        shop_name: str,
        new_code: Callable[[], str] = lambda: f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}",
    ) -> None:
        self._orders, self._challenges, self._secret = orders, challenges, secret
        self._shop_name, self._new_code = shop_name, new_code

    async def request_code(self, conversation_id: str, claim: Claim, now: datetime) -> None:
        """Raises `TooManyAttempts`; says nothing about whether anybody is known by the claim."""
        to = await self._mailbox(claim)
        code, challenge = self._challenge(conversation_id, claim, now, to)
        # to the address that the shop has, never to the one that was typed: two may look or fold alike
        await self._count(challenge, self._mail(to.address.strip() if to else None, code, now))

    async def read_by(self, conversation_id: str, claim: Claim, now: datetime) -> Proof | None:
        """Proof for reading, where the shop lets a name or an address with its postcode be one.

        Counts as a code does, right or wrong. Raises `TooManyAttempts`.
        """
        known = await self._mailbox(claim)
        _code, challenge = self._challenge(conversation_id, claim, now, None)
        await self._count(replace(challenge, used=True), self._mail(None, "", now))
        code = postcode_key(claim.postcode)
        if known is None or not code or known.person.rpartition(" ")[2] != code:
            return None
        return Proof(email=normal_email(known.address), customer_id=known.customer_id, read_only=True)

    async def _mailbox(self, claim: Claim) -> Mailbox | None:
        if claim.email:
            return await self._orders.mailbox(normal_email(claim.email))
        return await self._orders.mailbox_of(claim.person)

    def _challenge(
        self, conversation_id: str, claim: Claim, now: datetime, to: Mailbox | None
    ) -> tuple[str, Challenge]:
        code, challenge_id = self._new_code(), uuid4().hex
        return code, Challenge(
            id=challenge_id,
            conversation_id=conversation_id,
            number=normal_number(claim.number) if claim.number else "",
            email=normal_email(to.address if to else claim.email or ""),
            code_hash=self._hash(f"{challenge_id}:{code}"),
            matches=to is not None,
            created_at=now,
            expires_at=now + timedelta(minutes=CODE_MINUTES),
            customer_id=to.customer_id if to else None,
            subject=self._subject(claim),
            network=self._hash(f"network:{claim.network}") if claim.network else "",
        )

    async def _count(self, challenge: Challenge, mail: Mail) -> None:
        now = challenge.created_at
        if not await self._challenges.add(challenge, mail, CodeLimits(since=now - timedelta(hours=1))):
            raise TooManyAttempts("Too many codes were asked for. Please try again in an hour, or ask for a person.")

    async def verify(self, conversation_id: str, code: str, now: datetime) -> Proof:
        """Raises `WrongCode` or `TooManyAttempts`; a code works once."""
        challenge = await self._challenges.latest(conversation_id)
        if challenge is None or challenge.used or now >= challenge.expires_at:
            raise WrongCode("There is no code waiting, or it has expired. I can send a new one.")
        tries = await self._challenges.count_try(challenge.id)
        if tries > CODE_TRIES:
            raise TooManyAttempts("That was tried too often. I can send a new code, or fetch a person.")
        right = hmac.compare_digest(challenge.code_hash, self._hash(f"{challenge.id}:{code.strip()}"))
        if not (right and challenge.matches and await self._challenges.use(challenge.id)):
            raise WrongCode(f"That code is not right. {CODE_TRIES - tries} tries are left.")
        return Proof(email=challenge.email, customer_id=challenge.customer_id)

    async def waits(self, conversation_id: str, now: datetime, claim: Claim | None = None) -> bool:
        """Whether a code was asked for (by that claim) and can still be typed."""
        challenge = await self._challenges.latest(conversation_id)
        if challenge is None or challenge.used or now >= challenge.expires_at or challenge.tries >= CODE_TRIES:
            return False
        return claim is None or challenge.subject == self._subject(claim)

    def _subject(self, claim: Claim) -> str:
        return self._hash(f"email:{normal_email(claim.email)}" if claim.email else f"person:{claim.person}")

    def _hash(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()

    def _mail(self, to: str | None, code: str, now: datetime) -> Mail:
        body = (
            f"Your code is {code}. It works for {CODE_MINUTES} minutes.\n\n"
            "Type it in the chat to see your orders. If you did not ask for it, ignore this mail: "
            "nobody can see your orders without the code."
        )
        subject = f"Your code for {self._shop_name}"
        return Mail(uuid4().hex, to, subject, body if to else "", now, "queued" if to else "void")


class OrderDesk:
    """Order data for whoever has proved it; the only way from the agent to an order."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    async def status(self, number: str, proof: Proof | None) -> Order | None:
        """None when there is no proof for this order, or no such order: the two are not told apart."""
        known = proof or Proof()
        order = await self._orders.owned(normal_number(number), known.customer_id, known.email)
        return order if order is not None and known.covers(order) else None

    async def changeable(self, number: str, proof: Proof | None) -> Order | None:
        """As `status`, for who may change the order and not only read it."""
        order = await self.status(number, proof)
        return None if proof is None or proof.read_only else order

    async def customer(self, proof: Proof | None) -> Customer | None:
        """The account that is proved: by the shop's site, or by a code to the address it is known by."""
        if proof is None:
            return None
        if proof.customer_id is not None:
            return await self._orders.customer(proof.customer_id)
        return await self._orders.customer_by_email(proof.email) if proof.email else None

    async def recent(self, proof: Proof | None, limit: int = 5) -> list[Order]:
        by_id = await self._orders.of_customer(proof.customer_id, limit) if proof and proof.customer_id else ()
        by_email = await self._orders.of_email(proof.email, limit) if proof and proof.email else ()
        found = {order.number: order for order in (*by_id, *by_email)}
        return sorted(found.values(), key=lambda order: (order.placed_at, order.number), reverse=True)[:limit]

    async def one_customer(self, one: Proof, other: Proof) -> bool:
        """Whether both speak of the same customer: in whole, or an account and the e-mail address it is known by."""
        ids = {one.customer_id, other.customer_id} - {None}
        emails = {one.email, other.email} - {None}
        if len(ids) > 1 or len(emails) > 1:
            return False
        if not ids or not emails or any(p.email and p.customer_id for p in (one, other)):
            return True
        return await self._known_by(str(*ids), str(*emails))

    async def _known_by(self, customer_id: str, email: str) -> bool:
        customer = await self._orders.customer(customer_id)
        if customer is not None and normal_email(customer.email) == email:
            return True
        orders = await self._orders.of_email(email, 100)
        return any(order.customer_id == customer_id for order in orders)
