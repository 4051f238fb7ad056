"""The chat as plain text for the shopper to keep: as a file, or by e-mail to the address that was proved in it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assistant.agent.at_desk import AtDesk
from assistant.agent.stores import Stores
from assistant.conversation import Line
from assistant.errors import AssistantError
from assistant.shop.conversations import Conversation
from assistant.shop.identity import OrderDesk
from assistant.shop.mail import Mail

MOST_A_DAY = 3
UNPROVED = (
    "I send a chat only to an e-mail address that was proved in it, so that nobody else gets it. Ask about an order of "
    "yours first, or save the chat as a file."
)
OVER = "This chat was sent three times today. You can save it as a file instead."


class TranscriptRefused(AssistantError):
    status = 409


@dataclass(frozen=True)
class Transcripts:
    stores: Stores
    conversation: Conversation
    now: datetime
    shop: str

    async def text(self) -> str:
        """What both sides saw and nothing else; no note of the team's is in it."""
        lines = await AtDesk(self.stores, self.conversation, self.now).lines()
        head = f"Your chat with {self.shop}. Times are in UTC."
        return "\n\n".join([head, *("\n".join(_told(line, self.shop)) for line in lines)]) + "\n"

    async def send(self, key: str) -> str:
        """The address, with most of it hidden; once for each key. Raises `TranscriptRefused`."""
        address = await self._address()
        if not address:
            raise TranscriptRefused(UNPROVED)
        group = f"transcript-{_digest(self.conversation.id)}-{self.now:%Y%m%d}-"
        mail = Mail(group + _digest(key), address, f"Your chat with {self.shop}", await self.text(), self.now)
        if not await self.stores.outbox.add(mail, group, MOST_A_DAY):
            raise TranscriptRefused(OVER)
        return hidden(address)

    async def _address(self) -> str:
        """Of whoever was proved in full: a name with a postcode tells nothing of whose mailbox it is."""
        proof = self.conversation.proof
        if proof is None or proof.read_only:
            return ""
        customer = await OrderDesk(self.stores.orders).customer(proof)
        return proof.email or (customer.email if customer else "")


def hidden(address: str) -> str:
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def _told(line: Line, shop: str) -> Iterator[str]:
    who = {"shopper": "You", "assistant": f"The AI assistant of {shop}"}.get(
        line.who, f"{line.name}, a person of {shop}"
    )
    yield f"{who}, {line.at:%-d %B %Y, %H:%M}:"
    if line.text:
        yield line.text
    yield from (f"- {card.title}, {card.price.text}{_at(card.url)}" for card in line.cards)
    yield from (f"- {order.number}: {order.status}, {order.total.text}" for order in line.orders)
    if line.receipt:
        yield from (line.receipt.title, *line.receipt.lines)
    yield from (f"Source: {source.title}{_at(source.url)}" for source in line.citations)


def _at(url: str) -> str:
    return f", {url}" if url.startswith("https://") else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
