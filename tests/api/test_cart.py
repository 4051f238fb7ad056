import pytest

from assistant.agent.assistant import Assistant
from assistant.shop.catalogue import Offer, Product
from assistant.shop.money import Money
from tests.api.talk import Talk
from tests.goods import one


async def test_a_cart_is_filled_changed_and_emptied(talk: Talk, assistant: Assistant) -> None:
    """A SKU may hold a slash: the address carries it quoted."""
    await assistant.catalogue.replace([Product("cap", "Cap", "Hats", (one("CAP/M", "19.00"),))], ())
    added = (await talk.send("POST", "/cart/lines", {"sku": "CAP/M"})).json()
    assert (added["count"], added["subtotal"]["text"]) == (1, "$19.00")
    changed = (await talk.send("PUT", "/cart/lines/CAP%2FM", {"quantity": 3})).json()
    assert changed == (await talk.send("GET", "/cart")).json()
    assert (changed["count"], changed["subtotal"]["text"]) == (3, "$57.00")
    emptied = (await talk.send("DELETE", "/cart/lines/CAP%2FM")).json()
    assert (emptied["count"], emptied["lines"]) == (0, [])


async def test_the_shops_rules_hold_here_too(talk: Talk) -> None:
    gone = await talk.send("POST", "/cart/lines", {"sku": "POP-NVY-M", "quantity": 1})
    assert (gone.status_code, gone.json()["error"]["code"]) == (409, "out_of_stock")
    unknown = await talk.send("POST", "/cart/lines", {"sku": "NO", "quantity": 1})
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "unknown_product")
    many = await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT", "quantity": 21})
    assert (many.status_code, many.json()["error"]["code"]) == (422, "quantity_limit")
    absent = await talk.send("DELETE", "/cart/lines/MUG-WHT")
    assert (absent.status_code, absent.json()["error"]["code"]) == (404, "not_found")


async def test_a_quantity_below_one_is_refused_by_name(talk: Talk) -> None:
    response = await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT", "quantity": -2})
    assert response.status_code == 422
    assert '"quantity"' in response.json()["error"]["message"]


@pytest.mark.parametrize("quantity", ["2", 2.0, True, None, 10**30])
async def test_a_quantity_is_a_whole_number_and_nothing_like_one(talk: Talk, quantity: object) -> None:
    assert (await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT", "quantity": quantity})).status_code == 422
    await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT"})
    assert (await talk.send("PUT", "/cart/lines/MUG-WHT", {"quantity": quantity})).status_code == 422
    assert (await talk.send("GET", "/cart")).json()["count"] == 1


async def test_a_change_is_taken_back_and_a_line_kept_for_later(talk: Talk) -> None:
    await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT", "quantity": 2})
    saved = (await talk.send("POST", "/cart/saved", {"sku": "MUG-WHT"})).json()
    assert (saved["count"], [line["sku"] for line in saved["saved"]]) == (0, ["MUG-WHT"])
    back = (await talk.send("POST", "/cart/saved/back", {"sku": "MUG-WHT"})).json()
    assert (back["count"], back["saved"]) == (2, [])
    undone = (await talk.send("POST", "/cart/undo")).json()
    assert (undone["undone"], undone["missing"]) == ("moving Lark Stoneware Mug (white) to the cart", [])
    assert undone["cart"]["saved"] == saved["saved"]
    assert (await talk.send("DELETE", "/cart/saved/MUG-WHT")).json()["saved"] == []
    assert (await talk.send("DELETE", "/cart")).status_code == 200


async def test_notes_are_kept_and_a_card_number_in_one_is_refused(talk: Talk) -> None:
    await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT"})
    await talk.send("PUT", "/cart/messages/MUG-WHT", {"message": "for Ada"})
    noted = (await talk.send("PUT", "/cart/message", {"message": "Happy birthday"})).json()
    assert (noted["message"], noted["lines"][0]["message"]) == ("Happy birthday", "for Ada")
    card = await talk.send("PUT", "/cart/message", {"message": "pay with 4242 4242 4242 4242"})
    assert (card.status_code, "4242" in card.text) == (422, False)
    long = await talk.send("PUT", "/cart/message", {"message": "x" * 201})
    assert (long.status_code, long.json()["error"]["code"]) == (422, "note_too_long")


async def test_what_the_page_has_shown_is_not_told_again(talk: Talk, assistant: Assistant) -> None:
    await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT"})
    await assistant.catalogue.set_offers([Offer("MUG-WHT", Money(1_600))])
    news = (await talk.send("GET", "/cart")).json()["news"]
    assert [one["kind"] for one in news] == ["price"]
    assert (await talk.send("POST", "/cart/seen", {"ids": [news[0]["id"]]})).json()["news"] == []
