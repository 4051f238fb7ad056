"""Questions about a product, and about the shop's rules."""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace

from assistant.offline_model.answering import NEAR, SURE, Answering, Quote
from assistant.offline_model.facts import answer
from assistant.offline_model.focus import Record
from assistant.offline_model.of_rules import CERTAIN, LIKELY
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.query import LONGEST_QUERY, search_words
from assistant.offline_model.refer import NAMED, named_among, products_meant
from assistant.offline_model.rewording import reworded
from assistant.offline_model.stated import Fact
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.transcript import Result
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import products as wording
from assistant.offline_model.wording import talk
from assistant.offline_model.words import content, stem
from assistant.retrieval.misspelt import mended, spelt

FAIR = 0.4  # for a page to stand beside an answer of another kind
FIRM, SURER = 0.5, 0.35  # for a page to answer what was taken for something else, with the certainty of that
MOST_AT_ONCE, MOST_SEARCHES, MANY_WORDS = 4, 4, 3
_IN_FULL = {
    stem("return"): "how long do I have to return something",
    stem("refund"): "when will I get my refund",
    stem("warranty"): "how long is the warranty",
    stem("exchange"): "how do I exchange something",
    stem("shipping"): "how much is shipping",
}
_IS_QUESTION = re.compile(
    r"""\?\s*$ | \bany\schance\b
    | (?:^|[,.;:]\s)(?:and\s|so\s|but\s)?(?:what|when|where|who|which|why|how|is|are|am|do|does|did|can|could|will|would
      |may|must|should)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OWN_ORDER = re.compile(
    r"\bmy\b(?:\s\w+)?\s(?:orders?|parcel|package|delivery|shipment|purchase|stuff|things)\b|\border\s(?:status|number)\b",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(
    r"""^(?:which|are|is|do|does)\s(?:(?:one|ones|any|all|both|either|each|some)\s)?(?:of\s)?(?:these|those|them|the\stwo)?\s?
    (?:are|is|can\sbe)?\s?""",
    re.IGNORECASE | re.VERBOSE,
)
_QUESTION_WORDS = re.compile(
    r"""^(?:is|are|does|do|can|will|what(?:'s|\sis|\sare)?|how\s(?:much|heavy|big|long|many)(?:\sis|\sare|\sdoes)?
    |tell\sme\s(?:more\s)?about|which)\b(?:\s(?:the|your|a|an)\b)?""",
    re.IGNORECASE | re.VERBOSE,
)


def product_question(ask: Ask, scene: Scene) -> Steps:
    """The product is in hand, or named, or searched for first; its own record answers."""
    meant = products_meant(ask.text, ask.slots, scene.focus)
    product = meant[0] if meant else _in_hand(ask, scene)
    if product is None:
        words = search_words(_QUESTION_WORDS.sub("", ask.text).strip())
        if not content(words):
            return Say(talk.WHICH_PRODUCT)
        found = yield Call("search_products", {"query": words[:LONGEST_QUERY]})
        offered = [*(found.data.get("products") or ()), *(found.data.get("nearest") or ())]
        named = named_among(ask.text, offered) or [p for p in offered[:1] if _names(ask.text, p)]
        if found.error or not (named or found.data.get("products")):
            return Say(talk.failed(found.error) if found.error else wording.not_found(found.data), "abstained")
        if not named:
            return Say(wording.found(found.data))
        product = named[0]
    return (yield from _told(ask, scene, product))


def _told(ask: Ask, scene: Scene, product: Record) -> Steps:
    """The record first; for a rule that it does not state, the shop's pages; else that it is not stated."""
    result = yield Call("product_details", {"handle": str(product["handle"])})
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    record = {**product, **(result.data.get("product") or {})}
    if told := answer(ask.text, record, scene.answering.stated):
        return Say(told)
    if ask.of_rules:
        found = yield from looked_up(ask.text)
        if not isinstance(found, Say) and (quoted := quotes(ask.text, found, scene, SURE)):
            return Say("\n".join(quoted))
    fact = scene.answering.stated.nearest(ask.text, record)
    return Say(talk.not_stated(str(record.get("title")), _related(fact)), "abstained")


def _related(fact: Fact | None) -> str:
    if fact is None:
        return ""
    return f"{fact.name.replace('_', ' ').lower()}, {fact.value}" if fact.name else f"“{fact.value.rstrip('.')}”"


def each(ask: Ask, scene: Scene) -> Steps:
    """As in "which of these are waterproof?": one line for each product of the list, from what its record states."""
    shown = list(scene.focus.shown)[:MOST_AT_ONCE]
    if len(shown) < 2:
        return (yield from product_question(ask, scene))
    result = yield Call("compare_products", {"handles": [str(p["handle"]) for p in shown]})
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    facts = scene.answering.stated
    question = _OF_WHICH.sub("", ask.text)
    told = [(p, facts.nearest(question, p)) for p in result.data.get("products") or ()]
    if not any(fact for _, fact in told):
        return Say(talk.not_stated("any of these"), "abstained")
    return Say(
        "\n".join(["What the shop states:", *(wording.one_fact(p, fact.text if fact else "") for p, fact in told)])
    )


def _in_hand(ask: Ask, scene: Scene) -> Record | None:
    """Without a name, the product last looked at; else the first one shown."""
    focus = scene.focus
    if focus.product is not None:
        return focus.product
    return focus.shown[0] if focus.shown and (ask.slots.points or len(content(ask.text)) <= 3) else None


def _names(text: str, product: Record) -> bool:
    title, asked = content(str(product.get("title", ""))), set(content(text))
    return bool(title) and (title[-1] in asked or sum(w in asked for w in title) >= NAMED * len(title))


def policy(ask: Ask, scene: Scene) -> Steps:
    """What the product's own record and the shop's pages say; each part of the question gets its own quote."""
    found = yield from looked_up(ask.text)
    if isinstance(found, Say):
        return found
    told = [*_own_rule(ask, scene), *quotes(ask.text, found, scene, SURE)]
    return Say("\n".join(told)) if told else Say(nearest(ask.text, found, scene) or talk.NOT_IN_PAGES, "abstained")


def looked_up(text: str) -> Generator[Call, Result, Sequence[Record] | Say]:
    """Passages for each question, also in the words that shops use; only a first search that fails ends it.

    What was misspelt is mended by the words of the pages found so far, which know the shop's own ones.
    """
    passages: dict[str, Record] = {}
    parts = [" ".join(part.split()) for part in text.split("\n") if part.strip()]
    asked = list[str]()
    while (wording_ := _next_wording(parts, passages.values(), asked)) is not None:
        asked.append(wording_)
        result = yield Call("search_policies", {"question": wording_[:LONGEST_QUERY]})
        if result.error and not passages:
            return Say(talk.failed(result.error), "abstained")
        passages |= {str(p.get("id")): p for p in result.data.get("passages") or () if str(p.get("id")) not in passages}
    return list(passages.values())


def _next_wording(parts: Sequence[str], passages: Iterable[Record], asked: Sequence[str]) -> str | None:
    """The parts as they were said come first; None once enough was asked."""
    known = spelt(" ".join(str(p.get("text")) for p in passages)) if asked else None
    read = [mended(part, known) for part in parts] if known else parts
    wordings = dict.fromkeys([*parts, *map(_at_length, read), *filter(None, map(reworded, read))])
    left = [one for one in wordings if one not in asked and (one in parts or one not in read)]
    return left[0] if left and len(asked) < MOST_SEARCHES else None


def quotes(text: str, passages: Sequence[Record], scene: Scene, enough: float = FAIR) -> list[str]:
    """One for each part of the question that the pages answer."""
    found = [q for q in _best_quotes(text, passages, scene.answering) if q.score >= enough]
    return list(dict.fromkeys(f"From our page “{q.title}”: “{q.text}”" for q in found))


def nearest(text: str, passages: Sequence[Record], scene: Scene, enough: float = NEAR) -> str:
    """Frankly not an answer, as far as can be told, but what the pages have that is nearest; "" where nothing is."""
    best = max(_best_quotes(text, passages, scene.answering), key=lambda q: q.score, default=None)
    if best is None or best.score < enough:
        return ""
    return talk.nearest(*((quote.title, quote.text) for quote in (best, best.other) if quote))


def _best_quotes(text: str, passages: Sequence[Record], answering: Answering) -> list[Quote]:
    """For each part. A later part that says "it" is read with the words of the first."""
    first, *others = [part for part in text.split("\n") if set(content(part)) - {"now"}] or [text]
    whole = [_at_length(first), *(f"{other} {first}" if _leans(other) else other for other in others)]
    return [quote for question in whole if (quote := _best_quote(question, passages, answering))]


def _best_quote(question: str, passages: Sequence[Record], answering: Answering) -> Quote | None:
    """Of the shopper's own wording and the shop's, the one that a page fits better."""
    spelt_so = mended(question, spelt(" ".join(str(p.get("text")) for p in passages)))
    wordings = dict.fromkeys([question, spelt_so, *filter(None, [reworded(question)])])
    found = [quote for wording_ in wordings if (quote := answering.best(wording_, passages))]
    return max(found, key=lambda q: q.score, default=None)


def _leans(part: str) -> bool:
    return bool(re.search(r"\b(?:it|its|that|this|they|them)\b", part.casefold())) or len(content(part)) < 2


def rules_first(ask: Ask, scene: Scene, otherwise: Callable[[Ask, Scene], Steps]) -> Steps:
    """What the classifier only guesses at may be a question that a page answers well."""
    found = yield from looked_up(ask.text)
    passages = [] if isinstance(found, Say) else found
    if told := quotes(ask.text, passages, scene, outweighing(ask)):
        return Say("\n".join(told))
    near = nearest(ask.text, passages, scene) if ask.rules >= CERTAIN else ""
    return Say(near, "abstained") if near else (yield from otherwise(ask, scene))


def outweighing(ask: Ask) -> float:
    """How well a page has to answer: the surer the other reading is, the better."""
    return SURE if ask.rules >= LIKELY else max(SURE, FIRM + SURER * ask.probability)


def rules_beside(ask: Ask, scene: Scene, otherwise: Callable[[Ask, Scene], Steps]) -> Steps:
    """What happens to orders in general ("tracking has not moved for days") a page may tell before one is looked up."""
    found = yield from looked_up(ask.text)
    told = [] if isinstance(found, Say) else quotes(ask.text, found, scene, SURE)
    say = yield from otherwise(ask, scene)
    return replace(say, text="\n\n".join([*told[:1], say.text]))


def is_question(text: str) -> bool:
    return bool(_IS_QUESTION.search(text)) and len(text.split()) >= MANY_WORDS


def of_own_order(text: str) -> bool:
    return bool(_OWN_ORDER.search(text))


def perhaps_policy(ask: Ask, scene: Scene) -> Steps:
    """A question that nothing else claims may be about the product in hand, or one that the shop's pages answer."""
    if ask.slots.points and scene.focus.product is not None:
        return (yield from product_question(ask, scene))
    if not is_question(ask.text) and ask.rules < LIKELY:
        return Say(talk.UNCLEAR, "abstained")
    found = yield from looked_up(ask.text)
    if isinstance(found, Say):
        return Say(talk.UNCLEAR, "abstained")
    told = quotes(ask.text, found, scene, SURE)
    return Say("\n".join(told)) if told else Say(nearest(ask.text, found, scene) or talk.UNCLEAR, "abstained")


def tells_something(text: str) -> bool:
    """Many state what befell them and ask nothing: "the pot was cracked in the box"."""
    return len(content(text)) >= MANY_WORDS


def _at_length(question: str) -> str:
    """A question of one word of meaning ("is it returnable?") asks for the rule itself, not for its exceptions."""
    words = [word for word in content(question) if word != stem("policy")]
    return _IN_FULL.get(words[0], question) if len(words) == 1 else question


def _own_rule(ask: Ask, scene: Scene) -> list[str]:
    """What the record of the product in hand itself says about returns or warranty."""
    meant = products_meant(ask.text, ask.slots, scene.focus)
    shown = meant or (list(scene.focus.shown[:1]) if ask.slots.points else [])
    asked = set(content(ask.text))
    facts = [(p, n, v) for p in shown[:1] for n, v in (p.get("attributes") or {}).items()]
    return [f"{p.get('title')}, {n.lower()}: {v}." for p, n, v in facts if asked & set(content(n))][:1]
