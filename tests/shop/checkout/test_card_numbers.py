"""No text of a checkout takes a card number, in whatever notation, nor one in parts over several of them."""

from typing import Any

import pytest

from assistant.card_numbers import NUMBER
from assistant.errors import BadDetails
from assistant.shop.checkout.records import Details
from assistant.shop.checkout.said import NO_CARD, Said
from assistant.shop.customers import Address
from evals.card_writing import notations

TEXTS = ("name", "email", "phone", "method", "note", "add_code", "drop_code")
PLACES = ("line1", "line2", "city", "region", "postcode", "country")


def saying(field: str, text: str) -> Said:
    if field in PLACES:
        return Said(address=Address(**{"line1": "", "city": "", "postcode": "", "country": "", field: text}))
    said: dict[str, Any] = {field: text}
    return Said(**said)


@pytest.mark.parametrize("field", [*TEXTS, *PLACES])
def test_no_text_takes_one_in_any_notation(field: str) -> None:
    for notation in notations(63, seed=21):
        with pytest.raises(BadDetails, match="never write a card number"):
            saying(field, notation.text).onto(Details())


@pytest.mark.parametrize("field", [*TEXTS, *PLACES])
def test_what_was_taken_out_of_a_call_is_refused_and_not_kept_as_a_detail(field: str) -> None:
    with pytest.raises(BadDetails) as refused:
        saying(field, NUMBER).onto(Details())
    assert refused.value.message == NO_CARD


def test_nor_one_in_parts_at_once_or_one_after_the_other() -> None:
    with pytest.raises(BadDetails, match="card number"):
        Said(name="Ada 4242 4242", note="4242 4242").onto(Details())
    kept = Said(note="4242 4242").onto(Details())
    with pytest.raises(BadDetails, match="card number"):
        Said(method="4242 4242").onto(kept)


@pytest.mark.parametrize(
    "phone", ["+44 7911 123456", "+1 415 555 2671", "+49 1512 3456789", "+62 812 3456 7890", "+86 138 0013 8000"]
)
@pytest.mark.parametrize("postcode", ["94601", "94601-1234"])
def test_phones_and_postcodes_pass(phone: str, postcode: str) -> None:
    where = Address("4242 Main St", "Oakland", postcode, "US", region="CA")
    said = Said("Ada Lovelace", "ada1815@example.com", phone, where, "Standard", "ring twice at 42", "VISA10")
    kept = said.onto(Details())
    assert kept.contact.phone == phone.replace(" ", "")
    assert said.onto(kept) == kept
