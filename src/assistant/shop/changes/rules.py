"""A shop's own rules for changes, as data: code decides by them, and the policy text that shoppers read quotes them."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.shop.amounts import Amount
from assistant.shop.money import Money
from assistant.shop.orders import OrderStatus

RefundTo = Literal["original", "gift card"]
BEFORE_PACKING: tuple[OrderStatus, ...] = ("pending payment", "paid")


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CancelRules(Part):
    """`reasons` are the only ones that are taken; any will do when there are none."""

    statuses: tuple[OrderStatus, ...] = BEFORE_PACKING
    reasons: tuple[str, ...] = ()
    after_items_changed: bool = True


class AddressRules(Part):
    statuses: tuple[OrderStatus, ...] = BEFORE_PACKING
    same_country: bool = True


class PaymentRules(Part):
    statuses: tuple[OrderStatus, ...] = BEFORE_PACKING


class ItemRules(Part):
    """`once`: no second change of items. `same_variant`: an item may be swapped for itself at today's price."""

    statuses: tuple[OrderStatus, ...] = BEFORE_PACKING
    once: bool = False
    same_variant: bool = False


class Kind(Part):
    """Products meant by a rule: all of a category, or all whose attribute holds a text. `why` is told to shoppers."""

    why: str
    category: str = ""
    attribute: str = ""
    contains: str = ""


class Season(Part):
    """Orders placed in these days may come back until then, or in the ordinary window if that is later."""

    placed_from: date
    placed_to: date
    until: date


class ReturnRules(Part):
    """`days` count from delivery, None for no limit; `fees`, in major units, are taken off a refund by where it goes.

    `only_if` are kinds that come back under a condition, which `why` words: "with its seal unbroken".
    `own_postage` are countries, by name or code, from which shoppers send at their own cost: no label, so no fee.
    """

    statuses: tuple[OrderStatus, ...] = ("delivered",)
    days: int | None = Field(default=30, ge=0)
    seasons: tuple[Season, ...] = ()
    refund_to: tuple[RefundTo, ...] = ("original", "gift card")
    fees: dict[RefundTo, Amount] = Field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    never: tuple[Kind, ...] = ()
    only_if: tuple[Kind, ...] = ()
    own_postage: tuple[str, ...] = ()


class ExchangeRules(Part):
    """`reserve`: the new item leaves the stock when the exchange is asked for, not when it is sent."""

    statuses: tuple[OrderStatus, ...] = ("delivered",)
    days: int | None = Field(default=30, ge=0)
    seasons: tuple[Season, ...] = ()
    same_variant: bool = False
    reserve: bool = True
    never: tuple[Kind, ...] = ()


class RefundRules(Part):
    """In words, by where the money goes: "5 to 7 business days"."""

    gift_card: str = "at once"
    other: str = "in 5 to 7 business days"


class ChangeRules(Part):
    """What a shop that says nothing gets is cautious: before packing, thirty days, free."""

    cancel: CancelRules = CancelRules()
    address: AddressRules = AddressRules()
    payment: PaymentRules = PaymentRules()
    items: ItemRules = ItemRules()
    returns: ReturnRules = ReturnRules()
    exchanges: ExchangeRules = ExchangeRules()
    refunds: RefundRules = RefundRules()
    read_by_name: bool = Field(
        default=False, description="whether e-mail or name with postcode is proof enough to read an order"
    )

    def return_fee(self, to: RefundTo, currency: str) -> Money:
        return Money.parse(self.returns.fees.get(to, "0"), currency)
