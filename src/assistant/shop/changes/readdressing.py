"""Where an order goes, and where a customer lives."""

from dataclasses import replace
from functools import cache

from babel import Locale

from assistant.errors import BadAddress, NothingToChange
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.facts import Facts, require_status
from assistant.shop.changes.requests import ChangeAddress, ChangeDefaultAddress
from assistant.shop.customers import Address, Customer

LETTERS = 2
_ALSO = {
    "usa": "US", "united states of america": "US", "uk": "GB", "great britain": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB", "holland": "NL", "czech republic": "CZ",
}  # fmt: skip
_PARTS = {"line1": "the street and number", "city": "the city", "postcode": "the postcode", "country": "the country"}


def plan_address(request: ChangeAddress, facts: Facts) -> Effect:
    """Raises `WrongStatus`, `BadAddress`, `NothingToChange`."""
    order, rules, address = facts.order, facts.rules.address, request.address
    require_status(order, rules.statuses, "its address can be changed", "The carrier can often hold or redirect it.")
    require_whole(address)
    if order.address == address:
        raise NothingToChange(f"Order {order.number} goes to that address already: {address}.")
    if rules.same_country and order.address and country_key(order.address.country) != country_key(address.country):
        raise BadAddress(
            f"Order {order.number} can only be sent to another address in the same country ({order.address.country})."
        )
    before = f"It was going to: {order.address}." if order.address else ""
    details = tuple(filter(None, (f"It will go to: {address}.", before)))
    after = replace(order, address=address)
    return Effect("address", f"Change the address of order {order.number}", details, (order, after))


def plan_default_address(request: ChangeDefaultAddress, customer: Customer) -> Effect:
    """Raises `BadAddress`, `NothingToChange`."""
    require_whole(request.address)
    if customer.address == request.address:
        raise NothingToChange(f"That is your address on the account already: {customer.address}.")
    details = (f"New orders will go to: {request.address}.", "Orders that were placed before keep their address.")
    after = replace(customer, address=request.address)
    return Effect("default address", "Change the address of your account", details, customer=(customer, after))


def require_whole(address: Address) -> None:
    missing = [name for part, name in _PARTS.items() if not getattr(address, part).strip()]
    if missing:
        raise BadAddress(f"The address lacks {' and '.join(missing)}.")


def country_key(country: str) -> str:
    """Its two-letter code where the name or the code is known."""
    named = country.strip().casefold().replace(".", "").removeprefix("the ")
    return _codes().get(named, named)


@cache
def _codes() -> dict[str, str]:
    names = {str(code): str(name) for code, name in Locale("en").territories.items() if len(str(code)) == LETTERS}
    return {name.casefold(): code for code, name in names.items()} | {code.casefold(): code for code in names} | _ALSO
