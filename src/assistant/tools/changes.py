"""Changes after purchase. Each is proposed in full, and done only on the shopper's own yes to that very proposal."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from langchain.tools import ToolRuntime
from langchain_core.messages import AnyMessage
from langchain_core.tools import BaseTool, InjectedToolArg, StructuredTool
from pydantic import Field, create_model

from assistant.conversation import Confirmation, Moved, Receipt
from assistant.shop.changes.effect import Effect, Movement
from assistant.shop.changes.ledger import Proposal
from assistant.shop.money import price_view
from assistant.shop.proving import Need
from assistant.tools.asked import Asked, Cancel, Exchanged, MoveHome, NewItems, PayWith, Readdress, SendBack
from assistant.tools.context import TurnContext
from assistant.tools.orders import address_json, need_result, order_json
from assistant.tools.provenance import require_seen
from assistant.tools.results import Result, result


class Change:
    """One kind of change: the tool that a model calls, and the proposal that the shopper is asked about first."""

    def __init__(self, name: str, what: str, asked: type[Asked]) -> None:
        self._asked = asked
        # the runtime is handed in among the model's arguments, which may not bring any that are not named
        schema = create_model(name, __base__=asked, runtime=(Annotated[Any, InjectedToolArg, Field(exclude=True)], ...))
        self.tool: BaseTool = StructuredTool.from_function(
            coroutine=_carrying(asked),
            name=name,
            description=f"{what} The shop words the proposal and asks the shopper; call this without asking first.",
            args_schema=schema,
            response_format="content_and_artifact",
        )

    async def propose(
        self, args: dict[str, Any], messages: Sequence[AnyMessage], context: TurnContext
    ) -> Confirmation | Result:
        """What the shopper is asked to say yes to; or what proof is needed first. Raises `ShopError`."""
        asked = self._asked.model_validate(args)
        if need := await _missing(asked, context):
            return need_result(need)
        require_seen(asked.skus, messages)
        proposal, effect = await context.changes.propose(asked.request(), context.shopper, context.now)
        return confirmation_of(proposal, effect)


def _carrying(asked: type[Asked]) -> Callable[..., Any]:
    async def carry_out(runtime: ToolRuntime[TurnContext, Any], **args: Any) -> Result:
        context, confirmed = runtime.context, runtime.state["turn"]["confirmed"]
        request = asked.model_validate(args).request()
        effect = await context.changes.carry_out(request, context.shopper, confirmed, context.now)
        content = {"done": _done(effect)} | await _after(effect, context)
        return result(content, effect=effect.kind, receipt=receipt_of(effect))

    return carry_out


def confirmation_of(proposal: Proposal, effect: Effect) -> Confirmation:
    return Confirmation(
        id=proposal.id,
        effect=effect.words,
        title=effect.title,
        lines=effect.details,
        movements=_moved(effect),
        expires_at=proposal.expires_at,
    )


def receipt_of(effect: Effect) -> Receipt:
    return Receipt(title=effect.title, lines=effect.details, movements=_moved(effect))


async def _missing(asked: Asked, context: TurnContext) -> Need | None:
    proving = context.proving
    if asked.number is None:
        account = await proving.changeable_account()
        return account if isinstance(account, Need) else None
    order = await proving.changeable(asked.number)
    return order if isinstance(order, Need) else None


def _done(effect: Effect) -> dict[str, Any]:
    return {
        "change": effect.kind,
        "title": effect.title,
        "details": list(effect.details),
        "money": [str(movement) for movement in effect.movements],
    }


async def _after(effect: Effect, context: TurnContext) -> dict[str, Any]:
    """The order, or the address of the account, as it is now."""
    if effect.order:
        after = effect.order[1]
        return {"order": order_json(after, await context.changes.possible(after, context.shopper.proof, context.now))}
    return {"address": address_json(effect.customer[1].address)} if effect.customer else {}


def _moved(effect: Effect) -> tuple[Moved, ...]:
    return tuple(map(_movement, effect.movements))


def _movement(one: Movement) -> Moved:
    return Moved(way=one.way, amount=price_view(one.amount), method=one.method, when=one.when)


CANCEL = Change("cancel_order", "Cancel a whole order that was not sent yet.", Cancel)
ADDRESS = Change("change_order_address", "Send an order that was not sent yet to another address.", Readdress)
PAYMENT = Change("change_order_payment", "Pay for an order in another way.", PayWith)
ITEMS = Change(
    "change_order_items", "Swap items of an order that was not sent yet for other variants of the same product, "
    "all of them in one call.", NewItems,
)  # fmt: skip
RETURN = Change("return_items", "Send items of a delivered order back for a refund, all of them in one call.", SendBack)
EXCHANGE = Change(
    "exchange_items", "Exchange items of a delivered order for other variants of the same product, "
    "all of them in one call.", Exchanged,
)  # fmt: skip
HOME = Change("change_default_address", "Change the address of the shopper's account.", MoveHome)
ALL: Sequence[Change] = (CANCEL, ADDRESS, PAYMENT, ITEMS, RETURN, EXCHANGE, HOME)
