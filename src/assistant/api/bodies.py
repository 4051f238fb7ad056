"""What requests and answers look like on the wire, beyond the shared nouns."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from assistant.card_numbers import has_card
from assistant.conversation import CartView, Confirmation, HandoffView, Line

NO_CARD = "it holds a card number, which must not be sent here; payment happens only on the shop's own payment page"


class LookedUp:
    """Marks a field that is compared with what the shop has, and never kept: it may look like a card number."""


class ReadForCards:
    """Marks the field whose card numbers are taken out where it is read, so that the rest can be answered."""


Sku = Annotated[str, StringConstraints(min_length=1, max_length=200), LookedUp()]
ShortText = Annotated[str, StringConstraints(max_length=254)]
Amount = Annotated[Decimal, Field(max_digits=15, description="in major units, as text or number: 49.00")]


class Asked(BaseModel):
    """What every body must be built on: no field of it takes a card number, unless it is marked."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    @field_validator("*", mode="after")
    @classmethod
    def without_card(cls, value: Any, info: ValidationInfo) -> Any:
        marks = cls.model_fields[str(info.field_name)].metadata
        if not any(isinstance(mark, LookedUp | ReadForCards) for mark in marks) and _has_card(value):
            raise PydanticCustomError("card_number", NO_CARD)
        return value


def _has_card(value: Any) -> bool:
    if isinstance(value, str):
        return has_card(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return has_card(str(value))
    if isinstance(value, dict):
        return any(_has_card(part) for pair in value.items() for part in pair)
    return isinstance(value, list | tuple | set) and any(map(_has_card, value))


class NewMessage(Asked):
    text: Annotated[str, ReadForCards()]
    confirms: Annotated[str | None, LookedUp()] = Field(
        default=None,
        max_length=200,
        description="the id of the confirmation that a button said yes to: a yes to that one only, whatever the text",
    )
    key: Annotated[str, LookedUp()] = Field(
        default="", max_length=64, description="made by the page: a message sent again with it is answered once"
    )


class NewCartLine(Asked):
    sku: Sku
    quantity: int = Field(default=1, ge=1, le=1000, strict=True)


class NewQuantity(Asked):
    quantity: int = Field(ge=0, le=1000, strict=True, description="0 removes the line")


class NewMessageOnCart(Asked):
    message: str = Field(max_length=1000, description="the shopper's own note, on one line; empty takes it away")


class CartItem(Asked):
    sku: Sku


class NewsSeen(Asked):
    """Of the news that were shown."""

    ids: Annotated[list[Annotated[str, StringConstraints(max_length=300)]], LookedUp()] = Field(max_length=200)


class UndoneCart(BaseModel):
    """`undone` names the change that was taken back, `missing` what could not come back, and why."""

    undone: str
    missing: tuple[str, ...]
    cart: CartView


class NewOffer(Asked):
    """What is left out stays as it is; a `compare_at` of 0 or null takes it away."""

    sku: Sku
    price: Amount | None = None
    compare_at: Amount | None = None
    stock: int | None = Field(default=None, strict=True, description="below 0 counts as 0")


class OffersPushed(Asked):
    offers: list[NewOffer] = Field(max_length=1000)


class OfferAnswer(BaseModel):
    sku: str
    outcome: Literal["changed", "unchanged", "unknown", "other currency", "refused"]
    message: str = ""


class OffersAnswer(BaseModel):
    """One entry for each SKU; `counts` by outcome."""

    counts: dict[str, int]
    offers: list[OfferAnswer]


class NewRefund(Asked):
    """In the order's currency; without an amount, all that is left."""

    order: str = Field(min_length=1, max_length=100, description="its number, such as #1042")
    amount: Amount | None = Field(default=None, gt=0)
    reason: str = Field(min_length=1, max_length=200, description='what the shopper reads after "because"')
    staff: str = Field(min_length=1, max_length=80, description="who answers for it, by name")


class RefundAnswer(BaseModel):
    """`left` is what can still be paid back of the order, `method` where the money goes."""

    id: str
    order: str
    amount: Decimal
    left: Decimal
    currency: str
    method: str


class NewPlace(Asked):
    line1: ShortText
    line2: ShortText = ""
    city: ShortText = ""
    region: ShortText = Field(default="", description="state, province or county")
    postcode: ShortText = ""
    country: ShortText = Field(default="", description="name or ISO 3166 code")


class CheckoutSaid(Asked):
    """What is left out stays as it was."""

    name: ShortText | None = None
    email: ShortText | None = None
    phone: ShortText | None = None
    place: NewPlace | None = None
    method: ShortText | None = Field(default=None, description="a shipping method by its name")
    note: ShortText | None = None
    add_code: ShortText | None = Field(default=None, description="a discount code")
    drop_code: ShortText | None = None


class SignedToken(Asked):
    token: Annotated[str, LookedUp()] = Field(
        min_length=1, max_length=8192, description="JWT signed by the shop's own site"
    )


class Greeting(BaseModel):
    text: str
    suggestions: tuple[str, ...]


class ShopFacts(BaseModel):
    """Origins: `links` may be followed and `pictures` may be loaded from, beside this server itself."""

    name: str
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


class ModelName(BaseModel):
    name: str
    kind: Literal["hosted", "offline"]


class Opened(BaseModel):
    """`token` is shown once; it opens this conversation and nothing else."""

    id: str
    token: str
    greeting: Greeting
    shop: ShopFacts
    model: ModelName


class Transcript(BaseModel):
    id: str
    shop: ShopFacts
    lines: tuple[Line, ...]
    cart: CartView
    handoff: HandoffView | None
    confirmation: Confirmation | None = Field(default=None, description="the change that still waits for a yes")
    seq: int = Field(default=0, description="where to listen on from, at /events")
    may_rate: bool = False


class OrderAnswer(BaseModel):
    """An order as the tool `order_status` tells it."""

    order: dict[str, Any]


class OrdersAnswer(BaseModel):
    """Newest first. `level` is how much was proved; what is `read_only` can be seen, not changed."""

    level: Literal["nobody", "order", "customer"]
    read_only: bool
    orders: list[dict[str, Any]]


class Received(BaseModel):
    received: Literal[True] = True


class Problem(BaseModel):
    code: str
    message: str
    fields: tuple[str, ...] = Field(default=(), description="of a checkout, what is to be looked at again")


class ErrorBody(BaseModel):
    error: Problem


class ModelHealth(ModelName):
    description: str = ""


class IndexHealth(BaseModel):
    revision: str | None = None
    products: int = 0
    passages: int = 0


class Health(BaseModel):
    model_config = ConfigDict(extra="allow")

    status: Literal["ok", "degraded"]
    model: ModelHealth
    index: IndexHealth
    database: str
