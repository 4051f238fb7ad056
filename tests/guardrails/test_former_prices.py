"""What a thing cost before is told as such, and never as its price."""

import pytest

from assistant.guardrails.evidence import Evidence
from assistant.guardrails.ledger import Ledger, Record
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
