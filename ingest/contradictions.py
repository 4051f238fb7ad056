"""Where a product's words promise what the policies do not: returns, and shipping.

Read by rules that would rather miss a contradiction than invent one: an exception that the policy itself names is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product

MOST_TOLD = 200
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\s*\n\s*")
_SPAN = re.compile(
    r"\b(\d{1,3}|one|two|three|fourteen|thirty|sixty|ninety)[- ]?(day|week|month|year)s?\b", re.IGNORECASE
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "fourteen": 14, "thirty": 30, "sixty": 60, "ninety": 90}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_RETURN = re.compile(r"\b(?:return(?:s|ed|able)?|send (?:it|them|items?)? ?back|money[- ]back)\b", re.IGNORECASE)
_NOT_A_WINDOW = re.compile(
    r"\b(?:business|working)\b|\b(?:process|credit|take|arrive|warrant|deliver(?:ed|y) (?:in|within))", re.IGNORECASE
)
_FINAL = re.compile(
    r"\b(?:final sale|sales? (?:is|are) final|non[- ]?returnable|no returns|cannot be returned)\b", re.IGNORECASE
)
_FREE = re.compile(r"\b(?:free (?:\w+ )?(?:shipping|delivery)|ships? (?:for )?free)\b", re.IGNORECASE)
_CARRIAGE = re.compile(r"\b(?:shipping|delivery|postage)\b", re.IGNORECASE)
_MONEY = re.compile(r"[$€£]\s?(\d+(?:[.,]\d{1,2})?)|\b(\d+(?:\.\d{2})?) ?(?:USD|EUR|GBP|dollars|euros)\b")
_FASTER = re.compile(r"\b(?:express|overnight|next[- ]day|expedited|priority|international|abroad)\b", re.IGNORECASE)
_ABOVE = re.compile(r"\b(?:over|above|from|exceed\w*|at least|or more|minimum)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Contradiction:
    """`where` is a product's handle or a document's id, `policy` the id of the document that says otherwise."""

    where: str
    says: str
    policy: str
    policy_says: str

    def __str__(self) -> str:
        return f"{self.where} says “{self.says}”, but {self.policy} says “{self.policy_says}”"


@dataclass(frozen=True)
class _Said:
    """What one document says: the window of returns in days, or a fee and from which amount there is none."""

    policy: str
    words: str
    days: int = 0
    free_from: float | None = None


def contradictions(products: Sequence[Product], documents: Sequence[Document]) -> Iterator[Contradiction]:
    """At most `MOST_TOLD`."""
    found = _all(products, documents)
    yield from (one for one, _ in zip(found, range(MOST_TOLD), strict=False))


def _all(products: Sequence[Product], documents: Sequence[Document]) -> Iterator[Contradiction]:
    policies = [document for document in documents if document.kind == "policy"] or list(documents)
    windows = [said for document in documents for said in _windows(document)]
    ours = [said for said in windows if any(said.policy == document.id for document in policies)][:1]
    fee = next((said for document in policies for said in _fees(document)), None)
    exception = any(_FINAL.search(document.text) for document in policies)
    yield from (
        Contradiction(said.policy, said.words, ours[0].policy, ours[0].words)
        for said in windows
        if ours and said.policy != ours[0].policy and said.days != ours[0].days
    )
    for product in products:
        text = _words(product)
        if ours:
            yield from _returns(product, text, ours[0], exception=exception)
        if fee:
            yield from _shipping(product, text, fee)


def _words(product: Product) -> str:
    facts = (f"{name}: {value}" for name, value in product.attributes.items())
    return "\n".join((product.title, product.description, *facts, *product.tags))


def _returns(product: Product, text: str, policy: _Said, *, exception: bool) -> Iterator[Contradiction]:
    final = _FINAL.search(text)
    if final and not exception:
        yield Contradiction(product.handle, final[0], policy.policy, policy.words)
    if "return" in text or "Return" in text or "back" in text:
        for days, words in _spans(text):
            if days != policy.days:
                yield Contradiction(product.handle, words, policy.policy, policy.words)


def _shipping(product: Product, text: str, fee: _Said) -> Iterator[Contradiction]:
    free = _FREE.search(text)
    dear = fee.free_from is not None and float(product.price.amount) >= fee.free_from
    if free and not dear:
        yield Contradiction(product.handle, free[0], fee.policy, fee.words)


def _windows(document: Document) -> Iterator[_Said]:
    if not _RETURN.search(f"{document.title} {document.text}"):
        return
    about = bool(_RETURN.search(document.title))
    for days, words in _spans(document.text, about_returns=about):
        yield _Said(document.id, words, days=days)
        return


def _spans(text: str, *, about_returns: bool = False) -> Iterator[tuple[int, str]]:
    """Days and sentence of each window of returns; `about_returns` when the whole text is."""
    for sentence in _SENTENCE_END.split(text):
        span = _SPAN.search(sentence)
        if span and (about_returns or _RETURN.search(sentence)) and not _NOT_A_WINDOW.search(sentence):
            number = _NUMBERS.get(span[1].casefold()) or int(span[1])
            yield number * _DAYS[span[2].casefold()], _short(sentence)


def _fees(document: Document) -> Iterator[_Said]:
    """Sentences that put a price on plain shipping; another one may say from which amount it is free."""
    free_from, fee = None, ""
    for sentence in _SENTENCE_END.split(document.text):
        money, free = _MONEY.search(sentence), "free" in sentence.casefold()
        if not _CARRIAGE.search(f"{sentence} {document.title}") or _FASTER.search(sentence):
            continue
        if free and not money and _CARRIAGE.search(sentence):
            return
        amount = float((money[1] or money[2]).replace(",", ".")) if money else 0
        if free and _ABOVE.search(sentence):
            free_from = amount
        elif not free and amount > 0:
            fee = fee or _short(sentence)
    if fee:
        yield _Said(document.id, fee, free_from=free_from)


def _short(sentence: str) -> str:
    flat = " ".join(sentence.split()).strip("|*# -")
    return f"{flat[:100]}…" if len(flat) > 100 else flat
