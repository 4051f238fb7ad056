"""E-mail addresses, order numbers and codes are told apart, however they are typed."""

import pytest

from assistant.shop.given import read_given
from assistant.shop.orders import normal_email


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        ("1 2 3 4 5 6", "123456"),
        ("12-34-56.", "123456"),
        ("my code is 12 34 56", "123456"),
        ("it says 123456, thanks", "123456"),
        ("the code for my order is 123456", "123456"),
        ("order 104233, code 123456", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("where is my order 104233?", None),
        ("#104233", None),
        ("sizes 10 12 14 please", None),
        ("call 555-123-4567", None),
        ("$123456", None),
        ("1234567", None),
        ("123456abc", None),
    ],
)
def test_a_code_is_heard_while_one_waits(text: str, code: str | None) -> None:
    given = read_given(text, code_waits=True)
    assert given.code == code
    assert ("(code given)" in given.text) is (code is not None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is my order 104233?", "#104233"),
        ("order 104233, code 123456", "#104233"),
        ("the code for my order is 123456", None),
        ("#104233", "#104233"),
    ],
)
def test_a_six_digit_order_number_is_no_code(text: str, number: str | None) -> None:
    assert read_given(text, code_waits=True).number == number


def test_six_digits_are_no_code_when_none_waits_unless_one_came_too_late() -> None:
    assert read_given("123456", code_waits=False).code is None
    assert read_given("123456", code_waits=False, late=True).code == "123456"
    assert read_given("I have 123456 questions", code_waits=False, late=True).code is None


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("it's 'Ada@Example.com'.", "ada@example.com"),
        ("o'neil+shop@example.co.uk", "o'neil+shop@example.co.uk"),
        ("a%b&c@example.com", "a%b&c@example.com"),
        ("<ada@example.com>,bob@example.com", "ada@example.com"),
        ("straße@example.com", "straße@example.com"),
        ("ada@example", None),
        ("@example.com", None),
    ],
)
def test_an_address_is_taken_whole_and_none_is_left(text: str, email: str | None) -> None:
    given = read_given(text, code_waits=False)
    assert given.email == email
    assert email is None or "@" not in given.text


def test_letters_that_only_fold_alike_are_two_addresses() -> None:
    assert normal_email(" Straße@Example.com") != normal_email("strasse@example.com")
    assert normal_email("\u212aim@example.com") != normal_email("kim@example.com")
