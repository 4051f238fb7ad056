"""A kind of thing that the shopper wants none of is not shown, and the rest of the question is answered."""

import pytest

from assistant.retrieval.reading.kinds import HOLDERS, title_heads
from assistant.retrieval.reading.words import stem
from tests.retrieval.conftest import SearchableShop

pytestmark = pytest.mark.no_cover  # many cases over lines that other tests cover; tracing doubles their time


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("something for my kid, not a jacket", "jacket"),
        ("rain gear but no jackets", "jacket"),
        ("not a jacket", "jacket"),
        ("shoes but not boots", "boots"),
        ("a gift, not a mug", "mug"),
        ("kitchen stuff, no knives", "knife"),
        ("footwear except sandals", "sandals"),
        ("a coat, not a jacket", "jacket"),
        ("a gift for her, I don't want jewelry or mugs please", "mug"),
        ("a hiking boot, no rain boots", "rain"),
        ("something to wear instead of a dress", "dress"),
        ("boots, but no rain boots", "rain"),
        ("a bag, not a sleeping bag", "sleeping"),
    ],
)
async def test_a_refused_kind_is_not_shown(demo_shop: SearchableShop, question: str, refused: str) -> None:
    hits = await demo_shop.ask(question)
    assert hits.total > 0
    assert [p.title for p in hits.products if stem(refused) in title_heads(p.title)] == []
    assert any(told.startswith("no ") for told in hits.understood)


async def test_every_kind_of_the_shop_can_be_refused(demo_shop: SearchableShop) -> None:
    nouns = {p.title.split(" (")[0].split()[-1] for p in await demo_shop.catalogue.all()}
    nouns = {noun for noun in nouns if stem(noun.casefold()) not in HOLDERS}  # no set of anything is refused as a set
    shown = {noun: (await demo_shop.ask(f"a present, but no {noun.casefold()}")).products for noun in sorted(nouns)}
    kept = [noun for noun, products in shown.items() if any(stem(noun) in title_heads(p.title) for p in products)]
    assert kept == []


async def test_several_kinds_are_refused_at_once(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("no tents or sleeping bags, but something for camping under 50")
    assert {"no tents", "no sleeping bags", "under $50.00"} <= set(hits.understood)
    assert not {p.category for p in hits.products} & {"Tents", "Sleeping bags"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("I have no tent yet, which one is good for 4 people", "Tent"),
        ("why not a jacket", "Jacket"),
        ("a dress that is not red", "Dress"),
        ("no wool jackets", "Jacket"),
        ("a jacket with no hood", "Jacket"),
    ],
)
async def test_what_is_refused_of_a_thing_does_not_refuse_the_thing(
    demo_shop: SearchableShop, question: str, wanted: str
) -> None:
    hits = await demo_shop.ask(question)
    shown = hits.products or hits.nearest
    assert any(wanted in product.title for product in shown)


async def test_a_brand_of_the_shop_that_has_nothing_of_the_kind_is_told_as_missing(demo_shop: SearchableShop) -> None:
    for question in ("candles by Pourwell", "tents from Pourwell", "do you have tents made by Copperhollow?"):
        hits = await demo_shop.ask(question)
        assert hits.total == 0, question
        assert {word.casefold() for word in hits.unknown} & {"pourwell", "copperhollow"}, question
    assert (await demo_shop.ask("a coffee grinder by Pourwell")).total > 0
    assert (await demo_shop.ask("tents not from Pourwell")).total > 0
