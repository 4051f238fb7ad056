"""What orders say of goods: counted by each store alike, without whose they are."""

from datetime import UTC, datetime

from assistant.agent.stores import Stores
from assistant.shop.catalogue import Product
from assistant.shop.orders import Order, OrderLine, OrderStatus
from assistant.shop.suggesting.habits import MOST_IN_ONE, RecentHabits
from assistant.shop.suggesting.together import Counts
from assistant.testing.clock import FixedClock
from tests.goods import one, usd

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def order(number: int, *handles: str, email: str = "", status: OrderStatus = "delivered") -> Order:
    lines = tuple(OrderLine(f"SKU-{h.casefold()}", h, 1, usd("5.00"), handle=h) for h in handles)
    who = email or f"{number}@example.com"
    return Order(f"#{number}", who, None, status, AT, lines, usd("0.00"), usd("5.00"))


async def test_orders_are_counted_with_the_pairs_of_five_buyers_or_more(stores: Stores) -> None:
    bought = [order(n, "tent", "Pegs", "Pegs") for n in range(5)]
    bought += [order(10 + n, "tent", "mat", email="one@example.com") for n in range(9)]
    await stores.orders.replace((), [*bought, order(20, "mug")])
    counts = await stores.habits.counts()
    assert counts == Counts({"tent": 14, "Pegs": 5, "mat": 9, "mug": 1}, {("Pegs", "tent"): 5}, 15, 29, 28)


async def test_what_was_not_bought_or_not_kept_does_not_count(stores: Stores) -> None:
    unkept: list[OrderStatus] = ["pending payment", "cancelled", "returned", "refunded"]
    await stores.orders.replace((), [order(n, "tent", "pegs", status=status) for n, status in enumerate(unkept)])
    assert await stores.habits.counts() == Counts()


async def test_an_order_that_names_no_product_is_known_by_its_sku(stores: Stores) -> None:
    await stores.catalogue.replace([Product("tent", "Tent", "Tents", (one("T-1", "90.00"),))], ())
    lines = tuple(OrderLine(sku, "?", 1, usd("5.00")) for sku in ("T-1", "GONE"))
    await stores.orders.replace((), [Order("#1", "a@b.c", None, "paid", AT, lines, usd("0.00"), usd("5.00"))])
    assert await stores.habits.counts() == Counts({"tent": 1}, {}, 1, 1, 0)


async def test_a_resellers_order_says_nothing(stores: Stores) -> None:
    many = [f"p{n}" for n in range(MOST_IN_ONE + 1)]
    await stores.orders.replace((), [order(1, *many), order(2, *many[:MOST_IN_ONE])])
    assert (await stores.habits.counts()).lines == MOST_IN_ONE


async def test_kinds_are_what_feeds_said(stores: Stores) -> None:
    attributes = {"Collection": "Fjord", "Complementary products": "mug, bowl"}
    cup = Product("cup", "Cup", "Cups", (one("C", "9.00"),), vendor="Kiln", attributes=attributes)
    await stores.catalogue.replace([cup, Product("mug", "Mug", "Mugs", (one("M", "9.00"),))], ())
    [first, second] = await stores.habits.kinds()
    assert (first.handle, first.category, first.vendor, first.collection) == ("cup", "Cups", "Kiln", "Fjord")
    assert first.complements == ("mug", "bowl")
    assert (second.collection, second.complements) == ("", ())


async def test_they_are_read_anew_after_a_while_and_not_before(stores: Stores) -> None:
    clock = FixedClock(AT)
    recent = RecentHabits(stores.habits, clock)
    assert not (await recent.known()).kinds.known
    await stores.catalogue.replace([Product("cup", "Cup", "Cups", (one("C", "9.00"),))], ())
    assert not (await recent.known()).kinds.known
    clock.advance(hours=3)
    assert set((await recent.known()).kinds.known) == {"cup"}
