"""One owner's cart. Every rule of it is here; tools and routes only call."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.card_numbers import REFUSED, keeps_no_card
from assistant.conversation import CartView
from assistant.errors import CardNumberRefused, NoteTooLong, NotFound, UnknownProduct
from assistant.shop.cart.ageing import expired, merged
from assistant.shop.cart.contents import LONGEST_MESSAGE, CartLine, Carts, Contents, KeptCart
from assistant.shop.cart.news import acknowledged
from assistant.shop.cart.owner import Owner, owner_of
from assistant.shop.cart.rules import Shelf, require_positive
from assistant.shop.cart.views import view_of
from assistant.shop.catalogue import Catalogue
from assistant.shop.conversations import Conversation
from assistant.shop.selling.rules import Limits

Edit = Callable[[Contents, Shelf], tuple[Contents, str]]


@dataclass(frozen=True)
class Undone:
    """`words` name the change that was taken back; `missing` tells what could not come back, and why."""

    words: str
    missing: tuple[str, ...]
    cart: CartView


class Cart:
    """`turn` names the turn of the chat that uses it: all that one turn changes is taken back at once."""

    def __init__(self, owner: Owner, desk: "CartDesk", turn: str = "") -> None:
        self._owner, self._desk, self._turn = owner, desk, turn
        self._carts, self.currency = desk.carts, desk.currency

    @property
    def key(self) -> str:
        """What the cart, and what was said for its checkout, are kept under."""
        return self._owner.key

    async def view(self) -> CartView:
        kept = await self._load()
        return await self._view(kept)

    async def kept(self) -> KeptCart:
        """With what can be taken back and what is saved, for those who need more of it than is shown."""
        return await self._load()

    async def add(self, sku: str, quantity: int = 1) -> CartView:
        """Raises `UnknownProduct`, `OutOfStock`, `QuantityLimit`."""

        def edit(held: Contents, shelf: Shelf) -> tuple[Contents, str]:
            line = self._line(sku, shelf, held.line(sku))
            shelf.require_room(sku, line.quantity + quantity, held.quantities)
            return held.with_line(replace(line, quantity=line.quantity + quantity)), f"adding {quantity} × {line.name}"

        require_positive(quantity)
        return await self._edit(edit, [sku])

    async def change(self, sku: str, quantity: int) -> CartView:
        """Set the quantity of a line that is in the cart; 0 removes it. Raises `NotFound` as well."""
        if quantity == 0:
            return await self.remove(sku)

        def edit(held: Contents, shelf: Shelf) -> tuple[Contents, str]:
            line = self._line(sku, shelf, _require(held.line(sku)))
            require_positive(quantity)
            shelf.require_room(sku, quantity, held.quantities)
            return held.with_line(replace(line, quantity=quantity)), f"changing {line.name} to {quantity}"

        return await self._edit(edit)

    async def remove(self, sku: str) -> CartView:
        return await self._edit(
            lambda held, _: (held.without_line(sku), f"removing {_require(held.line(sku)).name or sku}")
        )

    async def empty(self) -> CartView:
        """Takes all lines out; what is saved for later stays."""
        return await self._edit(lambda held, _: (replace(held, lines=(), message=""), "emptying the cart"))

    async def save_for_later(self, sku: str) -> CartView:
        def edit(held: Contents, shelf: Shelf) -> tuple[Contents, str]:
            line, before = _require(held.line(sku)), held.saved_line(sku)
            quantity = min(line.quantity + (before.quantity if before else 0), shelf.limits.most_of_one)
            after = held.without_line(sku).with_saved(replace(line, quantity=quantity))
            return after, f"saving {line.name or sku} for later"

        return await self._edit(edit)

    async def move_to_cart(self, sku: str) -> CartView:
        """Raises `OutOfStock` or `QuantityLimit` and leaves it saved, when it does not fit."""

        def edit(held: Contents, shelf: Shelf) -> tuple[Contents, str]:
            saved = _require(held.saved_line(sku), "That item is not saved for later.")
            line = self._line(sku, shelf, held.line(sku) or replace(saved, quantity=0))
            quantity = line.quantity + saved.quantity
            shelf.require_room(sku, quantity, held.quantities)
            moved = replace(line, quantity=quantity, message=line.message or saved.message)
            return held.without_saved(sku).with_line(moved), f"moving {line.name} to the cart"

        return await self._edit(edit)

    async def forget_saved(self, sku: str) -> CartView:
        def edit(held: Contents, _shelf: Shelf) -> tuple[Contents, str]:
            saved = _require(held.saved_line(sku), "That item is not saved for later.")
            return held.without_saved(sku), f"removing {saved.name or sku} from what is saved for later"

        return await self._edit(edit)

    async def write_message(self, message: str, sku: str | None = None) -> CartView:
        """The shopper's note for the whole cart, or for one line; an empty one takes it away.

        Raises `NoteTooLong`, and `CardNumberRefused` also for a number that all notes make together.
        """
        text = plain_message(message)

        def edit(held: Contents, _shelf: Shelf) -> tuple[Contents, str]:
            if sku is None:
                return _noted(replace(held, message=text)), "the note for the whole cart"
            line = _require(held.line(sku))
            return _noted(held.with_line(replace(line, message=text))), f"the note for {line.name or sku}"

        return await self._edit(edit)

    async def undo(self) -> Undone:
        """Bring back what the cart held before the last change. Stock and limits are checked again; what stands now
        is never cut down by them. Raises `NotFound` when there is nothing to take back.
        """
        while True:
            kept = await self._load()
            if not kept.history:
                raise NotFound("There is nothing to undo in the cart.")
            *earlier, last = kept.history
            shelf = await self._desk.shelf(last.before.skus | kept.contents.skus)
            lines, missing = shelf.fitted(last.before.lines, kept.contents.quantities)
            seen = tuple(_as_seen(line, kept.contents.line(line.sku)) for line in lines)
            before = replace(last.before, lines=seen)
            after = replace(kept, contents=before, history=tuple(earlier), touched_at=self._desk.now())
            if await self._carts.put({self._owner.key: after}):
                return Undone(last.words, missing, view_of(after, shelf, self.currency))

    async def acknowledge(self, ids: Collection[str]) -> CartView:
        """These news were told; they count as seen."""
        while True:
            kept = await self._load()
            shelf = await self._desk.shelf(kept.contents.skus)
            after = acknowledged(kept, ids, shelf, self.currency)
            if after == kept or await self._carts.put({self._owner.key: after}):
                return view_of(after, shelf, self.currency)

    async def _edit(self, edit: Edit, others: Iterable[str] = ()) -> CartView:
        """What was checked must still hold when it is written; if not, it is checked anew."""
        while True:
            kept = await self._load()
            shelf = await self._desk.shelf({*kept.contents.skus, *others})
            after, words = edit(kept.contents, shelf)
            if after == kept.contents:
                return view_of(kept, shelf, self.currency)
            changed = kept.edited(after, words, self._turn, self._desk.now())
            if await self._carts.put({self._owner.key: changed}):
                return view_of(changed, shelf, self.currency)

    async def _load(self) -> KeptCart:
        """With the cart of this conversation's guest taken in, and emptied when it is too old."""
        while True:
            kept = await self._desk.current(self._owner.key)
            if self._owner.guest is None:
                return kept
            guest = await self._desk.current(self._owner.guest)
            if guest.is_blank:
                return kept
            shelf = await self._desk.shelf(kept.contents.skus | guest.contents.skus)
            both = merged(kept, guest, shelf, self._desk.now())
            await self._carts.put({self._owner.key: both, self._owner.guest: KeptCart(version=guest.version)})

    async def _view(self, kept: KeptCart) -> CartView:
        return view_of(kept, await self._desk.shelf(kept.contents.skus), self.currency)

    def _line(self, sku: str, shelf: Shelf, held: CartLine | None) -> CartLine:
        """The line as it is written now: a price that changed is still to be told, a stock that suffices is not."""
        if sku not in shelf:
            raise UnknownProduct(f"There is no product with the SKU {sku}.")
        variant = shelf.variant(sku)
        line = held or CartLine(sku, 0, variant.price)
        return replace(line, seen_stock=max(variant.stock, 0), name=shelf.name(sku))


@dataclass(frozen=True)
class CartDesk:
    """Where carts are handed out: the only way from the chat and the page to one."""

    carts: Carts
    catalogue: Catalogue
    currency: str
    limits: Callable[[], Awaitable[Limits]]
    now: Callable[[], datetime]

    def of(self, conversation: Conversation, turn: str = "") -> Cart:
        return Cart(owner_of(conversation.id, conversation.proof), self, turn)

    async def shelf(self, skus: Iterable[str]) -> Shelf:
        return Shelf(await self.catalogue.by_skus(skus), await self.limits())

    async def current(self, owner: str) -> KeptCart:
        while True:
            kept = await self.carts.get(owner)
            emptied = expired(kept, (await self.limits()).cart_days, self.now())
            if emptied is None:
                return kept
            await self.carts.put({owner: emptied})

    async def sweep(self) -> int:
        """Empty the carts that nobody touched for too long, and forget those that were empty all that time.

        Returns how many were emptied.
        """
        count, days = 0, (await self.limits()).cart_days
        since = self.now() - timedelta(days=days)
        while owners := await self.carts.untouched(since):
            for owner in owners:
                kept = await self.carts.get(owner)
                emptied = expired(kept, days, self.now())
                if emptied is not None:
                    count += await self.carts.put({owner: emptied})
                elif kept.touched_at < since:
                    await self.carts.drop(owner, kept.version)
        return count


def plain_message(text: str) -> str:
    """On one line, as it could stand on a card. Raises `NoteTooLong`."""
    message = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(message) > LONGEST_MESSAGE:
        raise NoteTooLong(f"A note can have at most {LONGEST_MESSAGE} characters; this one has {len(message)}.")
    return message


def _noted(held: Contents) -> Contents:
    if not keeps_no_card(held.messages):
        raise CardNumberRefused(REFUSED)
    return held


def _require(line: CartLine | None, otherwise: str = "That item is not in the cart.") -> CartLine:
    if line is None:
        raise NotFound(otherwise)
    return line


def _as_seen(line: CartLine, now: CartLine | None) -> CartLine:
    """What was told since then is not told again."""
    return replace(line, seen_price=now.seen_price, seen_stock=now.seen_stock) if now else line
