"""Values that a catalogue only names have an order, too, and "or better" reaches up it."""

import pytest

from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.vocabulary import Vocabulary
from tests.retrieval.shop import product, variant


def screen(number: int, resolution: str, port: str, rating: str) -> tuple[str, str, str, str]:
    return (f"screen-{number}", resolution, port, rating)


MONITORS = Vocabulary.learn(
    [
        product(
            handle, f"Vista {handle[-1]} Monitor", "Monitors", variant(handle.upper(), 100), vendor="Vista",
            Resolution=resolution, Port=port, Efficiency=rating,
        )
        for handle, resolution, port, rating in [
            screen(1, "720p", "HDMI 1.4", "Bronze"), screen(2, "1080p", "HDMI 2.0", "Silver"),
            screen(3, "1440p", "HDMI 2.0", "Gold"), screen(4, "4K", "HDMI 2.1", "Gold"),
            screen(5, "8K", "DisplayPort 1.4", "Platinum"),
        ]
    ]
)  # fmt: skip
SHIRTS = Vocabulary.learn(
    [
        product(
            "tee", "Plain Tee", "Tees",
            *(variant(f"T{size}", 10, Color=color, Size=size) for size in ("XS", "S", "M", "L", "XL")
              for color in ("red", "blue")),
        ),
        product("vest", "Plain Vest", "Vests", variant("V", 10, Color="red", Size="M")),
    ]
)  # fmt: skip


def wanted(text: str, vocabulary: Vocabulary) -> dict[str, set[str]]:
    return {wish.facet: set(wish.values) for wish in read(text, vocabulary).wishes if not wish.refused}


@pytest.mark.parametrize(
    ("text", "facet", "values"),
    [
        ("a monitor, 4K or better", "resolution", {"4K", "8K"}),
        ("a monitor with at least 1440p", "resolution", {"1440p", "4K", "8K"}),
        ("a monitor, nothing lower than 1080p", "resolution", {"1080p", "1440p", "4K", "8K"}),
        ("a monitor, 1080p or lower", "resolution", {"720p", "1080p"}),
        ("a monitor better than 1440p", "resolution", {"4K", "8K"}),
        ("a monitor with HDMI 2.0 or newer", "port", {"HDMI 2.0", "HDMI 2.1"}),
        ("a monitor of efficiency gold or better", "efficiency", {"Gold", "Platinum"}),
        ("a 4K monitor", "resolution", {"4K"}),
        ("only a 4K monitor", "resolution", {"4K"}),
    ],
)
def test_values_are_held_to_their_place_in_the_order(text: str, facet: str, values: set[str]) -> None:
    assert wanted(text, MONITORS) == {facet: values}


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("a tee in size L or larger", {"L", "XL"}),
        ("a tee, size at most S", {"XS", "S"}),
        ("a tee in size M", {"M"}),
    ],
)
def test_sizes_have_an_order(text: str, sizes: set[str]) -> None:
    assert wanted(text, SHIRTS) == {"size": sizes}


def test_what_has_no_order_stays_as_it_was_named() -> None:
    assert wanted("a tee in red or better", SHIRTS) == {"color": {"red"}}


def test_the_answer_says_which_way_it_was_read() -> None:
    assert "4k or better" in read("a monitor, 4K or better", MONITORS).understood
