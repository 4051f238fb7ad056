"""Whole searches on the real index, the real model and the real keyword engine."""

import pytest

from assistant.retrieval.library import ProductQuery
from tests.retrieval.conftest import SearchableShop


async def found(shop: SearchableShop, text: str) -> set[str]:
    return set((await shop.ask(text)).matches)


async def test_colour_size_and_stock_must_be_one_and_the_same_variant(shop: SearchableShop) -> None:
    assert await found(shop, "a red dress in size M") == {"linen-dress"}
    assert await found(shop, "a red dress in size S in stock") == {"linen-dress"}
    assert await found(shop, "a red dress in size M in stock") == set()
    assert await found(shop, "a blue dress in size M in stock") == {"linen-dress"}
    assert await found(shop, "a blue dress in size S") == set()


async def test_the_price_belongs_to_the_variant_that_fits(shop: SearchableShop) -> None:
    assert await found(shop, "a red dress under $80") == {"linen-dress"}
    assert await found(shop, "a blue dress under $80") == set()


async def test_constraints_come_before_ranking(shop: SearchableShop) -> None:
    """The likeliest jacket by its words is too dear: it must not take a place among the results."""
    hits = await shop.ask("men's jacket under $100, warm as down", limit=1)
    assert [product.handle for product in hits.products] == ["fleece"]
    assert hits.total == 1


async def test_a_superlative_keeps_the_winner_first_and_alone(shop: SearchableShop) -> None:
    hits = await shop.ask("the lightest jacket")
    assert hits.matches == ("rain-jacket",)
    assert [product.handle for product in hits.products] == ["rain-jacket", "fleece", "down-jacket"]


async def test_the_best_match_comes_first(shop: SearchableShop) -> None:
    hits = await shop.ask("hiking boots")
    assert hits.products[0].handle == "trail-boots"
    assert (await shop.ask("something to keep my coffee warm")).products[0].handle == "mug"


async def test_empty_results_tell_what_dropping_a_limit_would_give(shop: SearchableShop) -> None:
    hits = await shop.ask("boots under $50")
    assert (hits.products, hits.total, hits.matches) == ((), 0, ())
    assert hits.relax == ("Without the price limit there would be 1, at $149.00.",)
    assert [product.handle for product in hits.nearest] == ["trail-boots"]


@pytest.mark.parametrize(
    "text",
    ["do you sell car tyres?", "car tyres under $50", "I want to buy an iPhone", "a flashlight with 5000 lumens"],
)
async def test_what_the_shop_does_not_sell_is_told_honestly(shop: SearchableShop, text: str) -> None:
    hits = await shop.ask(text)
    assert (hits.products, hits.total, hits.nearest) == ((), 0, ())


async def test_an_unknown_brand_is_absent_but_near_things_are_shown_as_near(shop: SearchableShop) -> None:
    hits = await shop.ask("a Nike dress")
    assert (hits.total, hits.unknown) == (0, ("Nike",))
    assert {product.category for product in hits.nearest} == {"Dresses"}


async def test_questions_without_a_topic_show_the_shop(shop: SearchableShop) -> None:
    assert (await shop.ask("what do you have?")).total == 18
    assert await found(shop, "what is on sale?") == {"cotton-dress", "pan"}
    assert await found(shop, "anything between forty and $50") == {"sandals", "press"}


async def test_things_for_others_are_left_out_and_things_for_all_stay(shop: SearchableShop) -> None:
    assert await found(shop, "jackets for women") == {"rain-jacket", "fleece"}


async def test_explicit_fields_join_what_the_words_say(shop: SearchableShop) -> None:
    query = ProductQuery("something green", category="dress", max_price=5000, values={"colour": ["Green"]})
    hits = await shop.retriever.products(query)
    assert hits.matches == ("cotton-dress",)
    assert hits.understood == ("dresses", "at most $50.00", "green")


async def test_refused_values_and_stock_can_be_given(shop: SearchableShop) -> None:
    query = ProductQuery("home", category="Home", refused={"material": ["wool"]}, in_stock_only=True)
    assert (await shop.retriever.products(query)).matches == ("candle",)


async def test_names_nobody_knows_are_told_not_guessed(shop: SearchableShop) -> None:
    query = ProductQuery("", category="Submarines", values={"material": ["unobtainium"]})
    hits = await shop.retriever.products(query)
    assert hits.total == 0
    assert hits.unknown == ("Submarines", "material: unobtainium")


async def test_a_product_is_not_called_by_its_name_where_it_is_refused(shop: SearchableShop) -> None:
    assert "silk-dress" not in (await shop.ask("I don't want black, a Silk Evening Dress please")).matches


async def test_nothing_asked_gives_everything(shop: SearchableShop) -> None:
    hits = await shop.retriever.products(ProductQuery("", limit=5))
    assert (len(hits.products), hits.total) == (5, 18)


async def test_a_passage_that_answers_scores_high_and_others_low(shop: SearchableShop) -> None:
    answered = await shop.retriever.passages("how many days do I have to return something?")
    off_topic = await shop.retriever.passages("who won the football match?")
    assert answered[0].passage.document_id == "returns"
    assert "30 days" in answered[0].passage.text
    assert answered[0].score > 0.6
    assert all(0 <= hit.score < 0.3 for hit in off_topic)


async def test_passages_come_best_first_up_to_the_limit(shop: SearchableShop) -> None:
    hits = await shop.retriever.passages("delivery and returns", limit=2)
    assert len(hits) == 2
    assert hits[0].score >= hits[1].score


async def test_an_empty_question_finds_no_passage(shop: SearchableShop) -> None:
    assert await shop.retriever.passages("  ") == []
