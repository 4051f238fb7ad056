"""A card number is found in whatever way it is written; other numbers are let be."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.card_numbers import hide
from assistant.card_numbers.groups import is_piece
from assistant.card_numbers.issuers import luhn

CARD = "4242424242424242"
AMEX = "378282246310005"
FOURS = ("4242", "4242", "4242", "4242")
MIXED = "four two four two 4242 four two four two four-two-four-two"
IN_WORDS = "four two four two four two four two four two four two four two four two"


@pytest.mark.parametrize("separator", [*" -./_,\n\t·•|:;~*", " - ", "\u200b", "\u00a0", "️⃣ ", "😀", "> <", "] ["])
def test_any_sign_between_the_digits_is_read_over(separator: str) -> None:
    assert hide(separator.join(FOURS)).found
    assert hide(separator.join(CARD)).found


@pytest.mark.parametrize(
    "typed",
    ["٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "４２４２４２４２４２４２４２４２", "४२४२ ४२४२ ४२४२ ४२४२", "④②" * 8, "⁴²" * 8, "❹❷" * 8,
     "四二" * 8, "4️⃣2️⃣" * 8, "Ⅳ Ⅱ " * 8, "IV II " * 8],
)  # fmt: skip
def test_digits_of_any_script_count(typed: str) -> None:
    assert hide(typed).found


@pytest.mark.parametrize(
    "typed",
    [
        IN_WORDS,
        IN_WORDS.replace(" ", "-"),
        IN_WORDS.replace(" ", ", "),
        "forty-two " * 8,
        "fourtwofourtwo " * 4,
        "vier zwei " * 8,
        "zweiundvierzig " * 8,
        "quarante-deux " * 8,
        "quatre deux " * 8,
        "cuatro dos " * 8,
        "cuarenta y dos " * 8,
        "quattro due " * 8,
        "quarantadue " * 8,
        "quarenta e dois " * 8,
        "vier twee " * 8,
        "tweeënveertig " * 8,
        "four, triple zero, quadruple 0, quadruple zero and triple zero, two",
        "4242 four two four two 42 42 4242",
    ],
)
def test_number_words_count_and_may_be_mixed_with_digits(typed: str) -> None:
    assert hide(typed).found


@pytest.mark.parametrize(
    "typed",
    [
        "4242 then 4242 and 4242 finally 4242",
        "1st group 4242, 2nd group 4242, 3rd 4242, 4th 4242",
        "1) 4242 2) 4242 3) 4242 4) 4242",
        '{"a": "4242", "b": "4242", "c": "4242", "d": "4242"}',
        "my card: 42 and 424 then 24242 lastly 424242",
        "4242x4242x4242x4242",
        "visa4242424242424242exp1227",
        "4OOO OOOO OOOO OOO2",
        "4l11 1111 l1I1 1111",
        "424242424242424212" + "25123",
        f"the card backwards is {CARD[::-1]}",
    ],
)
def test_words_and_letters_among_the_digits_hide_nothing(typed: str) -> None:
    seen = hide(typed)
    assert seen.found
    assert sum(c.isdigit() for c in seen.text) < 8


@pytest.mark.parametrize(
    "typed",
    [
        base64.b64encode(CARD.encode()).decode(),
        base64.b64encode(b"my card is 4242 4242 4242 4242").decode(),
        CARD.encode().hex(),
        " ".join(f"{ord(c):02x}" for c in CARD),
        " ".join(str(ord(c)) for c in CARD),
        " ".join(f"{ord(c):08b}" for c in CARD),
        "".join(f"&#{ord(c)};" for c in CARD),
        "".join(f"&#x{ord(c):x};" for c in CARD),
        "".join(f"%{ord(c):x}" for c in CARD),
        "".join(f"\\u00{ord(c):x}" for c in CARD),
        "%20".join(FOURS),
        "&nbsp;".join(FOURS),
        "<b>4242</b><i>4242</i><b>4242</b><i>4242</i>",
    ],
)
def test_encodings_are_looked_into(typed: str) -> None:
    seen = hide(typed)
    assert seen.found
    assert sum(c.isdigit() for c in seen.text) < 4


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("pay with 4242424242424242 12/27 123, thanks", "pay with (card number removed) (removed), thanks"),
        (f"{AMEX} exp 04/28 security code is 1234", "(card number removed) exp (removed) security code is (removed)"),
        ("the security code is one two three", "the security code is (removed)"),
        ("CVV: 123", "CVV: (removed)"),
        ("123 is my cvc", "(removed) is my cvc"),
        ("Prüfziffer eins zwei drei", "Prüfziffer (removed)"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN (account number removed) please"),
        ("2 mugs, card 4242-4242-4242-4242, to 10 High St", "2 mugs, card (card number removed), to 10 High St"),
    ],
)  # fmt: skip
def test_what_belongs_to_it_goes_too_and_the_rest_stays(typed: str, kept: str) -> None:
    assert hide(typed).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        f"You pay with {MIXED}. {MIXED}\nThat is all.",
        "It is 1) 4242 2. 4242 3: 4242 4. 4242. 1) 4242 2. 4242 3: 4242 4. 4242 ok?",
        "where is my order 4242 424242 42424? my code is meine Karte: 4242 424242 42424, Ada, 97701",
    ],
)
def test_a_number_that_is_told_twice_goes_twice(typed: str) -> None:
    assert not re.search(r"42|four", hide(typed).text)


def test_the_nearest_name_says_what_a_number_is() -> None:
    assert not hide("I paid by card; what of tracking number 4242 424242 42424?").found
    assert hide("about my order: the card is 4242 424242 42424").found


@pytest.mark.parametrize(
    "typed", ["my visa is 4242 4242 4242 4243", "card number 4242424242424243", f"amex {AMEX[:-1]}6"]
)
def test_one_mistyped_digit_changes_nothing_where_a_card_is_named(typed: str) -> None:
    assert hide(typed).found


@pytest.mark.parametrize(
    "typed",
    [
        "order 1042",
        "EAN 4006381333931",
        "ISBN 9783161484100",
        "call me on 020 7946 0958 or +49 30 901820, or 415 555 2671 and 555-123-4567",
        "0000 0000 0000 0000",
        "1Z999AA10123456784",
        "tracking 9400 1102 0088 1234 5678 90 and 794644790132",
        "IMEI 490154203237518",
        "gift card 4532 1234 5678 9012",
        "sizes 34 36 38 40 42 44 46 48 50 52 54 56",
        "4 5 6 7 8 9 10 11 12 13 14 15",
        "between 2026-11-22 10:30:45 and 2026-12-24 18:00:00",
        "$49.99, $25.00, $100.00 and 30 x 40 x 20 cm",
        "one mug, two plates, three forks, four knives and five spoons for six people",
        "4ec7ff5c-f70f-4984-b6c4-c7ef37cc0c09",
        "the card ending in 4242",
        "credit_card_9513926 for #W6131421",
        "verification code is 123456",
        "42424242424242421",
    ],
)
def test_other_numbers_stay(typed: str) -> None:
    assert hide(typed).text == typed


@given(st.integers(10**11, 10**17))
def test_one_changed_digit_breaks_a_valid_number(stem: int) -> None:
    valid = next(f"{stem}{d}" for d in range(10) if luhn(f"{stem}{d}"))
    changed = valid[:-1] + str((int(valid[-1]) + 1) % 10)
    assert not luhn(changed)


@given(st.text(alphabet="0123456789 -cardvisa,;ou.fIl"))
def test_hiding_again_changes_nothing(typed: str) -> None:
    once = hide(typed).text
    assert hide(once).text == once


@pytest.mark.parametrize("typed", ["3665, 14, 01, 5313, 20", "36~91~4095~1~54~34~0", "3095:76:49:39:903:2"])
def test_groups_that_are_no_date_are_no_excuse(typed: str) -> None:
    assert hide(f"here: {typed}").found


@pytest.mark.parametrize("text", ["on 30.01.2026, 14:05:30", "2026-11-22 12:05:30"])
def test_a_date_with_its_time_stays(text: str) -> None:
    assert hide(text).text == text


@pytest.mark.parametrize("text", ["", "…", "—", "!", "\n"])
def test_a_text_without_a_word_or_digit_is_no_piece_of_a_number(text: str) -> None:
    assert not is_piece(text)
