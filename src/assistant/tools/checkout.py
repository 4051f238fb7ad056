"""From the cart to the payment page. The shop words the bill and asks for the yes; amounts never come from a model."""

from collections.abc import Sequence
from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from langchain_core.messages import AnyMessage
from langchain_core.tools import InjectedToolArg, StructuredTool
from pydantic import Field, create_model

from assistant.conversation import BillPartView, CheckoutView, Confirmation, RefusedCode, ShippingView
from assistant.shop.checkout.desk import Overview
from assistant.shop.checkout.said import Said
from assistant.shop.customers import Address
from assistant.shop.given import emails_in
from assistant.shop.money import price_view
from assistant.tools.asked import Place, Strict
from assistant.tools.context import TurnContext
from assistant.tools.placed import placed_json, told_of, with_page
from assistant.tools.results import Result, result

Text = Annotated[str | None, Field(max_length=200)]


class Spoken(Strict):
    """Only what the shopper said; the e-mail address is heard by the shop itself."""

    name: Annotated[Text, Field(description="First and last name on the parcel")] = None
    phone: Text = None
    address: Annotated[Place | None, Field(description="Where it goes, every part that was said")] = None
    shipping_method: Annotated[Text, Field(description="One of the methods that the checkout named")] = None
    note: Annotated[Text, Field(description="A note for the shop")] = None
    add_code: Annotated[Text, Field(description="A discount code, as typed")] = None
    drop_code: Annotated[Text, Field(description="A discount code to take out again")] = None

    def said(self, email: str | None, before: Address | None) -> Said:
        return Said(
            name=self.name,
            email=email,
            phone=self.phone,
            address=_onto(before, self.address) if self.address else None,
            method=self.shipping_method,
            note=self.note,
            add_code=self.add_code,
            drop_code=self.drop_code,
        )


@tool(response_format="content_and_artifact")
async def show_checkout(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """The bill of the cart: discounts, shipping, taxes, total; what is missing; or the order that waits for payment."""
    return await _shown(runtime.context)


async def _keep(runtime: ToolRuntime[TurnContext, Any], **args: Any) -> Result:
    context = runtime.context
    before = await context.checkout.desk.said(context.cart.key)
    email = next(iter(emails_in(context.text)), None)
    spoken = Spoken.model_validate(args)
    await context.checkout.desk.say(context.cart.key, spoken.said(email, before.address))
    return await _shown(context, effect="details")


# the runtime is handed in among the model's arguments, which may not bring any that are not named
_SPOKEN = create_model(
    "checkout_details", __base__=Spoken, runtime=(Annotated[Any, InjectedToolArg, Field(exclude=True)], ...)
)
checkout_details = StructuredTool.from_function(
    coroutine=_keep,
    name="checkout_details",
    description="Keep what the shopper said for the checkout: name, address, phone, shipping method, note, code. "
    "The shop hears the e-mail address itself; call this when one was given, too.",
    args_schema=_SPOKEN,
    response_format="content_and_artifact",
)


@tool(response_format="content_and_artifact")
async def place_order(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Order what is in the cart and get the payment page. The shop words the bill and asks; call without asking."""
    context, confirmed = runtime.context, runtime.state["turn"]["confirmed"]
    placed = await context.checkout.desk.place(context.cart.key, context.shopper, confirmed, context.now)
    placed, view = await with_page(placed, context)
    return result({"placed": placed_json(placed, view)}, effect="checkout", checkout=view)


@tool(response_format="content_and_artifact")
async def cancel_checkout(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Give up the order that waits for its payment; the cart stays as it is."""
    context = runtime.context
    ended = await context.checkout.give_up(context.shopper, context.now)
    return result({"given_up": {"number": ended.number}}, effect="checkout cancelled")


async def propose_order(
    args: dict[str, Any], messages: Sequence[AnyMessage], context: TurnContext
) -> Confirmation | Result:
    """Raises `CheckoutRefused` with what is missing."""
    _ = args, messages
    proposal, found = await context.checkout.desk.propose(context.cart.key, context.shopper, context.now)
    return Confirmation(
        id=proposal.id,
        effect=found.words,
        title=found.title,
        lines=found.details_told,
        expires_at=proposal.expires_at,
    )


async def _shown(context: TurnContext, effect: str | None = None) -> Result:
    last = await context.checkout.desk.last(context.shopper)
    if last is not None and last.state == "awaiting payment":
        last, view = await with_page(last, context)
        if last.state == "awaiting payment":
            return result({"waits_for_payment": placed_json(last, view)}, effect=effect, checkout=view)
    found = await context.checkout.desk.overview(context.cart.key, context.shopper, context.now)
    told = {"placed_before": placed_json(last)} if last is not None else {}
    return result({"checkout": overview_json(found), **told}, effect=effect, checkout=overview_view(found))


def overview_json(found: Overview) -> dict[str, Any]:
    return {
        "parts": [{"kind": p.kind, "label": p.label, "amount": str(p.amount)} for p in found.bill.totals.parts],
        "total": str(found.bill.totals.total),
        "codes": [one.discount.code for one in found.bill.discounts.applied if one.discount.code],
        "codes_without_effect": [{"code": one.code, "why": one.why} for one in found.bill.discounts.unused],
        "hints": list(found.bill.hints),
        "shipping_methods": [
            {"name": one.name, "price": str(one.price), "days": one.days} for one in found.bill.methods
        ],
        "shipping_method": found.bill.shipping.name if found.bill.shipping else None,
        "missing": list(found.missing),
    }


def overview_view(found: Overview) -> CheckoutView:
    bill, details = found.bill, found.details
    return CheckoutView(
        state="open",
        parts=tuple(BillPartView(kind=p.kind, label=p.label, amount=price_view(p.amount)) for p in bill.totals.parts),
        total=price_view(bill.totals.total),
        subtotal=price_view(bill.totals.of("goods")),
        methods=tuple(ShippingView(name=m.name, price=price_view(m.price), days=m.days) for m in bill.methods),
        method=bill.shipping.name if bill.shipping else "",
        codes=details.codes,
        refused_codes=tuple(RefusedCode(code=one.code, why=one.why) for one in bill.discounts.unused),
        hints=bill.hints,
        missing=found.missing,
        **told_of(details),
    )


def _onto(before: Address | None, place: Place) -> Address:
    """A part that was left out stays as it was said before."""
    said = place.address
    if before is None:
        return said
    return Address(
        line1=said.line1 or before.line1,
        city=said.city or before.city,
        postcode=said.postcode or before.postcode,
        country=said.country or before.country,
        line2=said.line2 or ("" if said.line1 else before.line2),
        region=said.region or before.region,
    )
