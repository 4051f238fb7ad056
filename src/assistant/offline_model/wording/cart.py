"""Replies about the cart. Each says that something was done only because the tool's result says so."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.offline_model.focus import Record
from assistant.offline_model.wording.lists import counted, listed
from assistant.offline_model.wording.offers import ADDED


def added(data: Mapping[str, Any]) -> str:
    line = data.get("added") or {}
    return f"{ADDED} {line.get('quantity', 1)} × {title(line)}.{subtotal(data)}"


def changed(data: Mapping[str, Any]) -> str:
    line = data.get("changed") or {}
    if line.get("quantity") == 0:
        return f"{title(line)} is no longer in your cart.{subtotal(data)}"
    return f"Your cart now holds {line.get('quantity')} × {title(line)}.{subtotal(data)}"


def removed(lines: Sequence[Record], data: Mapping[str, Any]) -> str:
    return f"Removed from your cart: {listed([title(line) for line in lines])}.{subtotal(data)}"


def shown(cart: Mapping[str, Any]) -> str:
    lines, saved = list(cart.get("lines") or ()), list(cart.get("saved") or ())
    apart = [f"You saved for later: {listed([title(line) for line in saved])}."] if saved else []
    if not lines:
        return "\n".join(["Your cart is empty.", *apart])
    told = [f"- {ln.get('quantity')} × {title(ln)}, {_text(ln.get('total'))}{_note(ln)}" for ln in lines]
    head = f"Your cart holds {counted(int(cart.get('count') or len(lines)), 'item')}:"
    noted = [f"Your note: “{cart['message']}”"] if cart.get("message") else []
    return "\n".join([head, *told, f"Subtotal: {_text(cart.get('subtotal'))}, before shipping.", *noted, *apart])


def emptied(data: Mapping[str, Any]) -> str:
    apart = " What you saved for later is kept." if (data.get("cart") or {}).get("saved") else ""
    return f"Your cart is empty now.{apart} Say “undo” to have it back."


def undone(data: Mapping[str, Any]) -> str:
    missing = " ".join(["", *map(str, data.get("missing") or ())])
    return f"Undone: {data.get('undone')}.{missing}\n{shown(data.get('cart') or {})}"


def saved(data: Mapping[str, Any]) -> str:
    return f"Saved for later: {title(data.get('saved') or {})}.{subtotal(data)}"


def moved(data: Mapping[str, Any]) -> str:
    line = data.get("moved") or {}
    return f"Moved to your cart: {line.get('quantity', 1)} × {title(line)}.{subtotal(data)}"


def noted(data: Mapping[str, Any]) -> str:
    note = data.get("noted") or {}
    where = f"on {title(note['item'])}" if note.get("item") else "for the whole cart"
    return f"Noted {where}: “{note['message']}”" if note.get("message") else f"There is no note {where} now."


def subtotal(data: Mapping[str, Any]) -> str:
    amount = _text((data.get("cart") or {}).get("subtotal"))
    return f" Subtotal: {amount}." if amount else ""


def title(line: Mapping[str, Any]) -> str:
    name = str(line.get("title") or line.get("sku"))
    options = line.get("options")
    label = " / ".join(map(str, options.values())) if isinstance(options, dict) else str(options or "")
    return f"{name} ({label})" if label else name


def _text(price: Any) -> str:
    return str(price.get("text", "")) if isinstance(price, dict) else str(price or "")


def _note(line: Mapping[str, Any]) -> str:
    told = f" ({line['note']})" if line.get("note") else ""
    return f"{told}, with your note “{line['message']}”" if line.get("message") else told
