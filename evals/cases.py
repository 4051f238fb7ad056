"""The shape of a smoke case: steps that a shopper takes, and what must be true of the shop after each."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.shop.selling.rules import SellingRules

Outcome = Literal["answered", "abstained", "refused", "handed_over", "failed"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CardRule(Strict):
    """What every card must be; prices in minor units."""

    max_price: int | None = Field(default=None, description="The price shown is at most this, in minor units")
    min_price: int | None = Field(default=None, description="The price shown is at least this, in minor units")
    category: str | None = Field(default=None, description="The product's category holds these words")
    vendor: str | None = None
    on_sale: bool | None = None
    in_stock: bool | None = None
    options: dict[str, str] = Field(default={}, description="Some variant has all of these words in its options")
    attributes: dict[str, str] = Field(default={}, description="The product's attribute holds these words")
    title: str | None = Field(default=None, description="The title holds one of these words, parted by |")


class Place(Strict):
    """The card at a place (1 is the first) of what an earlier step showed."""

    step: int = Field(ge=1)
    place: int = Field(ge=1)


class Cards(Strict):
    at_least: int | None = None
    at_most: int | None = None
    every: CardRule | None = None
    include: tuple[str, ...] = Field(default=(), description="Handles that must be among the cards")
    any_of: tuple[str, ...] = Field(default=(), description="Handles of which one at least must be among the cards")
    exclude: tuple[str, ...] = Field(default=(), description="Handles that must not be among the cards")
    same_as: Place | None = Field(default=None, description="There is one card, and it is the one shown there")
    order: Literal["cheapest first", "dearest first"] | None = None

    @model_validator(mode="after")
    def _no_empty_truth(self) -> Self:
        """A rule for every card says nothing about no cards, so it needs a least number."""
        if self.every is not None and self.at_least is None:
            raise ValueError("'every' needs 'at_least', for it holds of an empty list")
        return self


class CartRule(Strict):
    lines: dict[str, int] | None = Field(default=None, description="The whole cart, SKU to quantity; {} for none")
    product: Place | None = Field(default=None, description="There is one line, and its product was shown there")
    subtotal: int | None = Field(default=None, description="Minor units")
    notes: tuple[str, ...] = Field(default=(), description="Words that some line's note holds")


class QueueRule(Strict):
    waiting: int = Field(description="How many hand-offs wait for a person")
    reason: str | None = Field(default=None, description="The newest one's reason")
    transcript: tuple[str, ...] = Field(default=(), description="Words that its transcript holds")


class MailRule(Strict):
    count: int = Field(description="Mails in the outbox that may leave")
    to: str | None = Field(default=None, description="Whom the newest one goes to")
    body: tuple[str, ...] = Field(default=(), description="Words that the newest one holds")


class Expect(Strict):
    """The world first, the words second. Words are compared without case; `a|b` means one of them."""

    tools: tuple[str, ...] = Field(default=(), description="Tools that this turn called")
    no_tools: tuple[str, ...] = Field(default=(), description="Tools that this turn did not call")
    outcome: tuple[Outcome, ...] = Field(default=(), description="One of these")
    cards: Cards | None = None
    cart: CartRule | None = None
    queue: QueueRule | None = None
    mail: MailRule | None = None
    orders: dict[str, str] = Field(default={}, description="The status of these orders, by number")
    asks: bool | None = Field(default=None, description="Whether a change waits for the shopper's yes")
    checkout: str | None = Field(default=None, description="The state of the newest checkout, or 'none'")
    receipt: str | None = Field(default=None, description="Words of the title of the receipt, or 'none'")
    proof: str | None = Field(default=None, description="The e-mail or customer id that is proved, or 'none'")
    cited: tuple[str, ...] = Field(default=(), description="Documents (parts of title or address) that are cited")
    not_cited: bool = Field(default=False, description="Nothing is cited")
    stored_without: tuple[str, ...] = Field(default=(), description="Words that no stored turn or hand-off holds")
    reads_like_step: int | None = Field(default=None, description="Same text as at that step, order numbers aside")
    says: tuple[str, ...] = Field(default=(), description="Words that the reply holds")
    never_says: tuple[str, ...] = Field(default=(), description="Words that the reply does not hold")
    error: str | None = Field(default=None, description="The error class that the step ends with")

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("expects nothing, so it could not fail")
        return self


class Step(Strict):
    """Exactly one act, and what must be true after it."""

    shopper: str | None = Field(default=None, description="What the shopper types")
    code_from_mail: bool | str = Field(default=False, description="Type the newest mailed code; a string holds {code}")
    button: Literal["person"] | None = Field(default=None, description="Press the control that fetches a person")
    sign_in: str | None = Field(default=None, description="The shop's site vouches for this customer id")
    restart: bool = Field(default=False, description="Build the assistant anew over the same stores")
    new_conversation: bool = Field(default=False, description="Another browser opens another conversation")
    advance_minutes: int | None = Field(default=None, gt=0)
    set_stock: dict[str, int] | None = Field(default=None, description="The shop changes the stock of these SKUs")
    set_price: dict[str, int] | None = Field(default=None, description="The shop changes the price of these SKUs")
    set_selling: SellingRules | None = Field(default=None, description="The shop sells by these rules from now on")
    pays: bool = Field(default=False, description="Pay what waits, on the provider's page")
    expect: Expect | None = None

    @model_validator(mode="after")
    def _one_act(self) -> Self:
        acts = self.model_fields_set - {"expect"}
        if len(acts) != 1:
            raise ValueError(f"a step is exactly one act, this one has {len(acts)}: {', '.join(sorted(acts))}")
        return self


class Case(Strict):
    """One conversation. `about` is the promise that it keeps, in one sentence."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    about: str = Field(min_length=10)
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_fail(self) -> Self:
        if self.steps[-1].expect is None:
            raise ValueError("the last step must expect something")
        for number, step in enumerate(self.steps, start=1):
            for earlier in _referred(step.expect):
                if not 1 <= earlier < number:
                    raise ValueError(f"step {number} refers to step {earlier}, which is not an earlier one")
        return self


def _referred(expect: Expect | None) -> Iterator[int]:
    if expect is None:
        return
    if expect.reads_like_step is not None:
        yield expect.reads_like_step
    places = [expect.cards.same_as if expect.cards else None, expect.cart.product if expect.cart else None]
    yield from (place.step for place in places if place)
