"""The columns find exactly what the definition of a match finds."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieval.columns import Columns
from assistant.retrieval.match import fitting, meets
from assistant.retrieval.matching import fitting_slots, meeting
from assistant.retrieval.reading.features import FEATURES
from assistant.retrieval.reading.people import GROUPS
from assistant.retrieval.reading.reading import PRICE, Ages, Bound, Feature, Operator, Reading, Wish
from assistant.retrieval.reading.units import UNITS
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money

pytestmark = pytest.mark.no_cover  # many cases over lines that other tests cover; tracing doubles their time

NAMES = ("Color", "colour", "Size", "Weight", "Brand", "vendor", "Age", "Gender", "Pack")
FACETS = ("color", "size", "weight", "brand", "age", "gender", "pack")
VALUES = (
    "red",
    "M",
    "n/a",
    "2",
    "2 kg",
    "2000 g",
    "4.4 lb",
    "women",
    "3 - 5 years",
    "waterproof",
    "not waterproof",
    "",
)
NUMBERS = (1.0, 2.0, 2000.0, 1995.8, 500.0, 10.0)

facts = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=3)
variants = st.builds(
    Variant,
    sku=st.just(""),
    options=facts,
    price=st.builds(Money, st.sampled_from([100, 500, 1000, 1001])),
    stock=st.integers(0, 1),
    compare_at=st.none() | st.builds(Money, st.sampled_from([400, 2000])),
    weight_grams=st.none() | st.sampled_from([0, 500, 2000]),
)
products = st.builds(
    Product,
    handle=st.just(""),
    title=st.sampled_from(["Women's Tee", "Waterproof Boots", "Boys' Cap", "Plain Mug"]),
    category=st.just("Things"),
    variants=st.lists(variants, min_size=1, max_size=3).map(tuple),
    vendor=st.sampled_from(["", "red", "M"]),
    tags=st.sampled_from([(), ("unisex",), ("wireless",)]),
    attributes=facts,
)
bounds = st.builds(
    Bound,
    facet=st.sampled_from((*FACETS, PRICE)),
    operator=st.sampled_from(get_args(Operator)),
    value=st.sampled_from((*NUMBERS, 1000.0)),
    words=st.just(""),
    unit=st.sampled_from((None, *UNITS)),
).map(lambda bound: Bound(bound.facet, bound.operator, bound.value, "") if bound.facet == PRICE else bound)
wishes = st.builds(
    Wish, st.sampled_from(FACETS), st.frozensets(st.sampled_from(VALUES), max_size=3), st.just(""), st.booleans()
)
readings = st.builds(
    Reading,
    bounds=st.lists(bounds, max_size=3).map(tuple),
    wishes=st.lists(wishes, max_size=2).map(tuple),
    features=st.lists(st.builds(Feature, st.sampled_from(sorted(FEATURES)), st.booleans()), max_size=1).map(tuple),
    group=st.none() | st.sampled_from(sorted(GROUPS)),
    ages=st.none() | st.builds(Ages, st.just(2.0), st.just(4.0)),
    in_stock=st.booleans(),
    on_sale=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(products, max_size=6), readings)
def test_columns_find_what_each_product_by_itself_meets(shop: list[Product], reading: Reading) -> None:
    columns = Columns.of(shop)
    fit = [variant in list(fitting(product, reading)) for product in shop for variant in product.variants]
    slots = [slot for slot, fits in enumerate(fit) if fits]
    assert fitting_slots(columns, reading, columns.everything).tolist() == slots
    found = meeting(columns, reading, columns.everything)
    assert found.tolist() == [row for row, product in enumerate(shop) if meets(product, reading)]
    some = columns.everything[1::2]
    assert fitting_slots(columns, reading, some).tolist() == [slot for slot in slots if columns.owner[slot] % 2]
    assert meeting(columns, reading, some).tolist() == [row for row in found.tolist() if row % 2]
