"""Who somebody says to be is taken out of a message only where it is asked for, or offered in full."""

import pytest

from assistant.shop.given import read_given
from assistant.shop.naming import Hearing


@pytest.mark.parametrize("hearing", ["offers", "answers", "a postcode"])
@pytest.mark.parametrize(
    ("text", "name", "postcode"),
    [
        ("I'm Yusuf Rossi, zip 19122", "Yusuf Rossi", "19122"),
        ("Sure, my name is yusuf rossi and my zip code is 19122.", "yusuf rossi", "19122"),
        ("My name's Fatima Taylor, and my zip code used to be 32169. I've moved!", "Fatima Taylor", "32169"),
        ("Sure, it's Aarav Anderson from Philadelphia, 19031.", "Aarav Anderson", "19031"),
        ("My first name is Noah, last name Ito, and my zip code is 98178.", "Noah Ito", "98178"),
        ("My name is Aarav Lee, and I live in Phoenix, AZ 85025.", "Aarav Lee", "85025"),
        ("this is Mary-Ann O'Neil, postcode SW1A 1AA. Where is order 19122?", "Mary-Ann O'Neil", "SW1A 1AA"),
        ("I am José García. Postal code: 1012 AB", "José García", "1012 AB"),
        ("name: Anna van der Berg, postcode: 10115 Berlin", "Anna van der Berg", "10115"),
        ("Hi, I am Yusuf Rossi, zip code 19122-0001", "Yusuf Rossi", "19122-0001"),
    ],
)
def test_name_and_postcode_are_heard_and_leave_the_message(
    text: str, name: str, postcode: str, hearing: Hearing
) -> None:
    given = read_given(text, code_waits=False, person=hearing)
    assert (given.name, given.postcode) == (name, postcode)
    assert postcode not in given.text
    assert name.rsplit(maxsplit=1)[-1] not in given.text


@pytest.mark.parametrize(
    ("text", "name", "postcode"),
    [
        ("Yusuf Rossi", "Yusuf Rossi", None),
        ("Yusuf Rossi, 19122", "Yusuf Rossi", "19122"),
        ("my name is Yusuf Rossi", "Yusuf Rossi", None),
        ("the zip is 19122", None, "19122"),
        ("where is order 19122?", None, None),
        ("Thank you", None, None),
        ("Where Is My Order", None, None),
        ("I'm looking for a tent", None, None),
        ("it's W2378156", None, None),
    ],
)
def test_a_part_is_heard_where_it_was_asked_for(text: str, name: str | None, postcode: str | None) -> None:
    given = read_given(text, code_waits=False, person="answers")
    assert (given.name, given.postcode) == (name, postcode)


@pytest.mark.parametrize(
    "text", ["98187", "It's 98187. Thanks!", "Sorry, it should be 98187.", "12-345 is my zip code"]
)
def test_a_postcode_is_put_right_once_the_name_is_known(text: str) -> None:
    given = read_given(text, code_waits=True, person="a postcode")
    assert given.postcode == ("98187" if "98187" in text else None)


def test_six_digits_stay_a_code_while_one_waits_unless_they_are_called_a_postcode() -> None:
    waiting = read_given("560001", code_waits=True, person="a postcode")
    called = read_given("my postcode is 560001", code_waits=True, person="a postcode")
    assert (waiting.code, waiting.postcode) == ("560001", None)
    assert (called.code, called.postcode) == (None, "560001")
    assert read_given("560001", code_waits=False, person="a postcode").postcode == "560001"


@pytest.mark.parametrize(
    "text",
    [
        "I'm Yusuf Rossi and I want a tent",
        "Do you deliver to zip code 19122?",
        "I'm Looking for 12345 things",
        "send it to Anna Berg, 12 Main St, Denver, CO 80279",
    ],
)
def test_what_is_no_proof_is_left_alone(text: str) -> None:
    assert read_given(text, code_waits=False, person="offers").text == text


def test_nothing_is_heard_where_nothing_is_to_be_proved() -> None:
    text = "my name is Yusuf Rossi and my zip code is 19122"
    assert read_given(text, code_waits=False).text == text
