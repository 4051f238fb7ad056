import pytest

from assistant.agent.assistant import Assistant
from assistant.shop.catalogue import Product
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
