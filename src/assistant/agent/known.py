"""What of a conversation is evidence, and for what: the shop's records prove, what was only asked for does not."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.agent.gather import effects
from assistant.guardrails.addresses import Places
from assistant.guardrails.evidence import Evidence, links
from assistant.guardrails.ledger import Ledger, Record, values_of

# what a tool repeats of the arguments that a model gave it
_ECHOED = frozenset({"understood", "unknown", "relax", "proof", "reason"})
# a comparison says again, by field, what the records beside it say by product
_AGAIN = frozenset({"rows"})
# words that a supplier, a carrier or a shopper wrote, which set no price and take nothing off one
_IN_WORDS = frozenset({"title", "description", "attributes", "note", "message"})
# what these tell was written by whoever supplies the goods
GOODS = frozenset({"search_products", "product_details", "compare_products"})
PAGES = "search_policies"
"""Tells what the owner published, word for word, and nothing that anybody else may have put there."""
_OF_A_PRODUCT = frozenset({"sku", "handle", "price", "quantity"})
READ = 512
"""Results of tools that are remembered as they were read: each thought of a conversation asks for all of them."""


def evidence(  # noqa: PLR0917 -- what a turn knows, as its node has it
    messages: Sequence[AnyMessage],
    start: int,
    recalled: Iterable[str],
    prompt: str,
    today: date,
    places: Places = Places(),  # noqa: B008 -- it is frozen
    beside: str = "",
) -> Evidence:
    """Everything the conversation knows; effects count only when they happened in this turn.

    `prompt` is the shop's word and an instruction, `beside` are other instructions, which prove nothing.
    """
    results = [m for m in messages if isinstance(m, ToolMessage)]
    telling = [m for m in results if m.status != "error" or _in_the_shops_words(m)]
    told = [_read(m) for m in telling]
    refused = [str(m.content) for m in results if m.status == "error" and not _in_the_shops_words(m)]
    notes, recalled = list(_noted(messages)), list(recalled)
    return Evidence(
        told=(*(line for m in telling for line in _flat(str(m.content), _ECHOED)), *notes, *recalled, prompt),
        effects=effects(messages[start:]),
        asked=tuple(str(m.content) for m in messages if isinstance(m, HumanMessage)),
        repeated=(*(line for data in told for line in _echoes(data)), *refused),
        stock={title: words for m in telling for title, words in _stocks(str(m.content))},
        today=today,
        ledger=_ledger(telling, (*notes, *recalled, prompt)),
        money=(
            *(line for m in telling for line in _flat(str(m.content), _ECHOED | _AGAIN | _IN_WORDS)),
            *notes,
            *recalled,
            prompt,
        ),
        vouching=(*_of_the_shop(results), *notes, *recalled, prompt),
        places=places,
        parcels=frozenset(_tracked(results)),
        # the first line says who speaks, which nobody need hide
        instructions="\n".join([*prompt.splitlines()[1:], beside]),
        published=(*(line for m in telling if m.name == PAGES for line in _flat(str(m.content), _ECHOED)), *recalled),
    )


def _ledger(telling: Sequence[ToolMessage], other: Sequence[str]) -> Ledger:
    """A product that several results show has all that they say of it."""
    found, free = defaultdict[str, list[Record]](list), list(other)
    for message in telling:
        records, others = _records(str(message.content))
        free += others
        for title, record in records:
            found[title].append(record)
    joined = {title: _joined(tuple(dict.fromkeys(of_it))) for title, of_it in found.items()}
    return Ledger(joined, "\n".join(free), _compared([_read(m) for m in telling]))


@lru_cache(READ)
def _records(content: str) -> tuple[tuple[tuple[str, Record], ...], tuple[str, ...]]:
    """The products that a result shows, by title, and what it tells of none."""
    free = list[str]()
    return tuple((title, _record(data)) for title, data in _split(_parsed(content), free)), tuple(free)


def _record(data: dict[str, Any]) -> Record:
    return Record("\n".join(_lines(data)), values_of(*_described(data)), frozenset(_chosen(data)))


@lru_cache(READ)
def _joined(records: tuple[Record, ...]) -> Record:
    if len(records) == 1:
        return records[0]
    return Record(
        "\n".join(record.text for record in records),
        frozenset[str]().union(*(record.values for record in records)),
        frozenset[str]().union(*(record.options for record in records)),
    )


def _of_the_shop(results: Sequence[ToolMessage]) -> Iterator[str]:
    """What tools tell that no supplier of goods wrote, without the lines that quote a title with an address in it."""
    free, hostile = list[str](), set[str]()
    for message in results:
        records, others = _records(str(message.content))
        free += others if message.name not in GOODS and message.status != "error" else ()
        hostile |= {title for title, _ in records if links(title)}
    return (line for line in free if not any(title in line for title in hostile))


def _tracked(results: Sequence[ToolMessage]) -> Iterator[str]:
    """Where the parcels of an order are tracked, as the order states it."""
    for message in results:
        if message.name not in GOODS:
            yield from (str(parcel.get("url") or "") for parcel in _parcels(_read(message)))


def _parcels(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield from data.get("fulfilments") or ()
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _parcels(value)


def _compared(told: Sequence[Any]) -> tuple[str, ...]:
    """The titles of the comparison that was made last."""
    made = [data["products"] for data in told if isinstance(data, dict) and "rows" in data and "products" in data]
    return tuple(str(product.get("title")) for product in made[-1]) if made else ()


def _split(data: Any, free: list[str], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of products, by title; every other leaf goes to `free`."""
    if isinstance(data, dict) and isinstance(data.get("title"), str) and _OF_A_PRODUCT & data.keys():
        yield data["title"], data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from () if key in _ECHOED | _AGAIN else _split(value, free, key)
    elif isinstance(data, list):
        for value in data:
            yield from _split(value, free, name)
    elif data is not None:
        free.append(f"{name}: {data}")


def _described(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (record, *(record.get("variants") or ())):
        yield from (part[name] for name in ("attributes", "options") if isinstance(part.get(name), dict))


def _chosen(record: dict[str, Any]) -> Iterator[str]:
    """The values of its options: sizes, capacities."""
    for variant in record.get("variants") or ():
        yield from (str(value) for value in (variant.get("options") or {}).values())


def _in_the_shops_words(refusal: ToolMessage) -> bool:
    return isinstance(refusal.artifact, dict) and bool(refusal.artifact.get("told"))


def _noted(messages: Sequence[AnyMessage]) -> Iterator[str]:
    """What code itself told of a proof or the cart, or suggested. Other notes quote the model and prove nothing."""
    for message in messages:
        note = _read(message) if isinstance(message, SystemMessage) else None
        for part, words in (("identity", "message"), ("cart", "told")):
            if isinstance(note, dict) and isinstance(note.get(part), dict):
                yield str(note[part].get(words))
        if isinstance(note, dict) and isinstance(note.get("suggested"), dict):
            yield from _lines(note["suggested"])


def _read(message: AnyMessage) -> Any:
    """Not to be changed: it is read once for all thoughts of a conversation."""
    return _parsed(str(message.content))


@lru_cache(READ)
def _parsed(content: str) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content


@lru_cache(READ)
def _flat(content: str, without: frozenset[str]) -> tuple[str, ...]:
    return tuple(_lines(_parsed(content), "", without))


def _lines(data: Any, name: str = "", without: frozenset[str] = _ECHOED) -> Iterator[str]:
    """`price: $49.00`, a line for each leaf."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from () if key in without else _lines(value, key, without)
    elif isinstance(data, list):
        for value in data:
            yield from _lines(value, name, without)
    elif data is not None:
        yield f"{name}: {data}" if name else str(data)


def _echoes(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key in _ECHOED & data.keys():
            yield from _lines(data[key])


@lru_cache(READ)
def _stocks(content: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(_stock(_parsed(content)))


def _stock(data: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """The title of each product, and every stock word of it and its variants."""
    if isinstance(data, dict) and isinstance(data.get("title"), str) and isinstance(data.get("stock"), str):
        variants = data.get("variants") or ()
        yield data["title"], frozenset({data["stock"], *(str(v.get("stock")) for v in variants)})
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _stock(value)
