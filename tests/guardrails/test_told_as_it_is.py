"""What the shop tells may be told as it stands: an old price as old, a material of its own product."""

import pytest

from assistant.guardrails.evidence import Evidence
from assistant.guardrails.ledger import Ledger, Record, values_of
from assistant.guardrails.outbound import review

TOLD = "title: Fell Tent\nprice: $79.00\nwas: $95.00"
KNOWN = Evidence((TOLD, "Return unused items within 30 days."), ledger=Ledger({"Fell Tent": Record(TOLD)}))


@pytest.mark.parametrize(
    "said",
    [
        "The Fell Tent is $79 (was $95).",
        "The Fell Tent is now $79 instead of $95.",
        "The Fell Tent costs $79, down from $95.",
        "The Fell Tent is $79; its old price was $95.",
        "The Fell Tent cost $95 before.",
        "You have 30 days to send it back.",
    ],
)
def test_the_old_price_may_be_told_beside_the_new_one(said: str) -> None:
    assert review(said, KNOWN).passed


@pytest.mark.parametrize(
    "said",
    [
        "The Fell Tent is $95.",
        "The Fell Tent costs ninety-five dollars.",
        "Prices of the Fell Tent start from $95.",
        "You have 84 days to send it back.",
        "Mail the tent back to us within 84 days.",
        "You get 84 days if you change your mind.",
        "Refunded in full.",
        "Refunded.",
    ],
)
def test_an_old_price_a_made_up_term_and_a_refund_that_nobody_gave_do_not_leave(said: str) -> None:
    known = Evidence((*KNOWN.told, "Tickets are refunded when a show is off; 84 g."), ledger=KNOWN.ledger)
    assert not review(said, known).passed


def test_an_orders_own_status_may_be_told() -> None:
    assert review("Refunded: $12.", Evidence(("status: refunded\ntotal: $12.00",))).passed


def test_another_products_material_does_not_leave_however_it_is_hyphenated() -> None:
    shell = "title: Drizzle Jacket\nMaterial: two-and-a-half-layer recycled polyester"
    records = {
        "Fell Tent": Record(TOLD),
        "Drizzle Jacket": Record(shell, values_of({"Material": "two-and-a-half-layer recycled polyester"})),
    }
    known = Evidence((TOLD, shell), ledger=Ledger(records))
    assert review("The Drizzle Jacket is made of two-and-a-half-layer recycled polyester.", known).passed
    assert not review("The Fell Tent is made of two-and-a-half-layer recycled polyester.", known).passed


def test_the_shops_own_sentence_about_stock_is_newer_than_a_record() -> None:
    gone = "Fell Tent (blue) is out of stock."
    assert review(gone, Evidence((TOLD, gone), stock={"Fell Tent": frozenset({"in stock"})})).passed
    assert not review(gone, Evidence((TOLD,), stock={"Fell Tent": frozenset({"in stock"})})).passed


def test_the_shoppers_currency_is_repeated_and_never_put_to_the_shops_price() -> None:
    known = Evidence(("price: $14.00",), asked=("a mug under 14 euros",))
    assert review("I looked for mugs under 14 euros.", known).passed
    assert not review("The mug costs 14 euros.", known).passed
