"""What is asked about an edit that the shopper's own words do not plainly ask for. In code's words, not a model's."""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.shop.money import Money

Args = Mapping[str, Any]


def title_of(tool: str, args: Args, name: str = "", price: Money | None = None) -> str:
    """A wish in the imperative, without its full stop. `name` is the thing's, as the shop writes it."""
    return _TITLES[tool](args, name or "that", price)


def _added(args: Args, name: str, price: Money | None) -> str:
    each = f", {price} each" if price else ""
    return f"Put {args.get('quantity', 1)} × {name} into your cart{each}"


def _changed(args: Args, name: str, _price: Money | None) -> str:
    return (
        f"Have {args.get('quantity')} × {name} in your cart"
        if args.get("quantity")
        else f"Take {name} out of your cart"
    )


def _noted(args: Args, name: str, _price: Money | None) -> str:
    of = f" with {name}" if args.get("sku") else " with your cart"
    return f"Keep the note “{args['message']}”{of}" if args.get("message") else f"Take away the note{of}"


def _detailed(args: Args, _name: str, _price: Money | None) -> str:
    told = "; ".join(f"{key.replace('_', ' ')}: {_words(value)}" for key, value in args.items() if value)
    return f"Use for your checkout: {told}" if told else "Use what you said for your checkout"


def _words(value: Any) -> str:
    return ", ".join(str(part) for part in value.values() if part) if isinstance(value, dict) else str(value)


def _plainly(words: str) -> Callable[[Args, str, Money | None], str]:
    return lambda _args, name, _price: words.format(name=name)


_TITLES: Mapping[str, Callable[[Args, str, Money | None], str]] = {
    "add_to_cart": _added,
    "change_quantity": _changed,
    "remove_from_cart": _plainly("Take {name} out of your cart"),
    "empty_cart": _plainly("Take everything out of your cart"),
    "undo_cart": _plainly("Take back the last change of your cart"),
    "save_for_later": _plainly("Save {name} for later"),
    "move_to_cart": _plainly("Move {name} back into your cart"),
    "note_on_item": _noted,
    "checkout_details": _detailed,
    "cancel_checkout": _plainly("Give up the order that waits for its payment"),
}
