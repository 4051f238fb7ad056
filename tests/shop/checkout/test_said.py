"""What a shopper says for the checkout is checked part by part; what cannot be right is asked for again, by name."""

from dataclasses import replace

import pytest

from assistant.errors import BadDetails
from assistant.shop.checkout.records import Contact, Details
from assistant.shop.checkout.said import MOST_CODE, MOST_CODES, MOST_NOTE, Said
from assistant.shop.customers import Address

HOME = Address("1 Main St", "Oakland", "94601", "us", region="ca", line2=" Flat 2 ")
KEPT = Details(Contact("Ada Lovelace", "ada@example.com", "+15105550123"), HOME, "Standard", ("FIRST",), "ring twice")


def test_what_was_not_said_stays_as_it_is() -> None:
    assert Said().onto(KEPT) == KEPT


def test_each_part_is_kept_as_the_shop_writes_it() -> None:
    said = Said(
        name="  Grace   Hopper ",
        email=" Grace@Example.COM ",
        phone="(510) 555-0199",
        address=HOME,
        method=" Express ",
        note=" blue\n paper ",
        add_code=" ten ",
    )
    assert said.onto(replace(KEPT, address=None)) == Details(
        Contact("Grace Hopper", "Grace@example.com", "+15105550199"),
        Address("1 Main St", "Oakland", "94601", "US", region="CA", line2="Flat 2"),
        "Express",
        ("FIRST", "TEN"),
        "blue paper",
    )


def test_a_phone_and_a_note_can_be_taken_back() -> None:
    after = Said(phone=" ", note="").onto(KEPT)
    assert (after.contact.phone, after.note) == ("", "")


def test_a_phone_with_its_country_needs_no_address() -> None:
    assert Said(phone="+44 20 7946 0958").onto(Details()).contact.phone == "+442079460958"


@pytest.mark.parametrize("phone", ["510", "call me", "555-0199 after six, or the other one", "+1 510"])
def test_a_phone_that_cannot_be_right_is_asked_for_again(phone: str) -> None:
    with pytest.raises(BadDetails, match=r"^That phone number cannot be right\..* such as \+44\.$") as refused:
        Said(phone=phone).onto(KEPT)
    assert refused.value.fields == ("phone",)


@pytest.mark.parametrize("name", ["A", "  ", "12345", "-" * 5, "x" * 121])
def test_a_name_that_is_none_is_asked_for_again(name: str) -> None:
    with pytest.raises(BadDetails, match=r"^Please tell me the name as it should stand on the parcel\.$") as refused:
        Said(name=name).onto(KEPT)
    assert refused.value.fields == ("name",)


@pytest.mark.parametrize("name", ["Li", "x" * 120])
def test_a_name_may_be_short_or_long(name: str) -> None:
    assert Said(name=name).onto(KEPT).contact.name == name


def test_an_address_for_mail_that_cannot_be_right_is_asked_for_again() -> None:
    with pytest.raises(BadDetails, match=r"^That e-mail address cannot be right\. Please check it\.$") as refused:
        Said(email="ada at example").onto(KEPT)
    assert refused.value.fields == ("email",)


def test_an_address_is_kept_as_it_is_written_in_its_country() -> None:
    said = Address("  Hauptstr. 1 ", " Toronto ", " m5v2t6 ", "canada", region=" on ", line2=" Suite 2 ")
    kept = Said(address=said).onto(Details()).address
    assert kept == Address("Hauptstr. 1", "Toronto", "M5V2T6", "CA", region="ON", line2="Suite 2")


@pytest.mark.parametrize(
    ("address", "told", "parts"),
    [
        (
            replace(HOME, postcode="1", region="Bavaria"),
            "Please check the postcode and the state or region of the address.",
            ("region", "postcode"),
        ),
        (replace(HOME, line1=" ", city=""), "The address lacks the street and number and the city.", ("line1", "city")),
        (replace(HOME, postcode="1"), "Please check the postcode of the address.", ("postcode",)),
        (replace(HOME, region="Bavaria"), "Please check the state or region of the address.", ("region",)),
        (
            replace(HOME, city="", postcode="x"),
            "The address lacks the city. Please check the postcode of the address.",
            ("city", "postcode"),
        ),
        (replace(HOME, country="Narnia"), "Please check the country of the address.", ("country",)),
        (replace(HOME, country=""), "The address lacks the country.", ("country",)),
    ],
)
def test_an_address_says_what_it_lacks(address: Address, told: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(BadDetails) as refused:
        Said(address=address).onto(KEPT)
    assert (refused.value.message, refused.value.fields) == (told, parts)


def test_codes_are_kept_once_each_and_can_be_taken_out() -> None:
    assert Said(add_code="first").onto(KEPT).codes == ("FIRST",)
    assert Said(drop_code=" first ").onto(KEPT).codes == ()
    assert Said(drop_code="FIRST", add_code="other").onto(KEPT).codes == ("OTHER",)
    assert Said(add_code=" ").onto(KEPT).codes == ("FIRST",)
    assert Said(add_code="x" * 60).onto(Details()).codes == ("X" * MOST_CODE,)


def test_no_more_codes_than_can_be_tried_at_once() -> None:
    full = replace(KEPT, codes=tuple(f"C{at}" for at in range(MOST_CODES)))
    assert Said(add_code="c0").onto(full).codes == full.codes
    assert Said(add_code="last").onto(replace(full, codes=full.codes[:-1])).codes[-1] == "LAST"
    with pytest.raises(BadDetails, match=r"^At most 5 codes can be tried at once\. Please take one out first\.$") as no:
        Said(add_code="one more").onto(full)
    assert no.value.fields == ("add_code",)


def test_a_note_has_an_end() -> None:
    assert Said(note="x" * MOST_NOTE).onto(KEPT).note == "x" * MOST_NOTE
    with pytest.raises(BadDetails, match=r"^A note for the order has at most 200 letters\.$") as refused:
        Said(note="x" * (MOST_NOTE + 1)).onto(KEPT)
    assert refused.value.fields == ("note",)
