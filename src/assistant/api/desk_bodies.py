"""What the console's requests and answers look like, and what the shopper's page asks of a hand-off."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from assistant.agent.on_behalf import CHANGES
from assistant.api.bodies import Asked, LookedUp, ReadForCards, ShopFacts
from assistant.conversation import Card, CartView, Citation, Line
from assistant.escalation.staff import SHORTEST_PASSWORD, Role
from assistant.shop.changes.effect import ChangeKind
from assistant.tools.asked import Asked as Change

Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{8,64}$"), LookedUp()]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Email = Annotated[str, StringConstraints(pattern=r"^[^\s@]+@[^\s@]+$", max_length=254)]
Password = Annotated[str, StringConstraints(min_length=SHORTEST_PASSWORD, max_length=200), LookedUp()]
Skill = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000), ReadForCards()]


class SignIn(Asked):
    email: Annotated[str, StringConstraints(max_length=254)]
    password: Annotated[str, StringConstraints(max_length=200), LookedUp()]


class Away(Asked):
    away: bool


class NewLine(Asked):
    """`id` is made by the page: sent again with the same one, nothing is written twice."""

    id: Key
    text: Text


class Tags(Asked):
    tags: list[Annotated[str, StringConstraints(max_length=80)]] = Field(max_length=40)


class Assigned(Asked):
    """Without `staff_id` whoever is freest gets it."""

    staff_id: Annotated[str | None, Field(max_length=64), LookedUp()] = None


class NewChange(Asked):
    """`asked` as the chat's own tool of that change takes it: `order_number` and what that change needs."""

    change: ChangeKind
    asked: dict[str, Any]

    def read(self) -> Change:
        """Raises `RequestValidationError`."""
        if self.change not in CHANGES:
            raise RequestValidationError([_fault(("change",), "no change that staff can make in a chat")])
        try:
            return CHANGES[self.change].model_validate(self.asked)
        except ValidationError as problem:
            faults = problem.errors(include_url=False, include_input=False, include_context=False)
            raise RequestValidationError([one | {"loc": ("body", "asked", *one["loc"])} for one in faults]) from None


def _fault(place: tuple[str, ...], words: str) -> dict[str, Any]:
    return {"type": "value_error", "loc": ("body", *place), "msg": words}


class NewCanned(Asked):
    title: Name
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class NewStaff(Asked):
    name: Name
    email: Email
    role: Role
    password: Password
    skills: list[Skill] = Field(default=[], max_length=40)
    most: int = Field(default=5, ge=1, le=100)


class ChangedStaff(Asked):
    """What is left out stays as it is."""

    name: Name | None = None
    role: Role | None = None
    password: Annotated[Password | None, LookedUp()] = None
    skills: list[Skill] | None = Field(default=None, max_length=40)
    most: int | None = Field(default=None, ge=1, le=100)
    active: bool | None = None


class NewRating(Asked):
    stars: int = Field(ge=1, le=5, strict=True)
    word: Annotated[str, StringConstraints(max_length=200), ReadForCards()] = ""


class Visited(Asked):
    page: Annotated[str, StringConstraints(max_length=300)]


class NewTranscript(Asked):
    """`key` is made by the page: asked again with the same one, one mail goes out."""

    key: Key


class MailedTo(BaseModel):
    """The address with most of it hidden."""

    to: str


class MeView(BaseModel):
    id: str
    name: str
    email: str
    role: Role
    away: bool
    shop: ShopFacts


class HandoffSummary(BaseModel):
    id: str
    status: Literal["waiting", "taken", "returned", "closed"]
    reason: str
    evidence: str
    queue: str
    owner: str
    owner_name: str
    former_name: str
    opened_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None = Field(description="when the first answer is due, while it waits")


class RowView(BaseModel):
    conversation_id: str
    handoff: HandoffSummary | None
    snippet: str
    mood: float | None = Field(default=None, description="VADER's compound of the last message, -1..1")
    last_at: datetime
    due_at: datetime | None = Field(description="when the first answer is due, while it waits")
    tags: tuple[str, ...]


class InboxView(BaseModel):
    """`seq` is where to listen on from."""

    rows: list[RowView]
    counts: dict[str, int]
    seq: int
    now: datetime


class PacketView(BaseModel):
    summary: tuple[str, ...]
    moods: tuple[float, ...]
    page: str
    orders: tuple[str, ...]
    signals: tuple[tuple[str, float, str], ...]


class SuggestedReplyView(BaseModel):
    text: str
    citations: tuple[Citation, ...]
    cards: tuple[Card, ...]


class SuggestedReplies(BaseModel):
    """`why` tells why there are none, where something stood in the way."""

    replies: list[SuggestedReplyView]
    why: str = ""


class FoundProducts(BaseModel):
    cards: list[Card]


class RatingView(BaseModel):
    stars: int
    word: str


class ChatView(BaseModel):
    """`orders` as GET /api/conversations/{id}/orders tells them, `level` how much was proved."""

    id: str
    lines: tuple[Line, ...]
    handoff: HandoffSummary | None
    packet: PacketView | None
    tried: tuple[str, ...]
    cart: CartView
    orders: list[dict[str, Any]]
    level: Literal["nobody", "order", "customer"]
    tags: tuple[str, ...]
    page: str
    rating: RatingView | None
    cases: tuple[str, ...] = Field(description="ids of its turns that are kept as cases")
    seq: int


class TagsView(BaseModel):
    tags: tuple[str, ...]


class CannedView(BaseModel):
    id: str
    title: str
    text: str


class CannedList(BaseModel):
    canned: list[CannedView]


class StaffView(BaseModel):
    """`load` is how many chats they have now, `here` whether they can be given one; owners alone see the address."""

    id: str
    name: str
    role: Role
    away: bool
    here: bool
    active: bool
    skills: tuple[str, ...]
    most: int
    load: int
    email: str = ""


class StaffList(BaseModel):
    staff: list[StaffView]
