"""What a question asks for and the demo shop has not, or not all at once, is told; what it has is not doubted."""

import pytest

from assistant.retrieval.library import ProductQuery
from tests.retrieval.conftest import SearchableShop


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("leather suitcase with wheels", "leather"),
        ("linen jeans", "linen"),
        ("bamboo cutting board", "bamboo"),
        ("cast iron kettle", "cast iron"),
        ("headphones with a lightning port", "lightning port"),
        ("need a duvet thats fire retardant", "fire retardant"),
        ("face serum from Meadowlane", "Meadowlane"),
        ("need something in fuchsia, a cardigan ideally", "fuchsia"),
        ("over-ear headphones with at least 50 hours of battery", "50 hours"),
        ("espresso machine with 20 bar of pressure", "20 bar"),
        ("a board game for 12 players", "12 players"),
        ("earbuds from The Blue Door", "Blue Door"),
        ("any kettles of the larks brand?", "Larks"),
        ("Need a Quibbler grinder for espresso", "Quibbler"),
        ("Tonewisk speakers", "Tonewisk"),
        ("a jacket with 14 pockets", "14 pockets"),
        ("lip balm, spf 80 or higher", "spf 80"),
        ("speaker that vibrates", "vibrates"),
        ("lantern that lasts 500 hours", "500 hours"),
        ("a bow tie", "bow"),
        ("watch strap", "watch strap"),
        ("plus size satin dress", "size PLUS"),
        ("sun lotion that is paraben free", "paraben"),
        ("raincoat gore", "gore"),
        ("sheets for a crib", "CRIB"),
        ("espresso machine that heats up in 4 seconds", "4 seconds"),
        ("cordless vacuum cleaner", "vacuum"),
        ("65 inch tv", "tv"),
        ("8-string banjo", "banjo"),
        ("bath mat", "bath mat"),
        ("camera tripod", "tripod"),
        ("a bunny with a blanket", "bunny"),
        ("we're out of printer ink", "ink"),
    ],
)
async def test_what_the_shop_says_only_of_other_things_is_named(
    demo_shop: SearchableShop, question: str, named: str
) -> None:
    hits = await demo_shop.ask(question)
    assert hits.total == 0
    assert set(named.split()) <= set(" ".join(hits.unknown).split())


@pytest.mark.parametrize("question", ["velvetine sateen sheets in twin", "a silk slip dress in XL"])
async def test_no_product_fits_that_has_only_a_part_of_what_is_asked_for(
    demo_shop: SearchableShop, question: str
) -> None:
    hits = await demo_shop.ask(question)
    assert hits.total == 0
    assert hits.unknown


@pytest.mark.parametrize(
    ("question", "handle"),
    [
        ("wooden train set", "timberline-wooden-train-set"),
        ("do you have the Anvil 26K Laptop Power Bank?", "anvil-26k-laptop-power-bank"),
        ("kids' bramble fleece hoodie in size 4", "kids-bramble-fleece-hoodie"),
        ("cedar & sage shampoo bar", "cedar-sage-shampoo-bar"),
    ],
)
async def test_a_product_is_found_by_its_own_name_whatever_else_the_words_mean(
    demo_shop: SearchableShop, question: str, handle: str
) -> None:
    hits = await demo_shop.ask(question)
    assert (hits.products[0].handle, hits.unknown) == (handle, ())


@pytest.mark.parametrize(
    "question",
    [
        "two-ply cashmere cardigan",
        "a board game for 4 players",
        "which of your backpacks fits a 16 inch laptop?",
    ],
)
async def test_an_amount_that_is_stated_in_words_is_known(demo_shop: SearchableShop, question: str) -> None:
    hits = await demo_shop.ask(question)
    assert (hits.unknown, hits.total > 0) == ((), True)


@pytest.mark.parametrize("question", ["a dry bag of 15 liters", "weighted blanket 25 lb", "lodestar bottle in 24 oz"])
async def test_a_measure_that_one_chooses_by_is_met_exactly(demo_shop: SearchableShop, question: str) -> None:
    assert (await demo_shop.ask(question)).total == 0


async def test_a_name_is_no_excuse_for_a_size_that_the_product_is_not_sold_in(demo_shop: SearchableShop) -> None:
    assert (await demo_shop.ask("garnet silk slip dress in size XL")).total == 0
    assert (await demo_shop.ask("garnet silk slip dress in size L")).products[0].handle == "garnet-silk-slip-dress"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("sleepin bag for summer", "dozewell-35-rectangular-sleeping-bag"),
        ("hiking soks", "larch-merino-hiking-socks"),
        ("sneekers in white", "meridian-court-sneakers"),
        ("book shelf speakers", "parlor-bookshelf-speakers"),
        ("giftcard", "larkfield-e-gift-card"),
        ("a headtorch", "glimmer-400-headlamp"),
        ("mens gilet", "fell-down-vest"),
        ("a cafetiere", "longshore-french-press"),
    ],
)
async def test_a_slip_of_the_hand_or_another_name_is_read_as_the_shops_own(
    demo_shop: SearchableShop, question: str, first: str
) -> None:
    hits = await demo_shop.ask(question)
    assert not hits.unknown
    assert first in hits.ranked


@pytest.mark.parametrize("question", ["a kayak for two", "snowshoes for men", "perfume for men", "a wool rug"])
async def test_a_thing_is_not_taken_for_one_whose_name_is_only_kin(demo_shop: SearchableShop, question: str) -> None:
    assert (await demo_shop.ask(question)).total == 0


@pytest.mark.parametrize(
    "question",
    ["graduation gift for someone who travels", "stocking stuffers under $20", "hammock for two people",
     "headlamp with a red light", "fleece hoodie for a child", "shoes to go with a suit"],
)  # fmt: skip
async def test_who_it_is_for_and_what_it_goes_with_is_not_doubted(demo_shop: SearchableShop, question: str) -> None:
    hits = await demo_shop.ask(question)
    assert hits.total > 0
    assert not hits.unknown


@pytest.mark.parametrize(
    "question",
    [
        "dress without sleeves",
        "coffee grinder that isnt electric",
        "sun lotion, spf 30 or higher",
        "scented candle",
        "hiking socks in size 8",
        "slepping bag 20 degrees",
        "the 26K power bank",
        "headfones",
        "water bottle",
        "comforter for people with allergies",
        "tent for a family with 2 kids",
        "chinos 34 waist navy",
        "a flowery dress",
        "a shirt that is allowed to crease",
        "low-key sneakers",
        "chelsea boots chestnut",
        "socks for a coffee drinker",
        "a hiking backpack, 40 l",
        "a knit sweater",
        "a 3-in-1 jacket",
        "we ran out of shampoo",
        "men's jeans waist 32",
    ],
)
async def test_what_is_only_misspelt_or_said_around_the_thing_is_not_called_unknown(
    demo_shop: SearchableShop, question: str
) -> None:
    hits = await demo_shop.ask(question)
    assert hits.products
    assert hits.unknown == ()


@pytest.mark.parametrize(
    ("question", "handle"),
    [
        ("a speaker with at least 50 watts", "parlor-bookshelf-speakers"),
        ("espresso machine that heats up in 40 seconds", "piccolo-compact-espresso-maker"),
        ("trail running shoes in a 6", "kestrel-trail-running-shoes-womens"),
    ],
)
async def test_amounts_in_words_and_sizes_said_shortly_leave_only_what_has_them(
    demo_shop: SearchableShop, question: str, handle: str
) -> None:
    hits = await demo_shop.ask(question)
    assert [product.handle for product in hits.products] == [handle]


@pytest.mark.parametrize(
    ("question", "limit"), [("a 3 gallon dutch oven", "3 gallon"), ("a bluetooth headlamp", "bluetooth")]
)
async def test_what_rules_out_the_only_thing_of_its_kind_is_said(
    demo_shop: SearchableShop, question: str, limit: str
) -> None:
    hits = await demo_shop.ask(question)
    assert hits.total == 0
    assert limit in " ".join(hits.relax)


@pytest.mark.parametrize(
    "question",
    [
        "sleeping bag rated to minus 40",
        "sleeping bag rated -20",
        "sleeping bag good to -20c",
        "a sleeping bag for -20 C please",
    ],
)
async def test_a_cold_without_its_unit_is_no_warmth(demo_shop: SearchableShop, question: str) -> None:
    hits = await demo_shop.retriever.products(ProductQuery(question))

    assert not hits.products
    assert any("temperature rating at most -" in said for said in hits.understood)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("coffee beans from jamaica", "Jamaica"),
        ("boots made in Italy", "Italy"),
        ("a wool coat from scotland", "Scotland"),
        ("candles that smell of bacon", "bacon"),
        ("a candle with the scent of vanilla", "vanilla"),
    ],
)
async def test_where_it_comes_from_and_what_it_smells_of_is_held_to(
    demo_shop: SearchableShop, question: str, named: str
) -> None:
    hits = await demo_shop.retriever.products(ProductQuery(question))

    assert not hits.products
    assert hits.unknown == (named,)


@pytest.mark.parametrize(
    "question", ["a gift for my friend from spain", "a jacket for my trip from italy to france", "tents -2 person"]
)
async def test_whoever_comes_from_somewhere_may_have_anything(demo_shop: SearchableShop, question: str) -> None:
    hits = await demo_shop.retriever.products(ProductQuery(question))

    assert hits.products
    assert not hits.unknown
