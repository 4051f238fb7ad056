"""Ada's account and orders, for tests of what may be changed after purchase."""

from datetime import UTC, date, datetime
from typing import Any

from langchain_core.messages import ToolMessage

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept, Stores
from assistant.shop.conversations import Conversation
from assistant.shop.customers import Address, Customer, PaymentMethod
from assistant.shop.identity import Proof
from assistant.shop.orders import Fulfilment, Order, OrderLine, Payment
from assistant.testing.model import ScriptedModel, calls
from tests.goods import usd

HOME = Address("1 Mill Lane", "Hay", "10001", "USA", region="NY")
VISA = PaymentMethod("tok_visa", "card", "visa", "9212")
PAYPAL = PaymentMethod("tok_paypal", "paypal")
CARD = PaymentMethod("tok_gift", "gift card", balance=usd("20.00"))
ADA = Customer("c-ada", "Ada Lane", "ada@example.com", HOME, (VISA, PAYPAL, CARD))
BOB = Customer("c-bob", "Bob Hill", "bob@example.com", HOME, (VISA,))
PLACED = datetime(2026, 11, 18, 9, tzinfo=UTC)


def paid(total: str) -> tuple[Payment, ...]:
    return (Payment("payment", usd(total), VISA.id, VISA.name, PLACED),)


PENDING = Order(
    number="#2001",
    email=ADA.email,
    customer_id=ADA.id,
    status="paid",
    placed_at=PLACED,
    lines=(
        OrderLine("MUG-WHT", "Lark Stoneware Mug", 2, usd("14.00"), "lark-mug", {"Color": "white"}),
        OrderLine("POP-RED-S", "Poppy Linen Dress", 1, usd("89.00"), "poppy-dress", {"Color": "red", "Size": "S"}),
    ),
    shipping=usd("0"),
    total=usd("117.00"),
    address=HOME,
    payments=paid("117.00"),
)
DELIVERED = Order(
    number="#2002",
    email=ADA.email,
    customer_id=ADA.id,
    status="delivered",
    placed_at=PLACED,
    lines=(OrderLine("MUG-WHT", "Lark Stoneware Mug", 2, usd("14.00"), "lark-mug", {"Color": "white"}),),
    shipping=usd("5.95"),
    total=usd("33.95"),
    fulfilments=(Fulfilment("Swiftpost", "SP9", delivered=date(2026, 11, 20)),),
    address=HOME,
    payments=paid("33.95"),
)
BOBS = Order("#2003", BOB.email, BOB.id, "paid", PLACED, PENDING.lines, usd("0"), usd("117.00"), payments=paid("117"))
ALL = (PENDING, DELIVERED, BOBS)

CANCEL: dict[str, Any] = {"order_number": "#2001", "reason": "ordered by mistake"}
NEW_HOME: dict[str, Any] = {"line1": "9 Elm Road", "city": "Hay", "region": "NY", "postcode": "10002", "country": "USA"}
LOOK = calls(("order_status", {"order_number": "2001"}))
LOOK_DELIVERED = calls(("order_status", {"order_number": "2002"}))
RETURN: dict[str, Any] = {"order_number": "#2002", "items": [{"sku": "MUG-WHT"}], "refund_to": VISA.name}


async def moved_in(stores: Stores) -> None:
    await stores.orders.replace((ADA, BOB), ALL)


async def proved(stores: Stores, conversation: Conversation, customer: Customer = ADA) -> None:
    """As the token of the shop's own site would."""
    await stores.conversations.prove(conversation.id, Proof(customer_id=customer.id), None)


async def adas(assistant: Assistant) -> Conversation:
    conversation, _ = await assistant.start()
    await proved(assistant.stores, conversation)
    return conversation


async def order(shop: Kept, number: str = "#2001") -> Order:
    found = await shop.stores.orders.get(number)
    assert found
    return found


def results(model: ScriptedModel) -> list[ToolMessage]:
    """What the model was told by tools when it was last asked."""
    return [m for m in model.seen[-1] if isinstance(m, ToolMessage)]
