import httpx2

CART = "/api/conversations/c1/cart"
SKU = "RJ-NAVY/M"
QUOTED = "RJ-NAVY%2FM"


async def test_a_cart_is_filled_changed_and_emptied(client: httpx2.AsyncClient, auth: dict[str, str]) -> None:
    """A SKU may hold a slash: the address carries it quoted."""
    added = (await client.post(f"{CART}/lines", json={"sku": SKU}, headers=auth)).json()
    assert (added["count"], added["subtotal"]["text"]) == (1, "$129.00")
    changed = (await client.put(f"{CART}/lines/{QUOTED}", json={"quantity": 3}, headers=auth)).json()
    assert changed == (await client.get(CART, headers=auth)).json()
    assert (changed["count"], changed["subtotal"]["text"]) == (3, "$387.00")
    emptied = (await client.delete(f"{CART}/lines/{QUOTED}", headers=auth)).json()
    assert (emptied["count"], emptied["lines"]) == (0, [])


async def test_the_shops_rules_hold_here_too(client: httpx2.AsyncClient, auth: dict[str, str]) -> None:
    gone = await client.post(f"{CART}/lines", json={"sku": "RJ-RED-M", "quantity": 1}, headers=auth)
    assert (gone.status_code, gone.json()["error"]["code"]) == (409, "out_of_stock")
    unknown = await client.post(f"{CART}/lines", json={"sku": "NO", "quantity": 1}, headers=auth)
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "unknown_product")
    absent = await client.delete(f"{CART}/lines/{QUOTED}", headers=auth)
    assert (absent.status_code, absent.json()["error"]["code"]) == (404, "not_found")


async def test_a_quantity_below_one_is_refused_by_name(client: httpx2.AsyncClient, auth: dict[str, str]) -> None:
    response = await client.post(f"{CART}/lines", json={"sku": SKU, "quantity": -2}, headers=auth)
    assert response.status_code == 422
    assert "quantity" in response.json()["error"]["message"]
