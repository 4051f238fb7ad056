"""The policies say in words what the products and the generator say in figures."""

import re
from decimal import Decimal

import pytest

from assistant.shop.selling.rules import Scope
from demo.build import terms
from tests.demo.files import DEMO, Listing, as_shown, listings, policy, section, selling, table

LISTINGS = listings()
UNOPENED_TYPES = {"Earbuds", "Pillows", "Socks & underwear", "Candles", "Coffee beans", "Hydration"}
RETURNS = policy("returns-and-exchanges.md")
SHIPPING = policy("shipping.md")


def off_percent(listing: Listing) -> float:
    """The deepest reduction of any variant."""
    pairs = [(Decimal(r["Variant Price"]), r["Variant Compare At Price"]) for r in listing.rows]
    return max((float(100 * (1 - price / Decimal(was))) for price, was in pairs if was), default=0.0)


def warranty_class(listing: Listing) -> str | None:
    """Where a product belongs in the warranty policy's table, worked out from its type and department."""
    kind, department = listing.head["Type"], listing.fact("Department")
    by_type = {
        "Kids' clothing": "Clothing", "Kids' shoes": "Footwear", "Kids' bags": "Bags & luggage",
        "Kids' lighting": "Electronics & audio", "Lighting": "Electronics & audio",
        "Cookware": "Cookware & knives", "Knives": "Cookware & knives", "Coffee beans": None, "Candles": None,
    }  # fmt: skip
    by_department = {
        "Women's clothing": "Clothing", "Men's clothing": "Clothing", "Outdoor & camping": "Outdoor & camping gear",
        "Kitchen & coffee": "Kitchenware", "Kids & toys": "Toys", "Beauty & care": None, "Gift cards": None,
    }  # fmt: skip
    if "Food Wraps" in listing.head["Title"]:
        return None
    return by_type[kind] if kind in by_type else by_department.get(department, department)


def test_each_products_warranty_is_the_policys() -> None:
    promised = dict(table(section(policy("warranty.md"), "How long it lasts")))
    assert promised == {name: f"{years} year{'s' * (years > 1)}" for name, years in terms.WARRANTY_YEARS.items()}
    for listing in LISTINGS:
        kind = warranty_class(listing)
        assert listing.fact("Warranty") == (promised[kind] if kind else ""), listing.head["Title"]


def test_final_sale_is_exactly_what_is_reduced_by_forty_percent_or_more() -> None:
    final = {listing.head["Handle"] for listing in LISTINGS if listing.fact("Returns").startswith("Final sale")}
    deep = {listing.head["Handle"] for listing in LISTINGS if off_percent(listing) >= terms.FINAL_SALE_FROM_PERCENT}
    assert len(final) >= 3
    assert final == deep
    assert f"reduced by {terms.FINAL_SALE_FROM_PERCENT}% or more are final sale" in section(RETURNS, "Final sale")


def test_hygiene_goods_and_only_they_must_come_back_unopened() -> None:
    listed = section(RETURNS, "Items we only take back unopened")
    words = ("earbuds", "pillows", "socks and underwear", "Beauty & care", "candles", "coffee beans", "water filters")
    assert len(re.findall("^- ", listed, re.MULTILINE)) == len(words)
    assert all(word in listed for word in words)
    for listing in LISTINGS:
        hygienic = listing.head["Type"] in UNOPENED_TYPES or listing.fact("Department") == "Beauty & care"
        assert ("unopened" in listing.fact("Returns")) == hygienic, listing.head["Title"]


def test_swimwear_comes_back_with_its_liner() -> None:
    for listing in LISTINGS:
        assert ("liner" in listing.fact("Returns")) == (listing.head["Type"] == "Swimwear"), listing.head["Title"]


def test_the_return_window_is_the_same_everywhere() -> None:
    assert f"within {terms.RETURN_DAYS} days of delivery" in section(RETURNS, "The 30-day rule")
    windows = {listing.fact("Returns").split(",")[0] for listing in LISTINGS}
    assert windows == {f"{terms.RETURN_DAYS} days", "Final sale", "Not returnable"}
    assert f"${terms.RETURN_LABEL}, taken off the refund" in RETURNS


def test_gift_cards_are_sold_and_handled_as_their_policy_says() -> None:
    cards = {listing.head["Title"]: listing for listing in LISTINGS if listing.head["Gift Card"] == "TRUE"}
    amounts = section(policy("gift-cards.md"), "Amounts")
    for title, listing in cards.items():
        promised = re.search(rf"{title} comes in ([^.]*)", amounts)
        assert promised
        assert re.findall(r"\$\d+", promised[1]) == [row["Option1 Value"] for row in listing.rows]
        assert [f"${Decimal(row['Variant Price']):.0f}" for row in listing.rows] == re.findall(r"\$\d+", promised[1])
        assert listing.fact("Returns") == "Not returnable"
        assert listing.fact("Expires") == "never"
    assert len(cards) == 2
    assert {cards["Larkfield E-Gift Card"].head["Variant Requires Shipping"]} == {"FALSE"}


@pytest.mark.parametrize(
    ("service", "cost"),
    [("Standard", terms.STANDARD_SHIPPING), ("Express", terms.EXPRESS_SHIPPING),
     ("Remote", terms.REMOTE_SHIPPING), ("Canada", terms.CANADA_SHIPPING)],
)  # fmt: skip
def test_the_shipping_table_names_the_generators_charges(service: str, cost: Decimal) -> None:
    costs = {row[0]: row[2] for row in table(section(SHIPPING, "What shipping costs"))}
    assert costs[service].split(",")[0] == f"${cost}"


def test_no_code_takes_anything_off_final_sale_items_or_gift_cards() -> None:
    final = {listing.head["Handle"] for listing in LISTINGS if listing.fact("Returns").startswith("Final sale")}
    for discount in selling().discounts:
        assert {scope.handle for scope in discount.never if scope.handle} == final
        assert Scope(category="Gift cards") in discount.never


def test_what_a_rule_for_selling_names_is_sold() -> None:
    rules = selling()
    methods = [method for zone in rules.shipping.zones for method in zone.methods]
    scopes = [*rules.shipping.unshipped, *rules.shipping.uncounted]
    scopes += [scope for discount in rules.discounts for scope in discount.never]
    scopes += [scope for rule in rules.goes_with for scope in (rule.of, rule.suggest)]
    scopes += [scope for method in methods for scope in (*method.never, *method.free_alone)]
    handles, types = {one.head["Handle"] for one in LISTINGS}, {one.head["Type"] for one in LISTINGS}
    assert {scope.handle for scope in scopes if scope.handle} <= handles
    assert {scope.category for scope in scopes if scope.category} <= types


def test_free_shipping_starts_at_one_figure_in_all_documents() -> None:
    named = f"${terms.FREE_SHIPPING_FROM}"
    for path in [DEMO / "policies/shipping.md", DEMO / "faqs/shipping-and-delivery.md", DEMO / "README.md"]:
        lines = [line for line in as_shown(path).splitlines() if re.search(r"free (from|when)", line)]
        assert lines, path.name
        assert all(named in line for line in lines), path.name


def test_every_dollar_amount_of_the_questions_is_a_products_or_a_policys() -> None:
    known = " ".join(as_shown(path) for path in sorted((DEMO / "policies").iterdir()))
    # The value from which a parcel is signed for is told in the questions alone.
    alone = {"$500.00"}
    for path in sorted((DEMO / "faqs").glob("*.md")):
        amounts = set(re.findall(r"\$\d+(?:\.\d\d)?", as_shown(path))) - alone
        assert [amount for amount in amounts if amount not in known] == [], path.name


def test_unpaid_orders_are_kept_as_long_as_the_checkout_keeps_them() -> None:
    assert selling().reserved_for == terms.UNPAID_ORDER_LIFE
    for name in ("policies/payment.html", "policies/order-changes.md", "faqs/orders.md"):
        assert "$reserve_time" in (DEMO / name).read_text(encoding="utf-8")
        assert "24 hours" in as_shown(DEMO / name), name


def test_no_page_promises_what_no_rule_of_the_shop_keeps() -> None:
    texts = " ".join(as_shown(path) for room in ("policies", "faqs") for path in sorted((DEMO / room).iterdir()))
    for promise in ("first order", "link in the order e-mail", "$5.00 an order", "48 hours"):
        assert promise not in texts
    assert all(one.per_customer == 1 for one in selling().discounts)


def test_there_are_enough_questions_each_with_an_answer_and_asked_once() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((DEMO / "faqs").glob("*.md"))]
    questions = re.findall(r"^## (.+)\n(.+)$", "\n".join(texts), re.MULTILINE)
    assert len(questions) == "\n".join(texts).count("\n## ") >= 60
    assert len({question for question, _ in questions}) == len(questions)
    assert all(len(answer) > 20 for _, answer in questions)


def test_policies_come_as_markdown_and_as_html() -> None:
    names = sorted(path.suffix for path in (DEMO / "policies").iterdir())
    assert names.count(".html") >= 2
    assert names.count(".md") >= 4
