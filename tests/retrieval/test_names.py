"""A product that a question calls by its name is found without looking at every product."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.columns import Columns
from assistant.retrieval.library import Limit, ProductQuery
from assistant.retrieval.reading.amounts import digits_for_words, plain_amounts
from assistant.retrieval.reading.names import asked_name, is_called
from assistant.retrieval.telling import any_called, as_typed, called_so, titled_in_full
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money

WORDS = (
    "tent", "tents", "two", "2", "half", "a", "pound", "women's", "M", "s", "XL", "navy", "Fernhollow", "do", "sell",
    "1/2", "inch", "dozen", "boots", "100-ish", "a couple of", "hundred", "one", "more than", "3,000", "Étoile", "&",
)  # fmt: skip
said = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
variants = st.builds(
    Variant,
    sku=st.just(""),
    options=st.dictionaries(st.sampled_from(["Color", "Size"]), said, max_size=2),
    price=st.just(Money(100)),
    stock=st.just(1),
)
products = st.builds(
    Product,
    handle=st.just(""),
    title=said,
    category=st.just("Things"),
    variants=st.lists(variants, min_size=1, max_size=3).map(tuple),
    vendor=said,
)


@given(st.lists(products, max_size=5), said)
def test_lists_of_words_find_a_name_wherever_looking_at_every_product_does(shop: list[Product], question: str) -> None:
    columns, words = Columns.of(shop), asked_name(question)
    named = [row for row, product in enumerate(shop) if is_called(product, words)]
    assert any_called(columns, words) == bool(named)
    assert called_so(columns, columns.everything, words).tolist() == named


def test_a_product_is_called_by_its_title_its_maker_and_one_variants_options() -> None:
    navy = Variant("n", {"Color": "Navy", "Size": "M"}, Money(100), 1)
    red = Variant("r", {"Color": "Red", "Size": "L"}, Money(100), 1)
    columns = Columns.of([Product("tee", "Linen Tee", "Tops", (navy, red), "Fernhollow")])
    assert any_called(columns, asked_name("do you sell the fernhollow linen tee in navy M?"))
    assert not any_called(columns, asked_name("the linen tee in navy L"))
    assert not any_called(columns, asked_name("tee"))


def test_a_whole_title_is_more_than_a_part_of_it() -> None:
    kit = Product("kit", "Weekend Away Care Kit", "Gift sets", (Variant("k", {}, Money(100), 1),), "Fernhollow")
    columns = Columns.of([kit, replace(kit, handle="bag", title="Weekend Bag")])
    assert titled_in_full(columns, asked_name("do you sell the Weekend Away Care Kit?")).tolist() == [0]
    assert titled_in_full(columns, asked_name("fernhollow weekend bag")).tolist() == [1]
    assert not len(titled_in_full(columns, asked_name("a weekend kit")))


@given(
    st.lists(st.sampled_from((*WORDS, "twenty", "ten-ish", "tenner", "six feet", "at least", "person"))).map(" ".join)
)
def test_a_text_that_names_no_amount_is_left_as_it_is(text: str) -> None:
    assert plain_amounts(text.lower()) == digits_for_words(text.lower())


def test_a_question_without_bounds_is_bare_however_its_empty_lists_are_written() -> None:
    assert ProductQuery("a mug").is_bare
    assert ProductQuery("a mug", values={}, refused={}, limits=[], limit=5).is_bare
    assert not ProductQuery("a mug", max_price=0).is_bare
    assert not ProductQuery("a mug", limits=[Limit("Weight", 1.0, None, "kg")]).is_bare
    assert not ProductQuery("a mug", in_stock_only=True).is_bare


def test_what_is_unknown_is_told_in_the_shoppers_words() -> None:
    assert as_typed("A machine washable, wool coat", ["washabl", "wool"]) == "washable wool"
