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


BLADES = Vocabulary.learn(
    [
        product(
            f"blade-{brand}-{count}-{size}".replace(" ", "-").lower(), f"{brand} Wiper Blade", "Blades",
            variant(f"{brand}{count}{size}", 5 + count), vendor=brand, Num_per_pack=str(count), Size=f"{size} inches",
            Fit=fit, Gap=f"{size - 10} mm",
        )
        for brand, count, size, fit in [
            ("Valeo", 1, 18, "Standard"), ("Valeo", 2, 20, "Hook"), ("Rain", 1, 22, "Standard"),
            ("Rain Blades", 2, 24, "Hook"), ("Trico", 4, 26, "Pin"),
        ]
    ]
)  # fmt: skip


def of_blades(text: str) -> list[tuple[str, str, float]]:
    return [(b.facet, b.operator, round(b.value, 1)) for b in read(text, BLADES).bounds if b.facet != "price"]


def test_a_limit_on_the_price_says_nothing_of_the_next_number() -> None:
    assert of_blades("I won't pay more than 16 bucks and I need blades, num per pack 2") == [("num per pack", "=", 2)]


def test_just_a_count_is_that_count_and_just_an_amount_is_a_limit() -> None:
    assert of_blades("a pack of just 2 blades") == [("num per pack", "=", 2)]
    assert [b.operator for b in read("a blade, I have just 10 dollars", BLADES).bounds] == ["<="]


def test_a_number_that_was_refused_is_not_wanted_again() -> None:
    text = "I have a ton of 18 inch blades, so no more of them. A blade that isn't 18 inches?"
    assert of_blades(text) == [("size", "!=", 457.2)]


def test_of_two_numbers_to_fit_either_will_do() -> None:
    assert [sign for _, sign, _ in of_blades("a blade that must fit a 10 mm or a 12 mm gap")] == ["=", "="]


def test_or_anything_goes_on_refusing_after_an_amount() -> None:
    text = "I don't want to spend more than 3 dollars or carry anything longer than 20 inches, which blade?"
    assert of_blades(text) == [("size", "<=", 508)]


def test_a_couple_of_a_unit_is_two() -> None:
    assert [(m.low, m.unit.name) for m in measures(normalised("a couple minutes")) if m.unit] == [(2, "minute")]


def test_a_maker_called_like_the_category_is_not_the_one_without() -> None:
    assert {value for wish in read("a blade from Rain Blades", BLADES).wishes for value in wish.values} == {
        "Rain Blades"
    }


def test_a_vague_word_in_front_of_the_thing_is_a_value_of_it() -> None:
    (wish,) = read("just need a standard blade", BLADES).wishes
    assert (wish.facet, set(wish.values)) == ("fit", {"Standard"})
    assert not read("a blade for my standard car", BLADES).wishes


def test_being_partial_to_something_is_no_value() -> None:
    shop = [
        product("d1", "Plain Dress", "Dresses", variant("D1", 10), Lining="partial", Neck="round"),
        product("d2", "Lined Dress", "Dresses", variant("D2", 10), Lining="full", Neck="square"),
    ]
    assert [wish.facet for wish in read("a dress, I'm partial to round", Vocabulary.learn(shop)).wishes] == ["neck"]
