"""The values read from a message, and the sentences read from a page."""

import pytest

from assistant.offline_model.clauses import clauses
from assistant.offline_model.language import is_foreign
from assistant.offline_model.passage_text import sentences
from assistant.offline_model.rewording import reworded, tells_problem
from assistant.offline_model.slots import Slots, read_slots
from assistant.offline_model.spelling import corrected, written_out


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("where is order #1042", "order_number", "#1042"),
        ("order 1042 please", "order_number", "#1042"),
        ("tents under 1000", "order_number", None),
        ("under $150", "max_price", 150.0),
        ("between 20 and 40 dollars", "min_price", 20.0),
        ("between 40 and 20 dollars", "max_price", 40.0),
        ("over $99.50", "min_price", 99.5),
        ("a tent under 2 kg", "max_price", None),
        ("add two of those", "quantity", 2),
        ("add 3 mugs", "quantity", 3),
        ("not two but three", "quantity", 3),
        ("add the blue one", "quantity", None),
        ("just one please", "quantity", 1),
        ("a 4 person tent under $200", "max_price", 200.0),
        ("the second one", "which", (1,)),
        ("compare the first two", "which", (0, 1)),
        ("compare 1 and 3", "which", (0, 2)),
        ("the 2nd and the last", "which", (1, -1)),
        ("the cheapest", "extreme", ("price", "least")),
        ("which is heavier", "extreme", ("weight", "most")),
        ("add LF-ROSA-RED-S", "sku", "LF-ROSA-RED-S"),
    ],
)
def test_a_value_is_read_from_a_message(text: str, name: str, value: object) -> None:
    assert getattr(read_slots(text), name) == value


def test_a_plain_wish_holds_no_values() -> None:
    assert read_slots("warm socks") == Slots()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a red dress under $150, is it returnable?", ["a red dress under $150", "is it returnable?"]),
        ("show me mugs and add the cheapest", ["show me mugs", "add the cheapest"]),
        ("The second one, is it warm?", ["The second one, is it warm?"]),
        ("black and white socks", ["black and white socks"]),
        ("do u post to a p.o. box in alaska", ["do u post to a p.o. box in alaska"]),
        ("", [""]),
    ],
)
def test_a_message_is_cut_where_a_new_question_starts(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


def test_markdown_is_read_as_sentences_with_prices_whole_and_lists_with_their_lead() -> None:
    page = "## Cost\n\nOnly to Canada, for $19.95. We ship\nnowhere else."
    text = f"{page}\n\n- socks\n- candles\n\n| A | B |\n| --- | --- |\n| Tents | 3 years |"
    told = sentences(text)
    assert told[:2] == ["Only to Canada, for $19.95.", "We ship nowhere else."]
    assert told[-1] == "Tents: 3 years"
    assert sentences("Unopened only:\n\n- socks\n- candles") == ["Unopened only: socks, candles"]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("dónde está mi pedido", True),
        ("où est ma commande", True),
        ("где мой заказ", True),
        ("where is my order", False),
        ("café au lait mug", False),
        ("die cast pan", False),
    ],
)
def test_another_language_is_noticed(text: str, foreign: bool) -> None:
    assert is_foreign(text) is foreign


def test_spelling_is_mended_only_where_one_known_word_is_near() -> None:
    assert written_out("wats ur adress") == "what's your adress"
    assert corrected("return polcy for kayaks", ("policy", "return")) == "return policy for kayaks"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("my card was declined", True),
        ("my parcel arrived damaged", True),
        ("the zip broke after a month", True),
        ("I entered the wrong address", True),
        ("I need a tent, my old one broke", False),
        ("show me unbreakable mugs", False),
    ],
)
def test_a_told_problem_is_known_from_a_wish(text: str, problem: bool) -> None:
    assert tells_problem(text) is problem


def test_a_question_about_splitting_is_not_read_as_a_fault() -> None:
    assert reworded("can I split the payment between two cards") is None
    assert reworded("my jacket split at the seam") == "how do I make a warranty claim"
