"""Which of several has more is settled by their own figures, with units converted; a missing figure is told as such."""

from collections.abc import Mapping

import pytest

from assistant.offline_model.comparing import degree, ranked
from assistant.offline_model.wording.comparisons import verdicts
from tests.offline_model.shop import Shopper


def _two(one: Mapping[str, str], other: Mapping[str, str]) -> list[dict[str, object]]:
    return [{"title": "Orbit", "attributes": one}, {"title": "Nova", "attributes": other}]


@pytest.mark.parametrize(
    ("question", "one", "other", "told"),
    [
        ("which is lighter?", {"Weight": "1.2 kg"}, {"Weight": "2 lb"}, "is Nova. Weight: Orbit: 1.2 kg; Nova: 2 lb."),
        ("which has more storage?", {"Storage": "1 TB"}, {"Storage": "512 GB"}, "Orbit has more storage."),
        ("which one has the most memory?", {"memory_size": "512 MB"}, {"memory_size": "1 GB"},
         "Nova has the most memory size."),
        ("which is bigger?", {"Screen Size": "10 inches"}, {"Screen Size": "30 cm"}, "The bigger one is Nova."),
        ("which is quieter?", {"Noise Level": "60 dB"}, {"Noise Level": "52 dB"}, "The quieter one is Nova."),
        ("which is less noisy?", {"Noise Level": "60 dB"}, {"Noise Level": "52 dB"}, "is Nova."),
        ("which has the longer battery life?", {"Battery Life": "90 minutes"}, {"Battery Life": "2 hours"},
         "The longer one is Nova."),
        ("which has fewer pieces?", {"Number of Pieces": "12"}, {"Number of Pieces": "8"}, "Nova has fewer pieces."),
        ("which holds more?", {"Capacity": "1 L"}, {"Capacity": "750 ml"}, "Orbit has more capacity."),
        ("which is lighter?", {"Weight": "1000 g"}, {"Weight": "1 kg"}, "They state the same weight."),
        ("which is lighter?", {"Weight": "1 kg"}, {},
         "not all of them state it. Weight: Orbit: 1 kg; Nova: not stated."),
        ("which is bigger?", {"Size": "10 inches"}, {"Size": "3 liters"}, "what they state cannot be compared."),
    ],
)  # fmt: skip
def test_the_figures_settle_which_has_more(
    question: str, one: Mapping[str, str], other: Mapping[str, str], told: str
) -> None:
    products = _two(one, other)
    assert told in verdicts(ranked(question, products), products)


def test_an_attribute_that_is_named_is_the_one_compared_by() -> None:
    products = _two({"Screen Size": "6 inch", "Storage": "64 GB"}, {"Screen Size": "5 inch", "Storage": "128 GB"})
    assert [row.name for row in ranked("which has the bigger screen?", products)] == ["screen size"]
    assert [row.name for row in ranked("which has more storage?", products)] == ["storage"]


def test_what_decides_is_told_without_what_the_same_word_might_mean_of_another_figure() -> None:
    products = _two(
        {"Weight": "3.9 kg", "Pressure": "15 bar"}, {"Weight": "8.9 kg", "Pressure": "15 bar pump regulated to 9 bar"}
    )
    assert [row.name for row in ranked("which is lighter?", products)] == ["weight"]


@pytest.mark.parametrize("text", ["which is made of leather?", "is there a timer?", "which is better?", "compare them"])
def test_words_that_only_end_like_a_comparison_are_none(text: str) -> None:
    assert degree(text) is None


def test_a_comparison_of_what_was_shown_names_winner_and_figures(shopper: Shopper) -> None:
    shopper.say("show me jackets")
    reply = shopper.say("which of these is heavier?")
    assert reply.text == (
        "The heavier one is Moor Waxed Jacket. Weight: Fell Rain Jacket: 310 g; Moor Waxed Jacket: 1.2 kg."
    )


def test_two_products_named_afresh_are_each_found_and_compared(shopper: Shopper) -> None:
    reply = shopper.say("which is lighter, the Fell Rain Jacket or the Moor Waxed Jacket?")
    assert "The lighter one is Fell Rain Jacket" in reply.text


def test_a_yes_or_no_of_two_is_told_of_each(shopper: Shopper) -> None:
    shopper.say("show me jackets")
    reply = shopper.say("is the first one waxed cotton and the second not?")
    assert "- Fell Rain Jacket: not stated" in reply.text
    assert "- Moor Waxed Jacket: yes. Material: waxed cotton" in reply.text
