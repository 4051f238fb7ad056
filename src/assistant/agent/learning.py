"""The staff's side of learning: what shoppers asked in vain, questions for the shop's pages, and frozen turns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.agent.messages import line_id_of
from assistant.agent.stores import Stores
from assistant.errors import BadRequest, NotFound
from assistant.escalation.staff import Staff
from assistant.guardrails.inbound import plain
from assistant.learning.cases import FrozenTurn, Wrong
from assistant.learning.faqs import DecidedMeanwhile, Faq, FaqStatus
from assistant.retrieval.reading.words import content
from assistant.shop.conversations import Conversation, Turn
from assistant.shop.identity import OrderDesk

OF_PAGES = frozenset({"search_policies"})
MOST_ASKED = 50
MOST_ORDERS = 100
NAMES_THE_SHOPPER = "That names an order or the e-mail address of this shopper. Everybody would read it: take it out."


@dataclass(frozen=True)
class AskedInVain:
    """`turn` is the newest of so many `times` that the same was asked."""

    turn: Turn
    times: int


@dataclass(frozen=True)
class Learning:
    """`who` has signed in; what their role allows is the routes' to know."""

    stores: Stores
    who: Staff
    now: datetime

    async def asked_in_vain(self) -> list[AskedInVain]:
        """Of the shop's pages, and nobody has suggested or refused it yet; the most frequent first."""
        return asked_in_vain(await self.stores.conversations.abstained(), await self.stores.faqs.all())

    async def suggest(self, conversation: Conversation, key: str, turn_id: str, question: str, answer: str) -> Faq:
        """Once for each key. Raises `NotFound`, `BadRequest` or `CardNumberRefused`."""
        asked = (await self._turn(conversation, turn_id)).text
        faq_id = line_id_of(conversation, self.who.id, "faq", key)
        question, answer = await self._readable(conversation, question, answer)
        faq = Faq(faq_id, conversation.id, turn_id, asked, question, answer, self.who.name, self.now)
        await self.stores.faqs.suggest(faq)
        return await self._faq(faq_id)

    async def decide(self, faq_id: str, was: FaqStatus, status: FaqStatus, question: str, answer: str) -> Faq:
        """Raises `NotFound`, `BadRequest`, `CardNumberRefused` or `DecidedMeanwhile`."""
        faq = await self._faq(faq_id)
        conversation = await self.stores.conversations.get(faq.conversation_id)
        question, answer = await self._readable(conversation, question, answer)
        if status == "approved" and not (question and answer):
            raise BadRequest("Write the question and its answer first.")
        pending = "approved" in {status, faq.status} or faq.pending
        decided = replace(
            faq, status=status, question=question, answer=answer, decided_by=self.who.name, decided_at=self.now,
            pending=pending, fault="",
        )  # fmt: skip
        if not await self.stores.faqs.decide(decided, was):
            raise DecidedMeanwhile("Somebody else has just decided this. Here is how it stands now.")
        return decided

    async def freeze(self, conversation: Conversation, turn_id: str, wrong: Wrong | None, note: str) -> None:
        """Without `wrong` it is what the turn's outcome tells. Raises `NotFound`, `BadRequest`, `CardNumberRefused`."""
        turn = await self._turn(conversation, turn_id)
        if turn.reply is not None and turn.reply.outcome == "with_person":
            raise BadRequest("A person answered here. A case is about an answer of the assistant's.")
        if conversation.proof is not None:
            raise BadRequest("An order was proved in this chat, and a case must hold nobody's orders. It is not kept.")
        frozen = FrozenTurn(turn_id, conversation.id, wrong or likely(turn), plain(note), self.who.name, self.now)
        await self.stores.cases.freeze(frozen)

    async def _turn(self, conversation: Conversation, turn_id: str) -> Turn:
        turn = await self.stores.conversations.turn(conversation.id, turn_id)
        if turn is None:
            raise NotFound("This chat has no such message.")
        return turn

    async def _faq(self, faq_id: str) -> Faq:
        faq = await self.stores.faqs.get(faq_id)
        if faq is None:
            raise NotFound("There is no such question any more.")
        return faq

    async def _readable(self, conversation: Conversation | None, *texts: str) -> tuple[str, ...]:
        """As everybody may read it."""
        shown = tuple(map(plain, texts))
        if conversation is not None and conversation.proof is not None:
            orders = await OrderDesk(self.stores.orders).recent(conversation.proof, MOST_ORDERS)
            secrets = {
                conversation.proof.email or "",
                *(one for order in orders for one in (order.number, order.email)),
            }
            said = " ".join(shown).casefold()
            if any(secret and secret.casefold() in said for secret in secrets):
                raise BadRequest(NAMES_THE_SHOPPER)
        return shown


def asked_in_vain(turns: Iterable[Turn], faqs: Sequence[Faq]) -> list[AskedInVain]:
    """`turns` are the newest first."""
    known = {sense(text) for faq in faqs for text in (faq.asked, faq.question)}
    found = dict[str, AskedInVain]()
    for turn in turns:
        meant = sense(turn.text)
        if turn.reply is None or not set(turn.reply.tools) <= OF_PAGES or meant in known:
            continue
        earlier = found.get(meant)
        found[meant] = AskedInVain(earlier.turn if earlier else turn, earlier.times + 1 if earlier else 1)
    return sorted(found.values(), key=lambda asked: asked.times, reverse=True)[:MOST_ASKED]


def sense(text: str) -> str:
    """Two questions of the same words that carry meaning are one."""
    return " ".join(sorted(set(content(text)))) or " ".join(text.casefold().split())


def likely(turn: Turn) -> Wrong:
    if turn.reply is None or turn.reply.outcome in {"abstained", "refused", "failed"}:
        return "no answer"
    return "wrong products" if turn.reply.cards else "wrong answer"
