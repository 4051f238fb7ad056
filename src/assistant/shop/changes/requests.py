"""What a shopper asks for. Order numbers as `normal_number` writes them; ways to pay by `labelled` name."""

from dataclasses import dataclass

from assistant.shop.customers import Address


@dataclass(frozen=True)
class Some:
    """So many of an order's items, by the SKU that was bought."""

    sku: str
    quantity: int = 1


@dataclass(frozen=True)
class Swap:
    """So many of an order's items against as many of another variant."""

    sku: str
    new_sku: str
    quantity: int = 1


@dataclass(frozen=True)
class CancelOrder:
    number: str
    reason: str = ""


@dataclass(frozen=True)
class ChangeAddress:
    number: str
    address: Address


@dataclass(frozen=True)
class ChangePayment:
    number: str
    method: str


@dataclass(frozen=True)
class ChangeItems:
    number: str
    swaps: tuple[Swap, ...]
    method: str


@dataclass(frozen=True)
class ReturnItems:
    number: str
    items: tuple[Some, ...]
    method: str
    reason: str = ""


@dataclass(frozen=True)
class ExchangeItems:
    number: str
    swaps: tuple[Swap, ...]
    method: str


@dataclass(frozen=True)
class ChangeDefaultAddress:
    address: Address


OrderRequest = CancelOrder | ChangeAddress | ChangePayment | ChangeItems | ReturnItems | ExchangeItems
Request = OrderRequest | ChangeDefaultAddress
