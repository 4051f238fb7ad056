import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.reading.numbers import measures, normalised
from assistant.retrieval.reading.units import MONEY, number_in

UNDER = st.sampled_from(["under ${}", "less than {} dollars", "below ${}", "cheaper than {} bucks"])
AT_MOST = st.sampled_from(
    ["up to ${}", "at most {} dollars", "${} or less", "no more than ${}", "max {} bucks", "${} tops"]
)
AT_LEAST = st.sampled_from(["at least ${}", "${} or more", "no less than {} dollars", "starting at ${}", "${} and up"])
AMOUNT = st.integers(min_value=1, max_value=99_999)


@given(UNDER, AMOUNT)
def test_under_an_amount_excludes_it(words: str, amount: int) -> None:
    (measure,) = measures(normalised(f"a dress {words.format(amount)} please"))
    assert (measure.comparison, measure.low, measure.unit) == ("<", amount, MONEY)


@given(AT_MOST, AMOUNT)
def test_up_to_an_amount_includes_it(words: str, amount: int) -> None:
    (measure,) = measures(normalised(f"show me {words.format(amount)}"))
    assert (measure.comparison, measure.low, measure.unit) == ("<=", amount, MONEY)


@given(AT_LEAST, AMOUNT)
def test_from_an_amount_includes_it(words: str, amount: int) -> None:
    (measure,) = measures(normalised(f"something {words.format(amount)}"))
    assert (measure.comparison, measure.low, measure.unit) == (">=", amount, MONEY)


@given(AMOUNT, AMOUNT, st.sampled_from(["${}-{}", "${} - ${}", "between ${} and ${}", "{} to {} dollars"]))
def test_a_range_has_both_ends(one: int, other: int, words: str) -> None:
    low, high = sorted((one, one + other))
    (measure,) = measures(normalised(f"jackets {words.format(low, high)}"))
    assert (measure.comparison, measure.low, measure.high) == ("between", low, high)


@given(st.decimals(min_value=1, max_value=9999, places=2))
def test_cents_survive(amount: object) -> None:
    (measure,) = measures(normalised(f"under ${amount}"))
    assert measure.low == float(str(amount))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for measure in measures(normalised(text)):
        assert measure.low <= measure.high or measure.comparison != "between"


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("under fifty dollars", 50),
        ("under twenty-five bucks", 25),
        ("less than a hundred dollars", 100),
        ("under $1,250", 1250),
        ("below two hundred bucks", 200),
        ("less than a tenner", 10),
    ],
)
def test_amounts_in_words(words: str, amount: int) -> None:
    (measure,) = measures(normalised(words))
    assert (measure.comparison, measure.low, measure.unit) == ("<", amount, MONEY)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("1.2 kg", 1200),
        ("380 g", 380),
        ("55 l", 55_000),
        ("20,000 mAh", 20_000),
        ("40 hours", 144_000),
        ("1.9 kg (4 lb 3 oz)", 1900),
    ],
)
def test_a_catalogue_s_numbers_know_their_unit(text: str, base: float) -> None:
    number = number_in(text)
    assert number
    assert number.base == pytest.approx(base)


@pytest.mark.parametrize("text", ["AAA", "3/4 sleeve", "Glock 17, 18, 22", "2.4 GHz band", "M"])
def test_what_only_contains_a_number_is_no_number(text: str) -> None:
    assert number_in(text) is None
