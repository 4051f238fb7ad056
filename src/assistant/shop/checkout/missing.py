"""What a checkout still needs, in a shopper's words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from assistant.shop.checkout.records import Details
from assistant.shop.money import Money
from assistant.shop.selling.bill import Bill
from assistant.shop.selling.goods import Goods

AddressFor = Literal["the parcel", "the bill", ""]


def missing(
    goods: Sequence[Goods], details: Details, found: Bill, address_for: AddressFor, most: Money | None = None
) -> tuple[str, ...]:
    """Whole sentences, in the order in which they are asked for; none when it can be placed.

    `most` is what an order may come to here.
    """
    if not goods:
        return ("Your cart is empty.",)
    if most is not None and found.totals.total > most:
        return (f"One order here comes to {most} at most. A person can help you with a larger one.",)
    return tuple(_missing(details, found, address_for))


def _missing(details: Details, found: Bill, address_for: AddressFor) -> Iterator[str]:
    if not details.contact.name:
        yield "Please tell me your name."
    if not details.contact.email:
        yield "Please tell me the e-mail address for the confirmation."
    if details.address is None:
        yield from _ADDRESS[address_for]
    elif not found.methods and found.closed_to_boxes:
        yield "We cannot send this to a PO box. Please tell me a street address."
    elif not found.methods:
        yield f"We cannot send what is in your cart to {details.address.country}. A person can tell you more."
    elif found.shipping is None:
        names = " or ".join(f"{one.name} ({one.price})" for one in found.methods)
        yield f"Please choose how it is sent: {names}."


_ADDRESS: Mapping[AddressFor, tuple[str, ...]] = {
    "the parcel": ("Please tell me the address it goes to.",),
    "the bill": ("Please tell me your address, which the bill needs.",),
    "": (),
}
