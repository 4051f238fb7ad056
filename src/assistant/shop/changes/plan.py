"""From a request to its effect: one pure function for each kind."""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.shop.changes.cancelling import plan_cancel
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.facts import Facts
from assistant.shop.changes.paying import plan_payment
from assistant.shop.changes.readdressing import plan_address
from assistant.shop.changes.requests import (
    CancelOrder,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    OrderRequest,
    ReturnItems,
)
from assistant.shop.changes.returning import plan_return
from assistant.shop.changes.swapping import plan_exchange, plan_items

_PLANS: Mapping[type, Callable[[Any, Facts], Effect]] = {
    CancelOrder: plan_cancel,
    ChangeAddress: plan_address,
    ChangePayment: plan_payment,
    ChangeItems: plan_items,
    ReturnItems: plan_return,
    ExchangeItems: plan_exchange,
}


def plan(request: OrderRequest, facts: Facts) -> Effect:
    """Raises the `ShopError` that says why not, and what is possible instead."""
    return _PLANS[type(request)](request, facts)


def skus_of(request: OrderRequest) -> set[str]:
    """The SKUs, beside the order's own, that `Facts.goods` must hold."""
    return {swap.new_sku for swap in request.swaps} if isinstance(request, ChangeItems | ExchangeItems) else set()
