"""What a page may quote of the rules for selling is what the bill goes by."""

from assistant.shop.selling.quoting import quotable
from assistant.shop.selling.rules import SellingRules

RULES = SellingRules.model_validate({
    "limits": {"most_of_one": 9, "most_lines": 8, "most_total": "5000", "cart_days": 7},
    "reserve_minutes": 45,
    "discounts": [
        {"name": "Ten off", "code": "TEN-10", "percent": "10.0", "minimum": "30"},
        {"name": "Fünf!", "amount": "5"},
        {"name": "Post on us", "code": "POST", "free_shipping": True},
    ],
    "shipping": {"zones": [
        {"countries": ["US"], "methods": [
            {"name": "Standard", "price": "4.95", "free_from": "60", "days": "3 to 5 working days"},
            {"name": "速達", "price": "9"},
        ]},
        {"countries": ["*"], "methods": [{"name": "standard", "price": "12"}]},
    ]},
})  # fmt: skip


def test_every_rule_can_be_quoted_in_words() -> None:
    assert quotable(RULES, "EUR") == {
        "shipping_standard_price": "€4.95",
        "shipping_standard_free_from": "€60.00",
        "shipping_standard_days": "3 to 5 working days",
        "shipping_other_price": "€9.00",
        "shipping_standard_2_price": "€12.00",
        "discount_ten_10": "10%",
        "discount_ten_10_minimum": "€30.00",
        "discount_funf": "€5.00",
        "most_of_one": "9",
        "most_lines": "8",
        "most_total": "€5,000.00",
        "cart_days": "7",
        "reserve_minutes": "45",
        "reserve_time": "45 minutes",
    }


def test_what_has_no_limit_quotes_none() -> None:
    assert "most_total" not in quotable(SellingRules(), "USD")


def test_the_time_to_pay_is_told_in_hours_where_it_is_whole_ones() -> None:
    times = {
        minutes: quotable(SellingRules(reserve_minutes=minutes), "USD")["reserve_time"] for minutes in (30, 60, 1440)
    }
    assert times == {30: "30 minutes", 60: "1 hour", 1440: "24 hours"}
