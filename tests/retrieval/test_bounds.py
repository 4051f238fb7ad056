"""Numbers in a question become limits on what the shop states, in its own measure and in the right direction."""

import pytest

from assistant.retrieval.reading.amounts import plain_amounts
from assistant.retrieval.reading.numbers import measures, normalised
from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.units import number_in
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.shop.catalogue import Product
from tests.retrieval.shop import product, variant


def vacuum(name: str, price: float, noise: str, charging: str, tank: str, brand: str) -> Product:
    return product(
        name, f"{name.title()} Stick Vacuum", "Vacuum Cleaners", variant(name.upper(), price),
        Noise_level=noise, Charging_time=charging, Tank_capacity=tank, vendor=brand,
    )  # fmt: skip


VOCABULARY = Vocabulary.learn(
    [
        vacuum("breeze", 99, "62 dB", "3 hours", "0.5 gallons", "Whirl"),
        vacuum("gale", 199, "75 dB", "5 hours", "1 gallon", "Whirl"),
        vacuum("storm", 349, "80 dB", "2 hours", "1.5 gallons", "Duster"),
    ]
)
HOUR, GALLON = 3600, 3785.41


def bounds(text: str) -> list[tuple[str, str, float]]:
    return [(bound.facet, bound.operator, round(bound.value, 1)) for bound in read(text, VOCABULARY).bounds]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("half a kilo", "0.5 kilo"),
        ("two and a half pounds", "2.5 pounds"),
        ("2 1/2 inches", "2.5 inches"),
        ("three quarters of a mile", "0.75 mile"),
        ("6'2\" tall", "74 inches tall"),
        ("5 ft 4 in", "64 inches"),
        ("a couple of hundred bucks", "200 bucks"),
        ("a hundred and fifty", "150"),
        ("two grand", "2000"),
        ("$1.5k", "$1500"),
        ("more than a year", "more than 1 year"),
        ("a 3/4 sleeve", "a 3/4 sleeve"),
        ("a 4k picture", "a 4k picture"),
    ],
)
def test_amounts_as_people_say_them(said: str, meant: str) -> None:
    assert plain_amounts(said) == meant


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("120 psi", "pounds per square inch"),
        ("800 square feet", "square foot"),
        ("5 gallons", "gallon"),
        ("144hz", "hertz"),
        ("400 thread count", "thread count"),
        ("20 mph", "miles per hour"),
        ("100+ lumens", "lumen"),
        ("60 ct", "piece"),
        ("more than one in a box", None),
    ],
)
def test_units_of_many_trades(text: str, unit: str | None) -> None:
    assert [m.unit.name if m.unit else None for m in measures(normalised(text))] == ([unit] if unit else [])


def test_degrees_have_different_zeros() -> None:
    boiling, same = number_in("100 °C"), number_in("212 °F")
    assert boiling
    assert same
    assert boiling.base == pytest.approx(same.base)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("a vacuum quieter than 70 decibels", ("noise level", "<", 70)),
        ("a vacuum, 70 db or quieter", ("noise level", "<=", 70)),
        ("a vacuum no louder than 70 db", ("noise level", "<=", 70)),
        ("a vacuum that charges faster than 4 hours", ("charging time", "<", 4 * HOUR)),
        ("nothing slower than 4 hours to charge my vacuum", ("charging time", "<=", 4 * HOUR)),
        ("a vacuum that can hold a gallon at least", ("tank capacity", ">=", round(GALLON, 1))),
        ("a vacuum that at the very least holds 1 gallon", ("tank capacity", ">=", round(GALLON, 1))),
        ("a vacuum, anything over 70 decibels is out", ("noise level", "<=", 70)),
        ("a vacuum that doesn't exceed 70 decibels", ("noise level", "<=", 70)),
        ("the quietest vacuum you've got for under 200!", ("price", "<", 20_000)),
        ("I can only spend around 200 bucks on a vacuum", ("price", "<=", 20_000)),
        ("I only got 200 bucks, plus I need a vacuum", ("price", "<=", 20_000)),
    ],
)
def test_the_attribute_says_which_way_a_comparison_points(text: str, bound: tuple[str, str, float]) -> None:
    assert bounds(text) == [bound]


@pytest.mark.parametrize(
    "text", ["a vacuum from either of these two brands", "which of those 2 vacuums, Whirl or Duster?"]
)
def test_a_count_of_choices_is_no_measure(text: str) -> None:
    assert bounds(text) == []


@pytest.mark.parametrize(
    ("text", "facet", "operator"),
    [
        ("a vacuum cheaper than average", "price", "<"),
        ("a vacuum at or below the average price", "price", "<="),
        ("a vacuum for an average price or less", "price", "<="),
        ("a vacuum around your average price", "price", "<="),
        ("a vacuum that is quieter than the average", "noise level", "<"),
        ("a vacuum no louder than your average one", "noise level", "<="),
        ("a vacuum whose tank capacity is average or more", "tank capacity", ">="),
    ],
)
def test_the_average_is_a_limit_too(text: str, facet: str, operator: str) -> None:
    assert [(found, sign) for found, sign, _ in bounds(text)] == [(facet, operator)]


def mixed(sizes: dict[str, str], attribute: str, category: str) -> Vocabulary:
    shop = [
        product(handle, handle.title(), category, variant(handle, 100), **{attribute: value})
        for handle, value in sizes.items()
    ]
    return Vocabulary.learn(shop)


def test_a_bare_number_is_in_the_unit_that_others_state() -> None:
    screens = mixed({"one": "55", "two": "48 inches", "three": "65", "four": "43 in"}, "screen_size", "Televisions")
    (bound,) = read("a television over sixty inches", screens).bounds
    assert (bound.operator, round(bound.value)) == (">", 1524)
    number = number_in("65")
    assert number
    assert number.measured(bound.unit) == pytest.approx(1651)
    assert {round(size) for size in screens.categories["Televisions"].facets["screen size"].numbers} >= {1397, 1219}


def test_ounces_beside_litres_are_fluid_ones() -> None:
    jars = mixed({"one": "48 oz", "two": "1.5 L", "three": "64 oz", "four": "20 oz"}, "capacity", "Blenders")
    (bound,) = read("a blender that holds at least 50 ounces", jars).bounds
    assert round(bound.value) == 1479
    assert bound.unit
    assert bound.unit.family == "volume"


def test_numbers_of_another_size_are_not_taken_to_be_in_the_unit_of_others() -> None:
    packs = mixed({"one": "2", "two": "4", "three": "65 L", "four": "50 L"}, "capacity", "Camping")
    assert packs.categories["Camping"].facets["capacity"].kind == "value"
