"""Whether a shopper's own words ask for an edit that a model calls for. Whatever a model says or reads counts nothing.

Only what is plain is heard: a wish, in a sentence that neither asks how nor says no, for that very thing and number.
Everything else is not refused, but asked about first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.guardrails.meant import Thing, means, names_better, of_nothing_else

Args = Mapping[str, Any]

_SENTENCE = re.compile(r"[^.!?\n;]+[.!?]*")
_NO = re.compile(
    r"\b(?:don['’]?t|do not|doesn['’]?t|not|never|no longer|stop|rather than|instead of|without)\b", re.IGNORECASE
)
_HOW = re.compile(
    r"^\W*(?:so\W+|and\W+|but\W+|ok\W+|okay\W+)*(?:how|where|when|why|what|which|who|can i|could i|may i|might i|"
    r"should i|do i|did i|is it|is there|are there|will i|would it|if)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "pair": 2, "both": 2, "couple": 2, "another": 1, "single": 1,
}  # fmt: skip
_DIGITS = re.compile(r"\d[\d\s().-]{4,}\d")
_TOKEN = re.compile(r"[^\W_]+")
MOST_WORDS = 60
_OF_ANY_LENGTH = frozenset({"request_human", "note_on_item", "checkout_details"})
_AGREED_WAYS = re.compile(
    r"\b(?:cheapest|fastest|quickest|slowest|standard|express|any|free|whichever)\b", re.IGNORECASE
)


def _verbs(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_NOUN = r"(?<!my )(?<!the )(?<!an )(?<!this )(?<!that )(?<!your )(?<!last )(?<!new )"
ADD = _verbs(
    "add", "put", rf"{_NOUN}buy", rf"{_NOUN}order", "purchase", "grab", "take", "pick", "reserve", "get me", "give me",
    r"i(?:'ll|’ll| will|'d|’d| would) (?:like to |love to )?(?:have|take|get|buy|order|go (?:for|with))", "throw in",
    r"i(?:'d|’d| would) like (?:it|this|that|them|these|those|both|the|to (?:buy|order|get|have))",
    r"i want (?:it|this|that|them|these|those|both|the|to (?:buy|order|get|have)|\d+|one|two|three)",
    r"(?:in|into|to) (?:my|the) (?:cart|basket|bag|trolley)",
)  # fmt: skip
REMOVE = _verbs(
    "remove", "delete", r"take (?:[\w'-]+ ){0,8}?(?:out|off|away)", "drop", "get rid", "lose", "cancel",
    "no longer want", "throw out", "kick out", "leave out", "scrap", "out of (?:my|the) (?:cart|basket|bag)",
    "(?:don't|don’t|do not) (?:want|need)",
)  # fmt: skip
CHANGE = _verbs(
    "change", "make", "set", "update", "increase", "decrease", "reduce", "instead", "only", "just", "more", "fewer"
)  # fmt: skip
EMPTY = _verbs("empty", "clear", "(?:remove|delete) (?:all|everything)", "start (?:over|again)")
FEW = 6
UNDO = _verbs(
    "undo", "revert", "(?:take|put|bring) (?:it|this|that|them) back", "go back", "restore", "reverse", "didn't mean"
)
SAVE = _verbs("save", "later", "wish ?list", "keep (?:it|that|this|them)", "set aside", "put aside", "park")
MOVE = _verbs("move", "back", "add", "put", "buy", "take")
GIVE_UP = _verbs(
    "cancel", "give up", "stop", "abandon", "forget", "drop", "don't want", "do not want", "changed my mind"
)

IN_CART = _verbs("cart", "basket", "bag", "trolley")
AN_ORDER = re.compile(r"#\w{0,3}\d{3,}|\b(?:my|the|an?|this|that|last) orders?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heard:
    """`text` are the shopper's words that count now, `said` all of theirs in this conversation.

    `seen` are the variants of what a reply showed last, `known` those of what was looked up since as well; `cart` and
    `saved` are what lies there.
    """

    text: str
    said: str
    seen: Sequence[Thing] = ()
    known: Sequence[Thing] = ()
    cart: Sequence[Thing] = ()
    saved: Sequence[Thing] = ()


def asked_for(tool: str, args: Args, heard: Heard) -> bool:
    """For EDIT tools; a tool that is not known here was not asked for, and in a long text nothing is plain."""
    rule = _RULES.get(tool)
    plain = len(heard.text.split()) <= MOST_WORDS or tool in _OF_ANY_LENGTH
    return rule is not None and plain and rule(args, heard)


def _added(args: Args, heard: Heard) -> bool:
    thing = _thing(args, heard.known)
    return (
        thing is not None
        and bool(wish := wishes(heard.text, ADD))
        and means(wish, heard.text, thing, heard.known, heard.seen)
        and _counted(args.get("quantity", 1), heard.text, least=1)
    )


def _changed(args: Args, heard: Heard) -> bool:
    quantity = args.get("quantity")
    if quantity == 0:
        return _removed(args, heard)
    wish = wishes(heard.text, CHANGE) or wishes(heard.text, ADD) or wishes(heard.text, REMOVE, may_deny=True)
    return _of(args, wish, heard, heard.cart) and _counted(quantity, heard.text, least=0)


def _removed(args: Args, heard: Heard) -> bool:
    """Who speaks of an order means that one, and not the cart."""
    sentences = wishes(heard.text, REMOVE, may_deny=True).split("\n")
    wish = "\n".join(one for one in sentences if IN_CART.search(one) or not AN_ORDER.search(one))
    return _of(args, wish, heard, heard.cart)


def _saved(args: Args, heard: Heard) -> bool:
    return _of(args, wishes(heard.text, SAVE), heard, heard.cart)


def _moved(args: Args, heard: Heard) -> bool:
    """Its verbs ask for what is new as well, so that all that was said counts."""
    thing, wish = _thing(args, heard.saved), wishes(heard.text, MOVE)
    return thing is not None and _of(args, wish, heard, heard.saved) and of_nothing_else(heard.text, thing)


def _noted(args: Args, heard: Heard) -> bool:
    """The note's words are the shopper's, one after the other."""
    note = _plain(str(args.get("message", "")))
    return note in _plain(heard.text) if note else bool(wishes(heard.text, REMOVE, may_deny=True))


def _detailed(args: Args, heard: Heard) -> bool:
    """Every word of every detail was said; country and region follow from the rest of an address."""
    said, parts = set(_TOKEN.findall(heard.said.casefold())), dict(args)
    place = parts.pop("address", None) or {}
    method = parts.pop("shipping_method", None)
    if not _codes_meant(parts.get("add_code"), parts.get("drop_code"), heard.text):
        return False
    told = [str(value) for value in parts.values() if value]
    told += [str(value) for name, value in dict(place).items() if value and name not in {"country", "region"}]
    spoken = all(_spoken(value, said, heard.said) for value in told)
    return spoken and (not method or _spoken(str(method), said, heard.said) or bool(_AGREED_WAYS.search(heard.text)))


def _codes_meant(added: str | None, dropped: str | None, text: str) -> bool:
    """A code that was said may go in or out: its own sentence tells which."""
    sentences = [sentence.group() for sentence in _SENTENCE.finditer(text)]

    def out(code: str) -> list[bool]:
        about = [one for one in sentences if code.casefold() in one.casefold()]
        return [bool(REMOVE.search(one) or _NO.search(one)) for one in about]

    return not (added and any(out(added))) and not (dropped and not any(out(dropped)))


def _spoken(value: str, said: set[str], text: str) -> bool:
    return set(_TOKEN.findall(value.casefold())) <= said or _same_phone(value, text)


def _same_phone(value: str, text: str) -> bool:
    """Whatever signs stand between its digits, and with or without its country."""
    if any(letter.isalpha() for letter in value):
        return False
    digits = re.sub(r"\D", "", value).lstrip("0")
    told = (re.sub(r"\D", "", run).lstrip("0") for run in _DIGITS.findall(text))
    pairs = (sorted((digits, run), key=len) for run in told)
    return any(long.endswith(short) and len(short) >= 6 and len(long) - len(short) <= 3 for short, long in pairs)


def _emptied(_args: Args, heard: Heard) -> bool:
    """Of the cart, or in so few words that nothing else can be meant: "a clear and engaging way" empties nothing."""
    told = wishes(heard.text, EMPTY).split("\n")
    return any(one and (IN_CART.search(one) or len(one.split()) <= FEW) for one in told)


def _always(_args: Args, _heard: Heard) -> bool:
    """A person is the safe way out, and must not wait for one more question."""
    return True


def _simply(pattern: re.Pattern[str]) -> Callable[[Args, Heard], bool]:
    return lambda _args, heard: bool(wishes(heard.text, pattern, may_deny=pattern is GIVE_UP))


_RULES: Mapping[str, Callable[[Args, Heard], bool]] = {
    "add_to_cart": _added,
    "change_quantity": _changed,
    "remove_from_cart": _removed,
    "empty_cart": _emptied,
    "undo_cart": _simply(UNDO),
    "save_for_later": _saved,
    "move_to_cart": _moved,
    "note_on_item": _noted,
    "checkout_details": _detailed,
    "cancel_checkout": _simply(GIVE_UP),
    "request_human": _always,
}


def wishes(text: str, verbs: re.Pattern[str], *, may_deny: bool = False) -> str:
    """The sentences that have one of the verbs and are neither a question how nor a no."""
    told = (sentence.group() for sentence in _SENTENCE.finditer(text))
    return "\n".join(sentence for sentence in told if _is_wish(sentence, verbs, may_deny=may_deny))


def _is_wish(sentence: str, verbs: re.Pattern[str], *, may_deny: bool) -> bool:
    if verbs.search(sentence) is None or _HOW.match(sentence):
        return False
    return may_deny or not _NO.search(sentence)


def _of(args: Args, wish: str, heard: Heard, lines: Sequence[Thing]) -> bool:
    """Of what lies there; a wish that names something else that was looked up means none of it."""
    thing = _thing(args, lines)
    if thing is None or not wish or names_better(wish, thing, heard.known):
        return False
    return means(wish, heard.text, thing, lines, lines)


def _thing(args: Args, among: Sequence[Thing]) -> Thing | None:
    return next((one for one in among if one.sku == args.get("sku")), None)


def _counted(quantity: object, text: str, least: int) -> bool:
    """One is what a wish without a number means; any other number was said."""
    if quantity == least:
        return True
    told = {int(digits) for digits in re.findall(r"(?<![\w.,$€£])\d{1,4}(?![\w.,]?\d)", text)}
    told |= {_NUMBERS[word] for word in _TOKEN.findall(text.casefold()) if word in _NUMBERS}
    return quantity in told


def _plain(text: str) -> str:
    return " ".join(_TOKEN.findall(text.casefold()))
