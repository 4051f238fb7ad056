"""What the console's requests and answers about learning look like."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from assistant.agent.learning import AskedInVain
from assistant.api.bodies import Asked, LookedUp
from assistant.api.desk_bodies import Key
from assistant.learning.cases import Wrong
from assistant.learning.faqs import Faq, FaqStatus

Question = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
Answer = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)]


class NewFaq(Asked):
    """`id` is made by the page: sent again with the same one, nothing is written twice."""

    id: Key
    turn_id: Annotated[str, Field(max_length=64), LookedUp()]
    question: Question
    answer: Answer = ""


class DecidedFaq(Asked):
    """`was` is the status that was decided upon: where it is another by now, nothing is written."""

    was: FaqStatus
    status: FaqStatus
    question: Question
    answer: Answer


class NewCase(Asked):
    """Without `wrong` it is what the turn's outcome tells."""

    wrong: Wrong | None = None
    note: Annotated[str, StringConstraints(max_length=300)] = ""


class FaqView(BaseModel):
    """`live` says that it is on the shop's pages. While it is `pending` they do not show what was decided; `fault`
    tells what is to be mended.
    """

    id: str
    conversation_id: str
    asked: str
    question: str
    answer: str
    by: str
    at: datetime
    status: FaqStatus
    decided_by: str
    pending: bool
    fault: str
    live: bool

    @classmethod
    def of(cls, faq: Faq, pages: Iterable[str]) -> "FaqView":
        """`pages` are the ids of those from `SOURCE`."""
        told = {name: getattr(faq, name) for name in cls.model_fields if name != "live"}
        return cls(**told, live=any(map(faq.is_on, pages)))


class AskedInVainView(BaseModel):
    """`conversation_id` and `turn_id` are those of the last time."""

    conversation_id: str
    turn_id: str
    text: str
    at: datetime
    times: int

    @classmethod
    def of(cls, asked: AskedInVain) -> "AskedInVainView":
        turn = asked.turn
        return cls(conversation_id=turn.conversation_id, turn_id=turn.id, text=turn.text, at=turn.at, times=asked.times)


class FaqList(BaseModel):
    """`by_hand` says that what is approved waits for `python -m ingest faqs`."""

    faqs: list[FaqView]
    asked: list[AskedInVainView]
    by_hand: bool
