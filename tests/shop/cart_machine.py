"""Random shoppers at random carts, held against a plain dict of what each must hold."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assistant.agent.stores import Stores
from assistant.errors import ShopError
from assistant.shop.cart.cart import Cart
from assistant.shop.identity import Proof
from assistant.shop.selling.rules import Limits
from tests.goods import PRODUCTS
from tests.shop.carts import Room

T = TypeVar("T")

LIMITS = Limits(most_of_one=6, most_lines=3)
ENOUGH = 50
skus = st.sampled_from(["MUG-WHT", "KET-BLK", "HUT-4", "RID-42"])
quantities = st.integers(1, 4)
tabs = st.sampled_from(["c1", "c2"])
changes = st.sampled_from(["add", "change", "remove", "save", "back", "empty", "message"])


@dataclass
class Held:
    """What a cart must hold; `past` are the states before each change, the last one at the end."""

    lines: dict[str, int] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    message: str = ""
    past: list["Held"] = field(default_factory=list)

    def same(self) -> "Held":
        return Held(dict(self.lines), dict(self.saved), self.message)

    def after(self, change: str, sku: str, quantity: int) -> "Held | None":
        """None for what must be refused."""
        new = self.same()
        acts: dict[str, Callable[[], bool]] = {
            "add": lambda: sku in new.lines or len(new.lines) < LIMITS.most_lines,
            "back": lambda: sku in new.saved and (sku in new.lines or len(new.lines) < LIMITS.most_lines),
        }
        possible = acts.get(change, lambda: change in {"empty", "message"} or sku in new.lines)
        if not possible():
            return None
        _apply(new, change, sku, quantity)
        return new if new.lines.get(sku, 0) <= LIMITS.most_of_one else None


def _apply(new: Held, change: str, sku: str, quantity: int) -> None:
    match change:
        case "add":
            new.lines[sku] = new.lines.get(sku, 0) + quantity
        case "change":
            new.lines[sku] = quantity
        case "remove":
            del new.lines[sku]
        case "save":
            new.saved[sku] = min(new.saved.get(sku, 0) + new.lines.pop(sku), LIMITS.most_of_one)
        case "back":
            new.lines[sku] = new.lines.get(sku, 0) + new.saved.pop(sku)
        case "empty":
            new.lines, new.message = {}, ""
        case _:
            new.message = f"note {quantity}"


class CartMachine(RuleBasedStateMachine):
    """Two conversations of one account, each a guest until it signs in. `opened` is a fresh shop."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        stores = self.run(self.opened())
        self.room = Room(stores.catalogue, stores.carts, limits=LIMITS)
        self.proofs: dict[str, Proof | None] = {"c1": None, "c2": None}
        self.held: dict[str, Held] = {"c1": Held(), "c2": Held(), "ada": Held()}

    async def opened(self) -> Stores:
        raise NotImplementedError

    async def closed(self) -> None: ...

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.closed())
        self.loop.close()

    def cart(self, tab: str) -> Cart:
        return self.room.cart(tab, self.proofs[tab])

    def owner(self, tab: str) -> str:
        return "ada" if self.proofs[tab] else tab

    @initialize()
    def fill(self) -> None:
        self.run(self.room.catalogue.replace(PRODUCTS, []))
        for sku in ("MUG-WHT", "KET-BLK", "HUT-4", "RID-42"):
            self.run(self.room.offer(sku, stock=ENOUGH))

    @rule(tab=tabs, change=changes, sku=skus, quantity=quantities)
    def edit(self, tab: str, change: str, sku: str, quantity: int) -> None:
        before = self.held[self.owner(tab)]
        after = before.after(change, sku, quantity)
        try:
            self.run(self._edit(self.cart(tab), change, sku, quantity))
            assert after is not None, "what the limits forbid was done"
        except ShopError:
            assert after is None, "what is possible was refused"
            return
        if after != Held(before.lines, before.saved, before.message):
            after.past = [*before.past, before][-10:]
            self.held[self.owner(tab)] = after

    @rule(tab=tabs)
    def undo(self, tab: str) -> None:
        held = self.held[self.owner(tab)]
        try:
            undone = self.run(self.cart(tab).undo())
        except ShopError:
            assert not held.past
            return
        assert undone.missing == ()
        back = held.past[-1].same()
        back.past = held.past[:-1]
        self.held[self.owner(tab)] = back

    @rule(tab=tabs)
    def sign_in(self, tab: str) -> None:
        if self.proofs[tab]:
            return
        self.proofs[tab] = Proof(customer_id="ada")
        self.run(self.cart(tab).view())
        account, guest = self.held["ada"], self.held[tab]
        if guest.same() != Held():
            self.held["ada"] = _both(account, guest)
        self.held[tab] = Held()

    @rule(tab=tabs, sku=skus, quantity=quantities)
    def add_from_two_pages_at_once(self, tab: str, sku: str, quantity: int) -> None:
        """Whichever comes first, each either counts in whole or is refused."""

        async def both() -> int:
            work = [self.cart(tab).add(sku, quantity) for _ in range(2)]
            return sum(not isinstance(done, ShopError) for done in await asyncio.gather(*work, return_exceptions=True))

        for _ in range(self.run(both())):
            before = self.held[self.owner(tab)]
            after = before.after("add", sku, quantity)
            assert after is not None
            after.past = [*before.past, before][-10:]
            self.held[self.owner(tab)] = after

    @invariant()
    def each_cart_holds_what_it_must(self) -> None:
        for tab in ("c1", "c2"):
            view, held = self.run(self.cart(tab).view()), self.held[self.owner(tab)]
            assert {line.sku: line.quantity for line in view.lines} == held.lines
            assert {line.sku: line.quantity for line in view.saved} == held.saved
            assert (view.message, bool(view.undo)) == (held.message, bool(held.past))
            assert view.subtotal.minor == sum(line.unit.minor * line.quantity for line in view.lines)

    async def _edit(self, cart: Cart, change: str, sku: str, quantity: int) -> None:
        acts: dict[str, Callable[[], Awaitable[object]]] = {
            "add": lambda: cart.add(sku, quantity),
            "change": lambda: cart.change(sku, quantity),
            "remove": lambda: cart.remove(sku),
            "save": lambda: cart.save_for_later(sku),
            "back": lambda: cart.move_to_cart(sku),
            "empty": cart.empty,
            "message": lambda: cart.write_message(f"note {quantity}"),
        }
        await acts[change]()


def _both(account: Held, guest: Held) -> Held:
    both = account.same()
    for sku, quantity in guest.lines.items():
        if sku in both.lines or len(both.lines) < LIMITS.most_lines:
            both.lines[sku] = min(both.lines.get(sku, 0) + quantity, LIMITS.most_of_one)
    for sku, quantity in guest.saved.items():
        both.saved[sku] = min(both.saved.get(sku, 0) + quantity, LIMITS.most_of_one)
    both.message = guest.message or account.message
    return both
