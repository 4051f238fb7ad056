"""What a model says when it asks for a change: numbers, SKUs, labels, words. Never a token, an amount or a person."""

from abc import abstractmethod
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.shop.changes.requests import (
    CancelOrder,
    ChangeAddress,
    ChangeDefaultAddress,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    Request,
    ReturnItems,
    Some,
    Swap,
)
from assistant.shop.customers import Address
from assistant.shop.orders import normal_number
from assistant.tools.orders import OrderNumber

Sku = Annotated[str, Field(min_length=1, max_length=100, description="A sku, exactly as a tool returned it")]
Count = Annotated[int, Field(ge=1, le=1000, description="How many of them")]
Why = Annotated[
    str, Field(max_length=200, description="The shopper's reason; one of those the order names, where it names some")
]
Label = Annotated[
    str, Field(min_length=1, max_length=100, description="A way to pay by its label, e.g. Visa ending in 4242")
]
Part = Annotated[str, Field(max_length=200)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Item(Strict):
    sku: Sku
    quantity: Count = 1


class NewItem(Strict):
    """One item of the order against another variant of the same product."""

    sku: Annotated[Sku, Field(description="The sku of the item in the order")]
    new_sku: Annotated[Sku, Field(description="The sku of the variant that comes instead")]
    quantity: Count = 1


class Asked(Strict):
    """`skus` have to be shown in the conversation before they may be named."""

    @abstractmethod
    def request(self) -> Request: ...

    @property
    def number(self) -> str | None:
        return None

    @property
    def skus(self) -> list[str]:
        return []


class OfOrder(Asked):
    order_number: OrderNumber

    @property
    def number(self) -> str:
        return normal_number(self.order_number)


class Place(Strict):
    """What is left out is asked for by the shop itself, in a shopper's words."""

    line1: Annotated[Part, Field(description="Street and number")]
    line2: Annotated[Part, Field(description="Flat, suite or floor")] = ""
    city: Part = ""
    region: Annotated[Part, Field(description="State, province or county")] = ""
    postcode: Part = ""
    country: Part = ""

    @property
    def address(self) -> Address:
        return Address(self.line1, self.city, self.postcode, self.country, self.line2, self.region)


class Cancel(OfOrder):
    reason: Why = ""

    def request(self) -> Request:
        return CancelOrder(self.number, self.reason)


class Readdress(OfOrder, Place):
    def request(self) -> Request:
        return ChangeAddress(self.number, self.address)


class PayWith(OfOrder):
    pay_with: Label

    def request(self) -> Request:
        return ChangePayment(self.number, self.pay_with)


class NewItems(PayWith):
    swaps: Annotated[list[NewItem], Field(min_length=1, max_length=50)]

    @property
    def skus(self) -> list[str]:
        return [sku for swap in self.swaps for sku in (swap.sku, swap.new_sku)]

    @property
    def swapped(self) -> tuple[Swap, ...]:
        return tuple(Swap(swap.sku, swap.new_sku, swap.quantity) for swap in self.swaps)

    def request(self) -> Request:
        return ChangeItems(self.number, self.swapped, self.pay_with)


class Exchanged(NewItems):
    def request(self) -> Request:
        return ExchangeItems(self.number, self.swapped, self.pay_with)


class SendBack(OfOrder):
    items: Annotated[list[Item], Field(min_length=1, max_length=50)]
    refund_to: Annotated[Label, Field(description="Where the refund goes: one of the order's refund_to")]
    reason: Why = ""

    @property
    def skus(self) -> list[str]:
        return [item.sku for item in self.items]

    def request(self) -> Request:
        items = tuple(Some(item.sku, item.quantity) for item in self.items)
        return ReturnItems(self.number, items, self.refund_to, self.reason)


class MoveHome(Place, Asked):
    def request(self) -> Request:
        return ChangeDefaultAddress(self.address)
