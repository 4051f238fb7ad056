"""Slips of the pen in a question about the pages, mended by the pages' own words."""

from assistant.retrieval.misspelt import mended, spelt

KNOWN = spelt("An opened candle or mattress cannot come back. A voucher holds for two years.")


def test_a_slip_becomes_the_word_of_the_pages() -> None:
    assert mended("can I return an opend candel", KNOWN) == "can I return an opend candle"
    assert mended("how long is a vocher good for", KNOWN) == "how long is a voucher good for"


def test_a_word_that_the_shop_knows_is_left_alone() -> None:
    assert mended("a red candel", KNOWN, {"candel"}) == "a red candel"
    assert mended("are candles returnable", KNOWN) == "are candles returnable"


def test_an_abbreviation_is_read_without_its_dots() -> None:
    assert mended("do u post to a p.o. box", KNOWN) == "do u post to a po box"


def test_of_two_words_as_near_the_one_with_the_same_letters_is_meant() -> None:
    assert (
        mended("an opened candel", spelt("You can cancel until we pack. A candle stays unopened."))
        == "an opened candle"
    )
