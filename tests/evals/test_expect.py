"""Each kind of expectation passes on the world that it describes and fails when that world is changed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.conversation import CartLineView, CartView, Citation
from assistant.escalation.queue import Handoff
from assistant.shop.catalogue import Product, Variant, card
from assistant.shop.mail import Mail
from assistant.shop.money import Money, price_view
from evals.cases import Expect
from evals.expect import Seen, holds, misses

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def product(handle: str = "fell-jacket", price: int = 12000, stock: int = 4, color: str = "navy") -> Product:
    variant = Variant(f"{handle}-1", {"Color": color}, Money(price), stock, compare_at=Money(15000))
    return Product(handle, "Fell Jacket", "Jackets", (variant,), vendor="Tarn", attributes={"Material": "wool blend"})


def cart(sku: str = "fell-jacket-1", quantity: int = 2, note: str = "Only 1 left now") -> CartView:
    unit = price_view(Money(12000))
    total = price_view(Money(12000 * quantity))
    line = CartLineView(sku=sku, title="", options="", image="", quantity=quantity, unit=unit, total=total, note=note)
    return CartView(lines=(line,), count=quantity, subtotal=total)


def handoff(reason: Any = "anger") -> Handoff:
    return Handoff("h", "c", reason, "", NOW, (("shopper", "This is a disgrace"),), cart(), ())


WORLD = Seen(
    cart=cart(),
    text="The Fell Jacket’s price is $120.00. Order #1042 is on its way.",
    cards=(card(product()), card(product("scree-jacket", 14000))),
    citations=(Citation(title="Returns", url="/pages/returns", quote="30 days"),),
    tools=("search_products",),
    outcome="answered",
    queue=(handoff(),),
    mails=(Mail("m", "ann@shop.example", "Your code", "Your code is 123456", NOW),),
    proof="ann@shop.example",
    stored="This is a disgrace",
    products={"fell-jacket": product(), "scree-jacket": product("scree-jacket", 14000)},
    earlier={
        1: Seen(
            cart=CartView(subtotal=price_view(Money(0))),
            text="The Fell Jacket’s price is $120.00. Order #7 is on its way.",
            cards=(card(product("scree-jacket", 14000)), card(product())),
        )
    },
)
EMPTY = CartView(subtotal=price_view(Money(0)))

KINDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"tools": ["search_products"]}, {"tools": ()}),
    ({"no_tools": ["add_to_cart"]}, {"tools": ("add_to_cart",)}),
    ({"outcome": ["answered", "abstained"]}, {"outcome": "failed"}),
    ({"cards": {"at_least": 2}}, {"cards": ()}),
    ({"cards": {"at_most": 2}}, {"cards": WORLD.cards * 2}),
    ({"cards": {"include": ["fell-jacket"]}}, {"cards": ()}),
    ({"cards": {"any_of": ["fell-jacket", "other"]}}, {"cards": ()}),
    ({"cards": {"exclude": ["dear-jacket"]}}, {"cards": (card(product("dear-jacket")),)}),
    ({"cards": {"order": "cheapest first"}}, {"cards": WORLD.cards[::-1]}),
    ({"cards": {"every": {"max_price": 14000}, "at_least": 1}}, {"cards": (card(product(price=14001)),)}),
    ({"cards": {"every": {"min_price": 12000}, "at_least": 1}}, {"cards": (card(product(price=11999)),)}),
    ({"cards": {"every": {"category": "jackets"}, "at_least": 1}}, {"products": {}}),
    ({"cart": {"lines": {"fell-jacket-1": 2}}}, {"cart": cart(quantity=3)}),
    ({"cart": {"lines": {"fell-jacket-1": 2}}}, {"cart": EMPTY}),
    ({"cart": {"product": {"step": 1, "place": 2}}}, {"cart": cart("scree-jacket-1")}),
    ({"cart": {"product": {"step": 1, "place": 2}}}, {"cart": EMPTY}),
    ({"cart": {"subtotal": 24000}}, {"cart": EMPTY}),
    ({"cart": {"notes": ["only 1 left"]}}, {"cart": cart(note="")}),
    ({"queue": {"waiting": 1}}, {"queue": ()}),
    ({"queue": {"waiting": 1, "reason": "anger"}}, {"queue": (handoff("safety"),)}),
    ({"queue": {"waiting": 1, "transcript": ["disgrace"]}}, {"queue": (replace(handoff(), transcript=()),)}),
    ({"mail": {"count": 1}}, {"mails": ()}),
    ({"mail": {"count": 1, "to": "ann@shop.example"}}, {"mails": (replace(WORLD.mails[0], to="bob@shop.example"),)}),
    ({"mail": {"count": 1, "body": ["code is"]}}, {"mails": (replace(WORLD.mails[0], body=""),)}),
    ({"proof": "ann@shop.example"}, {"proof": "none"}),
    ({"cited": ["returns"]}, {"citations": ()}),
    ({"stored_without": ["4111"]}, {"stored": "my card is 4111 1111"}),
    ({"reads_like_step": 1}, {"text": "I cannot find order #1042."}),
    ({"says": ["jacket's price", "$120|120 dollars"]}, {"text": "Hello"}),
    ({"never_says": ["sold out"]}, {"text": "It is sold  out"}),
]


@pytest.mark.parametrize(("kind", "change"), KINDS)
def test_an_expectation_holds_in_its_world_and_fails_in_a_changed_one(
    kind: dict[str, Any], change: dict[str, Any]
) -> None:
    expect = Expect.model_validate(kind)
    assert misses(expect, WORLD) == []
    assert misses(expect, replace(WORLD, **change))


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ({"vendor": "tarn"}, {"vendor": "Fen"}),
        ({"title": "coat|jacket"}, {"title": "Fell Trousers"}),
        ({"attributes": {"material": "wool"}}, {"attributes": {"Material": "cotton"}}),
        ({"options": {"color": "Navy"}}, {"variants": product(color="red").variants}),
        ({"in_stock": True}, {"variants": product(stock=0).variants}),
        ({"on_sale": True}, {"variants": (replace(product().variants[0], compare_at=None),)}),
    ],
)
def test_a_rule_for_every_card_fails_on_another_product(rule: dict[str, Any], other: dict[str, Any]) -> None:
    expect = Expect.model_validate({"cards": {"every": rule, "at_least": 1}})
    assert misses(expect, WORLD) == []
    assert misses(expect, replace(WORLD, products={**WORLD.products, "fell-jacket": replace(product(), **other)}))


def test_one_variant_has_to_meet_all_of_a_card_rule() -> None:
    navy_sold_out, red = product(stock=0).variants[0], product(color="red").variants[0]
    mixed = replace(product(), variants=(navy_sold_out, red))
    expect = Expect.model_validate(
        {"cards": {"every": {"options": {"Color": "navy"}, "in_stock": True}, "at_least": 1}}
    )
    assert misses(expect, replace(WORLD, cards=(card(mixed),), products={mixed.handle: mixed}))


def test_an_error_that_was_not_expected_is_a_miss_and_so_is_one_that_did_not_come() -> None:
    assert misses(Expect(error="MessageTooLong"), WORLD)
    assert misses(Expect(says=("jacket",)), replace(WORLD, error="ModelUnavailable"))
    assert not misses(Expect(error="MessageTooLong"), replace(WORLD, error="MessageTooLong"))


def test_citing_where_nothing_should_be_cited_is_a_miss() -> None:
    assert misses(Expect(not_cited=True), WORLD)
    assert not misses(Expect(not_cited=True), replace(WORLD, citations=()))


def test_a_card_can_be_held_to_the_place_that_it_had_in_an_earlier_step() -> None:
    expect = Expect.model_validate({"cards": {"same_as": {"step": 1, "place": 2}}})
    assert not misses(expect, replace(WORLD, cards=WORLD.cards[:1]))
    assert misses(expect, replace(WORLD, cards=WORLD.cards[1:]))
    assert misses(expect, WORLD)
    assert misses(Expect.model_validate({"cards": {"same_as": {"step": 1, "place": 3}}}), WORLD)


@pytest.mark.parametrize(
    ("words", "text", "there"),
    [
        ("no ", "Frostine Snow Boots", False),
        ("no ", "It is not", False),
        ("no ", "There is no such tent.", True),
        ("yes", "in your eyes", False),
        ("return", "Returns and exchanges", True),
        ("sold out|out of stock", "It is out  of\nstock.", True),
        ("don't", "We don’t", True),
        ("$5.95", "It costs $5.95.", True),
    ],
)
def test_words_are_found_where_words_start(words: str, text: str, there: bool) -> None:
    assert holds(words, text) is there
