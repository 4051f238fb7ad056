"""Reading alone: words in, constraints out, with the vocabulary of our own small shop."""

from dataclasses import replace

import pytest

from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.reading import Reading
from assistant.retrieval.reading.vocabulary import Vocabulary
from tests.retrieval.shop import PRODUCTS, product, variant

VOCABULARY = Vocabulary.learn(PRODUCTS)


def reading(text: str) -> Reading:
    return read(text, VOCABULARY)


def wanted(text: str) -> dict[str, set[str]]:
    return {wish.facet: set(wish.values) for wish in reading(text).wishes if not wish.refused}


def refused(text: str) -> dict[str, set[str]]:
    return {wish.facet: set(wish.values) for wish in reading(text).wishes if wish.refused}


def bounds(text: str) -> list[tuple[str, str, float]]:
    return [(bound.facet, bound.operator, bound.value) for bound in reading(text).bounds]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("a red dress", "Dresses"),
        ("do you have jackets?", "Jackets"),
        ("looking for a jackt", "Jackets"),
        ("a tent for my jacket", "Tents"),
        ("something nice", None),
    ],
)
def test_the_category_is_named_by_the_shopper(text: str, category: str | None) -> None:
    assert reading(text).category == category


def test_alternatives_of_one_facet_are_any_of_them() -> None:
    assert wanted("a dress in linen or cotton") == {"material": {"linen", "cotton"}}


@pytest.mark.parametrize(
    "text",
    ["a dress that isn't linen", "a dress, no linen", "I'm tired of linen, show me dresses", "any dress but linen",
     "dresses other than linen", "I can't stand linen dresses"],
)  # fmt: skip
def test_refusals_in_many_words(text: str) -> None:
    assert (wanted(text), refused(text)) == ({}, {"material": {"linen"}})


def test_a_refusal_ends_where_a_wish_begins() -> None:
    text = "I don't want silk, I prefer cotton for a dress"
    assert (wanted(text), refused(text)) == ({"material": {"cotton"}}, {"material": {"silk"}})


@pytest.mark.parametrize("text", ["I don't mind linen", "nothing but linen", "I'm not picky about linen"])
def test_words_that_sound_like_refusals(text: str) -> None:
    start = text.index("linen")
    assert not Refusals(text.lower()).cover(start, len(text))


def test_misspelt_and_derived_values_are_understood() -> None:
    assert wanted("a coton dress") == {"material": {"cotton"}}
    assert wanted("a woolen blanket") == {"material": {"wool"}}


def test_a_letter_is_a_size_only_where_it_is_one() -> None:
    assert wanted("I'm after a dress in size S") == {"size": {"S"}}
    assert wanted("a dress, M please") == {"size": {"M"}}
    assert wanted("I'm sure it's a dress I'd like") == {}


def test_units_are_converted_to_those_of_the_catalogue() -> None:
    assert bounds("a jacket under half a kilo") == [("weight", "<", 500)]
    assert bounds("a jacket under 0.5 kg") == [("weight", "<", 500)]
    assert bounds("a backpack of at least 50 litres") == [("capacity", ">=", 50_000)]


def test_a_bare_limit_is_about_money() -> None:
    assert bounds("dresses under 50") == [("price", "<", 5000)]
    assert bounds("dresses $5-10") == [("price", ">=", 500), ("price", "<=", 1000)]
    assert bounds("a dress for around $40") == [("price", ">=", 3200), ("price", "<=", 4800)]


def test_superlatives_pick_and_soft_adjectives_only_order() -> None:
    assert [(e.facet, e.lowest) for e in reading("the cheapest jacket").extremes] == [("price", True)]
    assert [(e.facet, e.lowest) for e in reading("the heaviest jacket").extremes] == [("weight", False)]
    light = reading("a light jacket")
    assert not light.extremes
    assert [(e.facet, e.lowest) for e in light.leanings] == [("weight", True)]
    assert not reading("a jacket, at least 300 g, the best for my forest walks").extremes


def test_soft_words_stay_free_text() -> None:
    soft = reading("a dress for a summer wedding")
    assert (soft.wishes, soft.bounds, soft.unknown) == ((), (), ())
    assert soft.free_text == "summer wedding"


def test_stock_sale_and_people_are_read() -> None:
    asked = reading("jackets for women on sale, in stock only")
    assert (asked.group, asked.on_sale, asked.in_stock) == ("women", True, True)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("a Nike dress", "Nike"),
        ("a dress by Zalora", "Zalora"),
        ("a purple dress", "purple"),
        ("a dress in size XXL", "size XXL"),
        ("a jacket with 5000 lumens", "5000 lumens"),
    ],
)
def test_what_the_shop_does_not_have_is_named_and_decides(text: str, unknown: str) -> None:
    assert [u.words for u in reading(text).unknown] == [unknown]
    assert reading(text).absent


@pytest.mark.parametrize(
    "text",
    ["a pretty dress for Anna's party", "I'm 6 feet tall, which jacket?", "a jacket for my Honda", "a Christmas dress",
     "a dress that goes with my purple shoes", "an Italian dress", "I need a dress by Friday", "a dres in smal sizes"],
)  # fmt: skip
def test_ordinary_words_are_no_absence(text: str) -> None:
    assert not reading(text).absent


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("a dress with pockets", "pockets"),
        ("a corduroy dress", "corduroy"),
        ("a jacket by zimmerli", "Zimmerli"),
        ("a jacket from Northpeak Valley", "Northpeak Valley"),
        ("a dress in XXXL", "size xxxl"),
        ("a dress in fuchsia", "fuchsia"),
    ],
)
def test_what_no_product_of_the_kind_has_is_named_and_decides(text: str, unknown: str) -> None:
    asked = reading(text)
    assert [u.words.casefold() for u in asked.unknown] == [unknown.casefold()]
    assert asked.absent


@pytest.mark.parametrize("text", ["a reliable jacket", "a fancy dress with style", "a jacket for my trip by train"])
def test_talk_is_not_taken_for_something_unknown(text: str) -> None:
    assert reading(text).unknown == ()


def test_a_long_question_is_not_held_to_its_story() -> None:
    """What was understood finds the products; the story around it demands nothing."""
    text = "My brother in law keeps telling stories about burning his toast, so find me something made of copper please"
    assert (reading(text).category, reading(text).topic) == ("Kitchen", "")


def test_a_vague_value_counts_beside_another_one() -> None:
    products = [
        replace(p, attributes={"Cut": cut}) for p, cut in zip(PRODUCTS, ["standard", "wrap", "long"], strict=False)
    ]
    found = read("a dress, standard or wrap", Vocabulary.learn(products))
    assert {value for wish in found.wishes for value in wish.values} == {"standard", "wrap"}


def test_either_noun_of_a_double_category_names_it() -> None:
    products = [replace(p, category=p.category.replace("Jackets", "Jackets & coats")) for p in PRODUCTS]
    vocabulary = Vocabulary.learn(products)
    for text in ("a warm jacket", "a long coat"):
        assert read(text, vocabulary).category == "Jackets & coats"
        assert not read(text, vocabulary).implied


def test_whom_it_is_for_is_no_topic_of_the_product() -> None:
    asked = reading("a gift for my mother under $40")
    assert (asked.topic, asked.free_text) == ("", "mother")


def test_a_variant_s_weight_counts_where_no_attribute_tells_it() -> None:
    products = [replace(p, variants=tuple(replace(v, weight_grams=900) for v in p.variants)) for p in PRODUCTS[:3]]
    (bound,) = read("a dress under 1 kg", Vocabulary.learn(products)).bounds
    assert (bound.facet, bound.operator, bound.value) == ("weight", "<", 1000)


def test_a_part_of_a_product_does_not_name_another_category() -> None:
    products = [
        *PRODUCTS,
        product("zoom", "Fell 20x Camera", "Compact cameras", variant("ZC", 300), Lens="wide"),
        product("wide", "Orla 18 mm Wide Lens", "Camera lenses", variant("WL", 500), Mount="screw"),
    ]
    vocabulary = Vocabulary.learn(products)
    for text in ("a camera with a wide lens", "cameras, but only those with a wide lens"):
        assert read(text, vocabulary).category == "Compact cameras"
    for text in ("a wide camera lens", "I have a camera and need a wide lens", "a lens for my camera"):
        assert read(text, vocabulary).category == "Camera lenses"


def test_only_nouns_name_a_category() -> None:
    products = [replace(p, category=p.category.replace("Tents", "Pitch and camp shelters")) for p in PRODUCTS]
    vocabulary = Vocabulary.learn(products)
    assert read("can you pitch me the lightest jacket?", vocabulary).category == "Jackets"
    assert read("a pitch and camp for two", vocabulary).category == "Pitch and camp shelters"


def test_what_shoppers_chat_is_no_topic() -> None:
    chat = "I'm torn between Northpeak and Fernhollow, gimme the first jacket that comes to mind, will you?"
    assert reading(chat).topic == ""


@pytest.mark.parametrize("said", ["50 tops", "50 max", "max 50", "under 50 womens"])
def test_a_bare_amount_stays_a_budget_beside_the_words_of_a_limit_or_of_people(said: str) -> None:
    assert [facet for facet, _, _ in bounds(f"a dress, {said}")] == ["price"]


def _of_titles(*titles: str) -> Vocabulary:
    return Vocabulary.learn([product(title.lower(), title, "Things", variant(title, 10)) for title in titles])


def test_a_set_is_asked_for_by_what_is_in_it_and_a_gift_by_nothing() -> None:
    shop = _of_titles("Pro Socket Set", "Winter Sock Set", "Pom Gift Box", "Pom Gift")
    assert read("socket set", shop).kind.nouns == ("socket",)
    assert read("a gift for a cook", shop).kind.nouns == ()


def test_what_several_titles_name_is_sold_but_not_what_things_are_made_for() -> None:
    shop = _of_titles(*(f"{name} Salmon Dinner" for name in "ABC"), *(f"{name} Laptop Bag" for name in "ABC"))
    assert shop.names("salmon")
    assert not shop.names("laptop")
