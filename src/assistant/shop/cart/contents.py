"""What a cart is: lines by variant, what is saved for later, the shopper's notes, and the changes to take back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, Protocol

from assistant.shop.money import Money

MOST_STEPS = 10
LONGEST_MESSAGE = 200
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class CartLine:
    """`seen_price` and `seen_stock` are what the shopper was told last, so that a change can be told; a stock of None
    belongs to a product that was told to be gone. `name` is what to call it then; `message` is the shopper's own note.
    """

    sku: str
    quantity: int
    seen_price: Money
    seen_stock: int | None = None
    name: str = ""
    message: str = ""


Lines = tuple[CartLine, ...]


@dataclass(frozen=True)
class Contents:
    """`message` is the shopper's note for the whole cart. No SKU stands twice in `lines`, nor in `saved`."""

    lines: Lines = ()
    saved: Lines = ()
    message: str = ""

    @property
    def quantities(self) -> dict[str, int]:
        return {line.sku: line.quantity for line in self.lines}

    def lacking(self, wanted: Mapping[str, int]) -> dict[str, int]:
        """What of it is not in the lines, by SKU."""
        short = {sku: count - self.quantities.get(sku, 0) for sku, count in wanted.items()}
        return {sku: count for sku, count in short.items() if count > 0}

    @property
    def skus(self) -> set[str]:
        return {line.sku for line in (*self.lines, *self.saved)}

    @property
    def messages(self) -> list[str]:
        """All that the shopper wrote."""
        return [text for text in (self.message, *(line.message for line in (*self.lines, *self.saved))) if text]

    def line(self, sku: str) -> CartLine | None:
        return _of(self.lines, sku)

    def saved_line(self, sku: str) -> CartLine | None:
        return _of(self.saved, sku)

    def with_line(self, line: CartLine) -> "Contents":
        return replace(self, lines=_with(self.lines, line))

    def without_line(self, sku: str) -> "Contents":
        return replace(self, lines=_without(self.lines, sku))

    def with_saved(self, line: CartLine) -> "Contents":
        return replace(self, saved=_with(self.saved, line))

    def without_saved(self, sku: str) -> "Contents":
        return replace(self, saved=_without(self.saved, sku))


@dataclass(frozen=True)
class Step:
    """One change that can be taken back: `before` is all that the cart held. What one turn did is one step."""

    words: str
    before: Contents
    turn: str = ""


@dataclass(frozen=True)
class Notice:
    """Something that happened to the cart while the shopper did not look, kept until it was told."""

    id: str
    kind: Literal["expired", "merged"]
    text: str


@dataclass(frozen=True)
class KeptCart:
    """A cart as the shop keeps it. `version` counts its writes, 0 for one that was never written."""

    contents: Contents = Contents()
    history: tuple[Step, ...] = ()
    notices: tuple[Notice, ...] = ()
    touched_at: datetime = NEVER
    version: int = 0

    @property
    def is_blank(self) -> bool:
        return self.contents == Contents() and not self.notices

    @property
    def former(self) -> set[str]:
        """The SKUs that were lines before one of the changes it remembers, and are not now."""
        return {line.sku for step in self.history for line in step.before.lines} - self.contents.quantities.keys()

    def bought(self, quantities: Mapping[str, int]) -> "KeptCart":
        """What was bought leaves, what was added since stays. A purchase cannot be taken back here."""
        left = (replace(line, quantity=line.quantity - quantities.get(line.sku, 0)) for line in self.contents.lines)
        lines = tuple(line for line in left if line.quantity > 0)
        contents = replace(self.contents, lines=lines, message=self.contents.message if lines else "")
        return replace(self, contents=contents, history=())

    def edited(self, after: Contents, words: str, turn: str, now: datetime) -> "KeptCart":
        *earlier, last = (*self.history, Step("", self.contents))
        if turn and earlier and earlier[-1].turn == turn:
            last = earlier.pop()
            words = f"{last.words} and {words}"
        history = (*earlier, Step(words, last.before, turn))[-MOST_STEPS:]
        return replace(self, contents=after, history=history, touched_at=now)


class Carts(Protocol):
    """By the key of the owner, as `owner_of` makes it."""

    async def get(self, owner: str) -> KeptCart:
        """An empty one where there is none."""
        ...

    async def put(self, changed: Mapping[str, KeptCart]) -> bool:
        """Write each where its `version` still stands, and count that up: all of them or none. False when another
        writer came first. Atomic.
        """
        ...

    async def untouched(self, since: datetime, limit: int = 500) -> list[str]:
        """Owners whose carts were last touched before that, the oldest first."""
        ...

    async def drop(self, owner: str, version: int) -> None:
        """Forget the cart, where that version still stands."""
        ...


def _of(lines: Lines, sku: str) -> CartLine | None:
    return next((line for line in lines if line.sku == sku), None)


def _with(lines: Lines, line: CartLine) -> Lines:
    if _of(lines, line.sku) is None:
        return (*lines, line)
    return tuple(line if held.sku == line.sku else held for held in lines)


def _without(lines: Lines, sku: str) -> Lines:
    return tuple(line for line in lines if line.sku != sku)
