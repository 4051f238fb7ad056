"""The shared nouns of a conversation. Plain pydantic models: the API, the tools and the evals speak them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Noun(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(Noun):
    """Integer minor units and the words a shopper reads, made by code from the same number."""

    minor: int
    currency: str
    text: str


class Choice(Noun):
    """One variant as a card offers it."""

    sku: str
    label: str
    price: Price
    compare_at: Price | None = None
    stock: Literal["in stock", "low stock", "out of stock"]
    left: int | None = None


class Card(Noun):
    """A product as the page draws it; attached by code, never written by a model."""

    handle: str
    title: str
    vendor: str
    image: str
    url: str
    price: Price
    price_to: Price | None = None
    compare_at: Price | None = None
    stock: Literal["in stock", "low stock", "out of stock"]
    choices: tuple[Choice, ...]


class Recommendation(Noun):
    """One thing that goes with the cart. The card offers what is in stock; `reason` words the `evidence`, by code."""

    card: Card
    evidence: Literal["goes with", "bought together", "collection"]
    reason: str


class Citation(Noun):
    title: str
    url: str
    quote: str


class CartLineView(Noun):
    sku: str
    title: str
    options: str
    image: str
    quantity: int
    unit: Price
    total: Price
    note: str = ""
    message: str = ""


class CartNews(Noun):
    """What changed in the cart since the shopper was told last. `id` names this very change, to say it was seen."""

    id: str
    kind: Literal["price", "stock", "gone", "currency", "expired", "merged"]
    sku: str = ""
    text: str


class CartView(Noun):
    """A line's `note` is the shop's, its `message` the shopper's own. `before` is what the cart came to when it was
    seen last, where `news` changed that; `undo` names the change that can be taken back.
    """

    lines: tuple[CartLineView, ...] = ()
    count: int = 0
    subtotal: Price
    saved: tuple[CartLineView, ...] = ()
    message: str = ""
    news: tuple[CartNews, ...] = ()
    before: Price | None = None
    undo: str = ""


class HandoffView(Noun):
    """`message` is what the shop says of it in its own words, and when nobody is in."""

    id: str
    reason: str
    status: Literal["waiting", "taken", "returned", "closed"]
    person: str = ""
    message: str = ""


class Moved(Noun):
    """Money that a change moves: `method` as the shopper knows it, `when` in words."""

    way: Literal["charge", "refund"]
    amount: Price
    method: str
    when: str


class Confirmation(Noun):
    """A proposal that waits for the shopper's own yes. `effect` is all of it in words, the rest the same in parts."""

    id: str
    effect: str
    title: str = ""
    lines: tuple[str, ...] = ()
    movements: tuple[Moved, ...] = ()
    expires_at: datetime


class Receipt(Noun):
    """What was done on the shopper's yes, as it was done."""

    title: str
    lines: tuple[str, ...] = ()
    movements: tuple[Moved, ...] = ()


class BillPartView(Noun):
    """A line of the bill; a discount is below zero, "tax included" is told and does not count."""

    kind: Literal["goods", "discount", "shipping", "tax", "tax included", "rounding"]
    label: str
    amount: Price


class ShippingView(Noun):
    name: str
    price: Price
    days: str = ""


class RefusedCode(Noun):
    """A discount code that gives nothing now; `why` is a whole sentence."""

    code: str
    why: str


class PlaceView(Noun):
    line1: str
    line2: str = ""
    city: str
    region: str = ""
    postcode: str
    country: str


class CheckoutView(Noun):
    """Where the checkout stands. `open`: it is being filled in, and `missing` are whole sentences for the shopper.

    `subtotal` is what the goods come to. Afterwards it has a `number`, and `pay_url` is the hosted page as long as
    it waits for its payment.
    """

    state: Literal["open", "awaiting payment", "paid", "expired", "cancelled", "refund due", "refunded"]
    parts: tuple[BillPartView, ...]
    total: Price
    subtotal: Price | None = None
    methods: tuple[ShippingView, ...] = ()
    method: str = ""
    codes: tuple[str, ...] = ()
    refused_codes: tuple[RefusedCode, ...] = ()
    hints: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    phone: str = ""
    place: PlaceView | None = None
    note: str = ""
    number: str = ""
    pay_url: str = ""
    held_until: datetime | None = None


class OrderLineView(Noun):
    """`options` in words; empty where the title says them already."""

    title: str
    options: str = ""
    quantity: int
    total: Price


class OrderView(Noun):
    """An order as the page draws it; attached by code after proof, never written by a model."""

    number: str
    status: str
    placed: str
    lines: tuple[OrderLineView, ...]
    total: Price


class ModelUse(Noun):
    """Which model answered. `kind` is what README, /health, the reply and the widget all print."""

    name: str
    kind: Literal["hosted", "offline"]
    fallback: str | None = None
    prompt: str
    input_tokens: int = 0
    output_tokens: int = 0


class Refinement(Noun):
    """A way to narrow what was found; `message` asks for it in a shopper's words."""

    field: str
    value: str
    count: int
    message: str


class Reply(Noun):
    turn_id: str
    text: str
    cards: tuple[Card, ...] = ()
    citations: tuple[Citation, ...] = ()
    cart: CartView
    handoff: HandoffView | None = None
    confirmation: Confirmation | None = None
    receipt: Receipt | None = None
    orders: tuple[OrderView, ...] = ()
    checkout: CheckoutView | None = None
    recommendation: Recommendation | None = None
    suggestions: tuple[str, ...] = ()
    refinements: tuple[Refinement, ...] = ()
    tools: tuple[str, ...] = ()
    outcome: Literal["answered", "abstained", "refused", "handed_over", "with_person", "failed"] = "answered"
    model: ModelUse
    milliseconds: int = 0


class Progress(Noun):
    """Said at once while work goes on, in the shopper's words."""

    event: Literal["progress"] = "progress"
    text: str


class Sentence(Noun):
    """A piece of the reply that has passed review and may be shown."""

    event: Literal["text"] = "text"
    text: str


class Finished(Noun):
    event: Literal["reply"] = "reply"
    reply: Reply


TurnEvent = Progress | Sentence | Finished


class Line(Noun):
    """One line of a transcript, as it was shown. `id` is the turn's or the staff line's, `name` a member of staff's."""

    who: Literal["shopper", "assistant", "staff", "note"]
    text: str
    at: datetime
    id: str = ""
    name: str = ""
    cards: tuple[Card, ...] = Field(default=())
    citations: tuple[Citation, ...] = Field(default=())
    orders: tuple[OrderView, ...] = Field(default=())
    receipt: Receipt | None = None
    checkout: CheckoutView | None = None
