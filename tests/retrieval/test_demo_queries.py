"""Shoppers' questions over the demo shop's own catalogue; every third was held out from tuning."""

import pytest

from assistant.retrieval.library import ProductHits
from tests.retrieval.conftest import SearchableShop
from tests.retrieval.demo_questions import PRODUCT_QUESTIONS

pytestmark = pytest.mark.no_cover  # many cases over lines that other tests cover; tracing doubles their time

HELD_OUT = PRODUCT_QUESTIONS[2::3]
TUNED = tuple(asked for place, asked in enumerate(PRODUCT_QUESTIONS) if place % 3 != 2)


def _answered(hits: ProductHits, right: str) -> bool:
    """One of the right families among the first three, or nothing where nothing is right."""
    if not right:
        return hits.total == 0
    return not {product.handle for product in hits.products[:3]}.isdisjoint(right.split())


async def _shares(shop: SearchableShop, questions: tuple[tuple[str, str], ...]) -> tuple[float, float]:
    """How many are answered, and how many of the answerable are told that there is nothing."""
    hits = [(await shop.ask(question), right) for question, right in questions]
    absences = [found.total == 0 for found, right in hits if right]
    return sum(_answered(found, right) for found, right in hits) / len(hits), sum(absences) / len(absences)


async def test_questions_used_for_tuning_are_answered(demo_shop: SearchableShop) -> None:
    answered, false_absence = await _shares(demo_shop, TUNED)
    assert answered >= 0.95
    assert false_absence <= 0.03


async def test_questions_held_out_are_answered(demo_shop: SearchableShop) -> None:
    answered, false_absence = await _shares(demo_shop, HELD_OUT)
    assert answered >= 0.85
    assert false_absence <= 0.1


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("a red dress for a summer wedding under $150", ("dresses", "under $150.00", "red")),
        ("waterproof jackets under 200", ("jackets & coats", "under $200.00", "waterproof")),
        ("a navy tee, size M, from Kestrel Ridge", ("tee", "navy", "size M", "from Kestrel Ridge")),
        ("waterproof jacket not polyester size M", ("jackets & coats", "not polyester", "size M", "waterproof")),
        ("hiking pants", ("pants",)),
        ("toys for a 3 year old", ("toys", "for kids", "age 3")),
        ("board game for adults", ("games & puzzles", "for adults")),
        ("something warm for winter hiking", ()),
    ],
)
async def test_what_was_understood_is_told_in_a_few_plain_words(
    demo_shop: SearchableShop, question: str, understood: tuple[str, ...]
) -> None:
    hits = await demo_shop.ask(question)
    assert sorted(hits.understood) == sorted(understood)
    assert hits.total > 0


@pytest.mark.parametrize(("question", "unknown"), [("car tyres", "car tyres"), ("a laptop", "laptop")])
async def test_a_kind_of_thing_the_shop_does_not_sell_is_named(
    demo_shop: SearchableShop, question: str, unknown: str
) -> None:
    hits = await demo_shop.ask(question)
    assert (hits.total, hits.unknown, hits.understood) == (0, (unknown,), ())


async def test_a_color_is_met_by_the_variant_whose_words_say_it(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("a red dress", limit=20)
    for product in hits.products:
        assert any("red" in variant.options["Color"].lower() for variant in product.variants)
    assert hits.total == 5


async def test_a_season_orders_and_filters_only_when_the_shopper_insists(demo_shop: SearchableShop) -> None:
    soft, strict = await demo_shop.ask("a winter dress"), await demo_shop.ask("a dress, it must be for winter")
    assert soft.products[0].handle == strict.products[0].handle == "isolde-merino-sweater-dress"
    assert soft.total == 7
    assert strict.total == 1


async def test_what_is_for_a_child_fits_the_age(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("rain jacket for my 5 year old")
    assert [product.handle for product in hits.products] == ["kids-puddlejump-rain-jacket"]
    toddlers = await demo_shop.ask("something warm for a toddler")
    assert toddlers.products[0].handle == "kids-minnow-merino-base-layer-set"
    assert all("Kids & toys" in product.tags for product in toddlers.products)


async def test_a_product_s_own_name_is_no_unknown_kind_of_thing(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("Fernhollow 2")
    assert (hits.products[0].handle, hits.unknown) == ("fernhollow-2-tent", ())


async def test_children_named_as_those_who_get_it_choose_no_category(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("presents for kids under 40", limit=20)
    assert {"Toys", "Games & puzzles"} <= {product.category for product in hits.products}


async def test_an_activity_asked_of_the_whole_shop_brings_what_is_tagged_so(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("stuff for camping", limit=30)
    assert {"Tents", "Camp furniture"} <= {product.category for product in hits.products}


@pytest.mark.parametrize(("said", "size"), [("large", "L"), ("medium", "M"), ("XL", "XL"), ("extra large", "XL")])
async def test_sizes_in_words_are_the_letters_of_the_shop(demo_shop: SearchableShop, said: str, size: str) -> None:
    (dress, *_) = (await demo_shop.ask(f"{said} black dress")).products
    assert size in {variant.options["Size"] for variant in dress.variants}
    assert f"size {said}" in (await demo_shop.ask(f"{said} black dress")).understood


async def test_a_noun_that_heads_several_categories_means_all_of_them(demo_shop: SearchableShop) -> None:
    found = {product.handle for product in (await demo_shop.ask("hiking pants")).products}
    assert {"wilder-hiking-trousers", "granite-hiking-trousers"} <= found


async def test_a_guessed_category_gives_way_when_it_has_nothing(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("What do you have from Tarn & Moss for under $60?")
    assert {product.vendor for product in hits.products} == {"Tarn & Moss"}
    assert hits.understood == ("under $60.00", "from Tarn & Moss")


async def test_a_category_without_things_for_children_gives_way_to_its_noun(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("rain boots for my kid")
    assert [product.handle for product in hits.products] == ["kids-splash-rain-boots"]


async def test_two_kinds_of_things_are_both_found(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("I need a headlamp and a water filter")
    assert {product.handle for product in hits.products} == {"glimmer-400-headlamp", "hollow-creek-water-filter"}


async def test_part_of_a_brand_s_name_that_is_a_word_of_its_own_is_no_brand(demo_shop: SearchableShop) -> None:
    assert "from Ember" not in (await demo_shop.ask("the Ember Ring Fire Pit")).understood


async def test_rain_jackets_are_no_fleece_jackets(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("Show me rain jackets under $150, and how long can I return them?")
    assert {"drizzle-packable-rain-jacket", "kids-puddlejump-rain-jacket"} <= set(hits.matches)
    assert "rowan-fleece-jacket" not in hits.matches


async def test_what_is_for_children_only_is_not_for_adults(demo_shop: SearchableShop) -> None:
    assert not (await demo_shop.ask("bike for adults")).products
    found = await demo_shop.ask("rain jacket for an adult")
    assert found.products
    assert not [hit.title for hit in found.products if "Kids" in hit.title]
