"""At most one suggestion: of something sold, in stock, in nobody's way, for the reason that it is given."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.shop.catalogue import Product
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import GoesWith, Scope
from assistant.shop.suggesting.choosing import Known, candidates, suggested
from assistant.shop.suggesting.kinds import Kind, Kinds
from assistant.shop.suggesting.together import Partner
from tests.goods import one

CATEGORIES = ("Tents", "Stoves", "Fuel")


def product(handle: str, category: str = "", stock: int = 5, complements: str = "", **attributes: str) -> Product:
    attributes |= {"Complementary products": complements}
    variant = one(f"SKU-{handle}", "10.00", stock)
    return Product(handle, handle.title(), category, (variant,), vendor="Fell", attributes=attributes)


def goods(shelf: Sequence[Product]) -> list[Goods]:
    return [Goods.of(p, p.variants[0], 1) for p in shelf]


def known(shelf: Sequence[Product], **together: dict[str, float]) -> Known:
    kinds = Kinds.of(Kind.of(p.handle, p.category, p.vendor, p.attributes) for p in shelf)
    return Known(kinds, {h: [Partner(p, share) for p, share in found.items()] for h, found in together.items()})


def names(found: object) -> list[tuple[str, str]]:
    return [(c.handle, c.evidence) for c in found]  # type: ignore[attr-defined]


STOVE, FUEL, PAN = product("stove", "Stoves"), product("fuel", "Fuel"), product("pan", "Pans")
FUEL_FOR_STOVES = GoesWith(of=Scope(category="stoves"), suggest=Scope(category="fuel"))


def test_an_accessory_is_missing_only_while_none_of_its_kind_is_in_the_cart() -> None:
    shelf = [STOVE, FUEL, product("fuel-big", "Fuel")]
    assert names(candidates(goods([STOVE]), [FUEL_FOR_STOVES], known(shelf))) == [
        ("fuel", "goes with"), ("fuel-big", "goes with"),
    ]  # fmt: skip
    assert names(candidates(goods([STOVE, FUEL]), [FUEL_FOR_STOVES], known(shelf))) == []


def test_of_the_accessories_the_one_that_is_bought_with_it_comes_first() -> None:
    shelf = [STOVE, FUEL, product("fuel-big", "Fuel")]
    found = candidates(goods([STOVE]), [FUEL_FOR_STOVES], known(shelf, stove={"fuel-big": 0.3}))
    assert names(found) == [("fuel-big", "goes with"), ("fuel", "goes with")]


def test_a_list_of_complements_in_the_feed_says_what_goes_with_it() -> None:
    tent = product("tent", "Tents", complements="pegs, pan")
    assert names(candidates(goods([tent]), (), known([tent, PAN]))) == [("pegs", "goes with"), ("pan", "goes with")]


def test_of_a_collection_only_another_kind_of_thing_completes_the_cart() -> None:
    shelf = [product(f"{kind}-{n}", kind, Collection="Fjord") for kind in ("cup", "plate") for n in (1, 2)]
    found = names(candidates(goods(shelf[:1]), (), known(shelf)))
    assert found == [("plate-1", "collection"), ("plate-2", "collection")]


def test_what_the_owner_says_comes_before_what_was_bought_and_that_before_a_collection() -> None:
    stove, pan = product("stove", "Stoves", Series="Ember"), product("pan", "Pans", Series="Ember")
    shelf = [stove, FUEL, pan, product("mat", "Mats")]
    found = names(candidates(goods([stove]), [FUEL_FOR_STOVES], known(shelf, stove={"mat": 0.4})))
    assert found == [("fuel", "goes with"), ("mat", "bought together"), ("pan", "collection")]


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [("goes with", "Goes with Stove."), ("bought together", "Often bought together with Stove."),
     ("collection", "From the same collection as Stove.")],
)  # fmt: skip
def test_the_reason_is_the_evidence_and_nothing_else(evidence: str, reason: str) -> None:
    stove, pan = product("stove", "Stoves", Series="Ember"), product("pan", "Pans", Series="Ember")
    by = {
        "goes with": known([FUEL]),
        "bought together": known([FUEL], stove={"fuel": 0.2}),
        "collection": known([stove, pan]),
    }
    rules = [FUEL_FOR_STOVES] if evidence == "goes with" else []
    found = list(candidates(goods([stove]), rules, by[evidence]))
    chosen = suggested(found, {p.handle: p for p in (stove, pan, FUEL)}, (), lambda _: True)
    assert chosen is not None
    assert (chosen.evidence, chosen.reason) == (evidence, reason)


def test_a_rule_must_say_what_is_suggested() -> None:
    with pytest.raises(ValidationError, match="suggest needs a category, a vendor or a handle"):
        GoesWith(of=Scope(category="Stoves"), suggest=Scope(on_sale=True))


HANDLES = [f"h{n}" for n in range(8)]


@given(
    stocks=st.fixed_dictionaries({handle: st.integers(-1, 2) for handle in HANDLES}),
    sold=st.sets(st.sampled_from(HANDLES)),
    cart=st.lists(st.sampled_from(HANDLES), min_size=1, max_size=4, unique=True),
    never=st.sets(st.sampled_from(HANDLES)),
    bought=st.dictionaries(st.sampled_from(HANDLES), st.sampled_from(HANDLES), max_size=8),
    rule=st.tuples(st.sampled_from(CATEGORIES), st.sampled_from(CATEGORIES)),
)
def test_never_out_of_stock_unknown_unwanted_or_in_the_cart(
    stocks: dict[str, int],
    sold: set[str],
    cart: list[str],
    never: set[str],
    bought: dict[str, str],
    rule: tuple[str, str],
) -> None:
    shelf = [product(h, CATEGORIES[n % 3], stocks[h], Collection="One") for n, h in enumerate(HANDLES)]
    rules = [GoesWith(of=Scope(category=rule[0]), suggest=Scope(category=rule[1]))]
    held = goods([p for p in shelf if p.handle in cart])
    found = list(candidates(held, rules, known(shelf, **{one: {other: 0.5} for one, other in bought.items()})))
    chosen = suggested(found, {p.handle: p for p in shelf if p.handle in sold | set(cart)}, never, lambda _: True)
    if chosen is not None:
        assert chosen.product.handle in sold - set(cart) - never
        assert all(variant.stock > 0 for variant in chosen.product.variants)
        assert chosen.beside.handle in cart
