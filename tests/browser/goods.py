"""A few made-up goods and replies, in the contract's own shapes."""

from datetime import datetime

from assistant.conversation import Card, CartView, Choice, Citation, Confirmation, ModelUse, Moved, Price, Reply


def price(minor: int) -> Price:
    return Price(minor=minor, currency="USD", text=f"${minor / 100:,.2f}")


def choice(sku: str, label: str, minor: int, left: int = 30, was: int | None = None) -> Choice:
    stock = "out of stock" if left == 0 else "low stock" if left < 4 else "in stock"
    return Choice(
        sku=sku,
        label=label,
        price=price(minor),
        compare_at=price(was) if was else None,
        stock=stock,
        left=left if stock == "low stock" else None,
    )


def card(handle: str, title: str, vendor: str, *choices: Choice) -> Card:
    open_choices = [c for c in choices if c.stock != "out of stock"] or list(choices)
    first = open_choices[0]
    return Card(
        handle=handle,
        title=title,
        vendor=vendor,
        image=f"/pictures/{handle}.svg",
        url=f"/shop/products/{handle}",
        price=first.price,
        compare_at=first.compare_at,
        stock=first.stock,
        choices=choices,
    )


JACKETS = (
    card(
        "rill-shell-jacket",
        "Rill Shell Jacket",
        "Fenwick & Rowe",
        choice("RSJ-NVY-S", "navy / S", 12900, was=15900),
        choice("RSJ-NVY-M", "navy / M", 12900, left=3, was=15900),
        choice("RSJ-NVY-L", "navy / L", 12900, left=0, was=15900),
    ),
    card("moorgate-parka", "Moorgate Waxed Parka", "Tarn Supply", choice("MWP-OLV-M", "olive / M", 14800, left=2)),
    card(
        "drift-packable-anorak",
        "Drift Packable Anorak",
        "Larkfield",
        choice("DPA-RST-S", "rust / S", 8450),
        choice("DPA-RST-M", "rust / M", 8950),
    ),
    card("cairn-rain-cape", "Cairn Rain Cape for Long, Wet Walks", "Tarn Supply", choice("CRC-ONE", "", 5900, left=0)),
)

HOSTILE = card(
    "hostile",
    "<img src=x onerror=\"window.pwned='title'\">",
    "<script>window.pwned='vendor'</script>",
    choice("H-1", "<b onclick=\"window.pwned='label'\">one</b>", 100),
    choice("H-2", '" onfocus="window.pwned=1" x="', 100),
).model_copy(update={"url": "javascript:window.pwned='url'", "image": "javascript:window.pwned='image'"})

HOSTILE_WORDS = (
    "Hello <img src=x onerror=\"window.pwned='text'\"> **<script>window.pwned=1</script>** "
    "[press me](javascript:window.pwned='link') [or me](data:text/html,x) [http](http://elsewhere.example/) "
    "[good](https://shop.example/help) [near](/pages/returns)"
)

RETURNS = Citation(
    title="Returns and refunds",
    url="/pages/returns",
    quote="You have 45 days from delivery to send an item back. It must be unworn, with its tags on.",
)


def reply(text: str, cart: CartView, **given: object) -> Reply:
    model = ModelUse(name="offline", kind="offline", prompt="0" * 8)
    return Reply.model_validate({"turn_id": "t1", "text": text, "cart": cart, "model": model, **given})


def proposal(expires_at: datetime) -> Confirmation:
    return Confirmation(
        id="c1",
        effect="Cancel order #1042.\nAll of it is cancelled: 1 × Anorak.\n$84.00 goes back to your PayPal at once.",
        title="Cancel order #1042",
        lines=("All of it is cancelled: 1 × Anorak.",),
        movements=(Moved(way="refund", amount=price(8400), method="PayPal", when="at once"),),
        expires_at=expires_at,
    )
