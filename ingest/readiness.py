"""Is the shop ready to be asked about? What products lack, what stands twice, and where words contradict policies."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.guardrails.addresses import Places
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from ingest.contradictions import Contradiction, contradictions
from ingest.rows import Rejected

FEW = 5
SHORT_DESCRIPTION = 40


@dataclass(frozen=True)
class Gap:
    """Something that `count` of `of` items lack; `examples` names some of them."""

    about: str
    count: int
    of: int
    examples: tuple[str, ...]
    hint: str

    def __str__(self) -> str:
        if not self.examples:
            return f"{self.about}; {self.hint}"
        share = f"{self.count:,} of {self.of:,}" if self.of else f"{self.count:,}"
        more = ", ..." if self.count > len(self.examples) else ""
        return f"{self.about}: {share} ({', '.join(self.examples)}{more}); {self.hint}"


@dataclass(frozen=True)
class Readiness:
    """`complete`: how many products lack nothing of what is counted under `gaps`."""

    products: int = 0
    complete: int = 0
    documents: int = 0
    gaps: tuple[Gap, ...] = ()
    duplicates: tuple[Gap, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True)
class _Check:
    about: str
    lacks: Callable[[Product], bool]
    hint: str


PICTURES_HINT = "name them in ASSISTANT_PICTURE_HOSTS, or drawn pictures stand in their place"
PAGES_HINT = "name them in ASSISTANT_LINK_HOSTS or ASSISTANT_ALLOWED_ORIGINS, or their titles are no links"
LINKS_HINT = "name them in ASSISTANT_LINK_HOSTS, or a sentence with such a link is not said"
_LINK = re.compile(r"https?://[^\s<>()\"']*[^\s<>()\"'.,;:!?]")
_CHECKS = (
    _Check("no picture", lambda p: not (p.image or any(v.image for v in p.variants)), "shoppers look before they buy"),
    _Check("no description", lambda p: not p.description, "questions about them cannot be answered"),
    _Check(
        "a very short description",
        lambda p: 0 < len(p.description) < SHORT_DESCRIPTION and not p.attributes,
        "say what it is made of, its size and what it is for",
    ),
    _Check("no category", lambda p: not p.category, "“show me your mugs” will miss them"),
    _Check("no attributes", lambda p: not p.attributes, "nothing to filter by, such as material or colour"),
    _Check("sold out in every variant", lambda p: not p.available, "check that this is so"),
    _Check(
        "variants that do not all have the same options",
        lambda p: len({tuple(v.options) for v in p.variants}) > 1,
        "give each variant a value for each option",
    ),
    _Check(
        "a price before that is not above the price",
        lambda p: any(v.compare_at is not None and v.compare_at.minor <= v.price.minor for v in p.variants),
        "it is not shown as a saving",
    ),
)
_COSTLY = {"no picture", "no description", "no category"}
_POLICIES = (
    ("returns", ("return", "refund", "send back")),
    (
        "shipping",
        ("shipping", "we ship", "we deliver", "delivery cost", "delivery takes", "delivery is", "delivery time"),
    ),
    ("payment", ("payment", "pay ", "credit card", "paypal")),
    ("privacy", ("privacy", "personal data")),
)


@dataclass(frozen=True)
class Sites:
    """Where links may lead and pictures may come from."""

    links: Places
    pictures: Places


def readiness(
    products: Sequence[Product],
    documents: Sequence[Document],
    rejected: Iterable[Rejected],
    sites: Sites | None = None,
) -> Readiness:
    """Without `sites`, no host is looked at."""
    return Readiness(
        products=len(products),
        complete=sum(not any(c.lacks(p) for c in _CHECKS if c.about in _COSTLY) for p in products),
        documents=len(documents),
        gaps=(
            *_rejections(rejected),
            *_lacks(products),
            *_elsewhere(products, documents, sites),
            *_missing_policies(documents),
        ),
        duplicates=tuple(_duplicates(products)),
        contradictions=tuple(contradictions(products, documents)),
    )


def _lacks(products: Sequence[Product]) -> Iterator[Gap]:
    for check in _CHECKS:
        found = [product.handle for product in products if check.lacks(product)]
        if found:
            yield Gap(check.about, len(found), len(products), tuple(found[:FEW]), check.hint)


_REJECTIONS = (
    ("no price", "price is", "they are not sold until they have one"),
    ("a price in another currency", ", the shop sells in", "a shop sells in one currency here"),
    ("no stock figure", "the stock is missing", "write 0 when it is sold out"),
    ("no SKU", "the SKU is missing", "carts and orders are kept by it"),
)


def _rejections(rejected: Iterable[Rejected]) -> Iterator[Gap]:
    """Rows that are not in the shop at all, for want of something."""
    found = list(rejected)
    for about, words, hint in _REJECTIONS:
        rows = [r.key or r.place for r in found if words in r.reason]
        if rows:
            yield Gap(f"rows left out: {about}", len(rows), 0, tuple(dict.fromkeys(rows))[:FEW], hint)


def _elsewhere(products: Sequence[Product], documents: Sequence[Document], sites: Sites | None) -> Iterator[Gap]:
    """What shoppers will not be shown, as it is on hosts that the settings do not name."""
    if sites is None:
        return
    pictures = [[one for one in (p.image, *(v.image for v in p.variants)) if one] for p in products]
    pages = [[p.url] if p.url else [] for p in products]
    links = [_LINK.findall(document.text) for document in documents]
    yield from _hosts("pictures on hosts that are not named", pictures, sites.pictures, PICTURES_HINT)
    yield from _hosts("product pages on hosts that are not named", pages, sites.links, PAGES_HINT)
    yield from _hosts("documents with links to hosts that are not named", links, sites.links, LINKS_HINT)


def _hosts(about: str, addresses: Iterable[Sequence[str]], named: Places, hint: str) -> Iterator[Gap]:
    found = list(addresses)
    away = [[one for one in of_one if not named.lead(one)] for of_one in found]
    hosts = Counter(host for of_one in away for host in {urlsplit(one).netloc or one for one in of_one})
    if hosts:
        examples = tuple(host for host, _ in hosts.most_common(FEW))
        yield Gap(about, sum(map(bool, away)), len(found), examples, hint)


def _missing_policies(documents: Sequence[Document]) -> Iterator[Gap]:
    if not documents:
        yield Gap("no policy, no page and no answer to a question", 1, 0, (), "put some into policies/ and faqs/")
        return
    texts = [f"{document.title} {document.text}".casefold() for document in documents]
    for about, words in _POLICIES:
        if not any(word in text for text in texts for word in words):
            hint = "shoppers ask about it, and the assistant will say that it does not know"
            yield Gap(f"no document says anything about {about}", 1, 0, (), hint)


def _duplicates(products: Sequence[Product]) -> Iterator[Gap]:
    titles: dict[tuple[str, str], list[str]] = {}
    codes: dict[str, list[str]] = {}
    for product in products:
        titles.setdefault((product.title.casefold(), product.vendor.casefold()), []).append(product.handle)
        for variant in product.variants:
            if variant.barcode:
                codes.setdefault(variant.barcode, []).append(variant.sku)
    yield from _twice("products with one title and brand", titles.values(), "shoppers cannot tell them apart")
    yield from _twice("variants with one barcode", codes.values(), "a barcode belongs to one thing")


def _twice(about: str, groups: Iterable[list[str]], hint: str) -> Iterator[Gap]:
    found = [group for group in groups if len(group) > 1]
    if found:
        examples = tuple(" = ".join(group[:FEW]) for group in found[:FEW])
        yield Gap(about, sum(map(len, found)), 0, examples, hint)


def lines(found: Readiness) -> Iterator[str]:
    """As plain lines; nothing when there is nothing to say."""
    said = [*found.gaps, *found.duplicates, *found.contradictions]
    if not said:
        return
    yield ""
    yield "Readiness"
    if found.products:
        yield f"  {found.complete:,} of {found.products:,} products have a picture, a description and a category"
    yield from (f"  {one}" for one in said)
