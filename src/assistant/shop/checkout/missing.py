"""What a checkout still needs, in a shopper's words."""

from collections.abc import Iterator, Sequence

from assistant.shop.checkout.records import Details
from assistant.shop.selling.bill import Bill
from assistant.shop.selling.goods import Goods


def missing(goods: Sequence[Goods], details: Details, found: Bill, *, parcel: bool) -> tuple[str, ...]:
    """Whole sentences, in the order in which they are asked for; none when it can be placed."""
    if not goods:
        return ("Your cart is empty.",)
    return tuple(_missing(details, found, parcel=parcel))


def _missing(details: Details, found: Bill, *, parcel: bool) -> Iterator[str]:
    if not details.contact.name:
        yield "Please tell me your name."
    if not details.contact.email:
        yield "Please tell me the e-mail address for the confirmation."
    if details.address is None:
        yield "Please tell me the address it goes to." if parcel else "Please tell me your country for the bill."
    elif not found.methods:
        yield f"We do not send to {details.address.country} yet. A person can tell you more."
    elif found.shipping is None:
        names = " or ".join(f"{one.name} ({one.price})" for one in found.methods)
        yield f"Please choose how it is sent: {names}."
