"""What a shopper wants instead of a variant, read against a small invented range."""

from decimal import Decimal

import pytest

from assistant.offline_model.serving.records import Line, Variant
from assistant.offline_model.serving.segments import wish_text
from assistant.offline_model.serving.variants import fitting, schema_of
from assistant.offline_model.serving.wishes import read_wish

RACKETS = [
    Variant(f"R-{weight}-{colour}-{grip}", {"weight": weight, "colour": colour, "grip size": grip}, price, there)
    for weight, colour, grip, price, there in (
        ("250 g", "blue", "2", "$90.00", True),
        ("250 g", "teal green", "2", "$80.00", False),
        ("280 g", "blue", "2", "$100.00", True),
        ("280 g", "blue", "3", "$100.00", True),
        ("280 g", "teal green", "3", "$70.00", True),
        ("310 g", "blue", "2", "$120.00", True),
    )
]
MINE = RACKETS[2]
LINE = Line("#1", 0, MINE.sku, "Court Racket", "racket", MINE.options, 1, MINE.price)


def found(*texts: str) -> list[str]:
    schema = schema_of(RACKETS)
    wish = read_wish("", schema)
    for text in texts:
        wish = wish.then(read_wish(wish_text(text, LINE, [LINE]), schema))
    return [v.sku for v in fitting(wish, RACKETS, LINE.options, LINE.sku, Decimal(100))] if wish.said else []


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("exchange the racket for the same one with grip size 3", ["R-280 g-blue-3"]),
        ("I'd like a lighter racket", ["R-250 g-blue-2"]),
        ("the heaviest racket you have", ["R-310 g-blue-2"]),
        ("change the racket to a teal one", ["R-280 g-teal green-3"]),
        ("swap my racket for the cheapest one", ["R-280 g-teal green-3"]),
        ("exchange it for the same item", ["R-280 g-blue-2"]),
        ("the racket in 310g please", ["R-310 g-blue-2"]),
        ("a racket with 330 g, if not available then 310 g", ["R-310 g-blue-2"]),
        ("preferably teal, but it must be 310 g", ["R-310 g-blue-2"]),
        ("exchange the racket for a green one in grip size 2", []),
        ("exchange my racket", []),
    ],
)
def test_the_variant_that_is_described_is_found(text: str, skus: list[str]) -> None:
    assert found(text) == skus


def test_what_nobody_spoke_of_stays_as_it_is() -> None:
    assert found("the racket in 310 g, everything else the same") == ["R-310 g-blue-2"]


def test_newer_words_win_over_older_ones() -> None:
    assert found("the racket in teal", "actually blue, in grip size 3") == ["R-280 g-blue-3"]


def test_what_is_described_as_owned_is_not_wished_for() -> None:
    assert found("exchange the blue racket (280 g) for one with 250 g") == ["R-250 g-blue-2"]
