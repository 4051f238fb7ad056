"""The shopper's side of a hand-off: what a person wrote, coming back, and the rating at the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.agent.history import lines_of
from assistant.agent.stores import Stores
from assistant.conversation import HandoffView, Line
from assistant.errors import BadRequest
from assistant.escalation.calling import Calling
from assistant.escalation.desk import view
from assistant.escalation.lines import Rating, StaffLine
from assistant.escalation.policy import decide
from assistant.escalation.queue import Handoff
from assistant.escalation.signals import measure
from assistant.guardrails.inbound import screen
from assistant.shop.conversations import Conversation
from assistant.shop.handoff_policy import Policy
from assistant.shop.identity import OrderDesk

REOPENS_WITHIN = timedelta(hours=72)
LONGEST_WORD = 80
_THANKS = """
thanks thank you thx ty cheers ok okay great perfect bye goodbye super nice good very much so a lot cool lovely
brilliant all then have day evening for your the help danke merci gracias
"""


@dataclass(frozen=True)
class AtDesk:
    stores: Stores
    conversation: Conversation
    now: datetime

    async def lines(self) -> list[Line]:
        """Everything that both sides saw, oldest first."""
        turns = await self.stores.conversations.turns(self.conversation.id)
        said = [line for line in await self.stores.lines.of(self.conversation.id) if line.kind == "said"]
        return sorted((*(line for turn in turns for line in lines_of(turn)), *map(line_of, said)), key=_moment)

    async def came_back(self, text: str) -> bool:
        """A chat that a person closed is theirs again when the shopper writes more than thanks."""
        last = await self.stores.handoffs.last_of(self.conversation.id)
        if last is None or last.status != "closed" or not last.owner or _is_thanks(text):
            return False
        return last.ended_at is not None and self.now - last.ended_at <= REOPENS_WITHIN

    async def rate(self, stars: int, word: str) -> Rating:
        """Once for each hand-off that is over. Raises `BadRequest` or `CardNumberRefused`."""
        last = await self.stores.handoffs.last_of(self.conversation.id)
        if last is None or last.is_open or not last.owner:
            raise BadRequest("There is nothing to rate here yet.")
        rating = Rating(last.id, self.conversation.id, stars, _word(word), last.owner, self.now)
        await self.stores.lines.rate(rating)
        return await self.stores.lines.rating(last.id) or rating

    async def may_rate(self) -> bool:
        last = await self.stores.handoffs.last_of(self.conversation.id)
        over = last is not None and not last.is_open and bool(last.owner)
        return over and last is not None and await self.stores.lines.rating(last.id) is None

    async def handoff(self) -> HandoffView | None:
        """The one that is open, with the name of whoever has it; while nobody has, with what the policy says of it."""
        handoff = await self.stores.handoffs.of_conversation(self.conversation.id)
        if handoff is None:
            return None
        person, message = await name_of(self.stores, handoff), ""
        if handoff.status == "waiting":
            message = (await self.stores.handoff_policy.policy()).said(handoff.reason, self.now)
        return view(handoff).model_copy(update={"person": person, "message": message})

    async def person_has_it(self) -> bool:
        handoff = await self.stores.handoffs.of_conversation(self.conversation.id)
        return handoff is not None and handoff.status == "taken"


async def name_of(stores: Stores, handoff: Handoff | None) -> str:
    member = await stores.staff.get(handoff.owner) if handoff and handoff.owner else None
    return member.name if member else ""


async def calling_of(stores: Stores) -> Calling:
    """By the policy as it stands now."""
    return Calling(await stores.handoff_policy.policy(), OrderDesk(stores.orders))


def calls_for_person(text: str, policy: Policy) -> bool:
    """Of itself, whatever was said before."""
    return decide(measure(screen(text).text), policy) is not None


def line_of(line: StaffLine) -> Line:
    return Line(id=line.id, who="staff", name=line.name, text=line.text, at=line.at)


def _moment(line: Line) -> datetime:
    return line.at


def _word(text: str) -> str:
    return " ".join(screen(text).text.split())[:LONGEST_WORD]


def _is_thanks(text: str) -> bool:
    words = "".join(c if c.isalpha() else " " for c in text.lower()).split()
    return set(words) <= set(_THANKS.split())
