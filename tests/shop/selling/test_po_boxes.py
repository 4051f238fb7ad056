"""A method that does not go to boxes of the post is not offered for one, and the shopper hears why."""

from datetime import UTC, datetime

import pytest

from assistant.shop.checkout.missing import missing
from assistant.shop.checkout.records import Contact, Details
from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.bill import Basket, Bill, Terms, bill
from assistant.shop.selling.discounts import Used
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.po_boxes import is_po_box
from assistant.shop.selling.rules import SellingRules
from assistant.shop.selling.taxes import RuleTaxes


def at(line1: str, country: str, line2: str = "") -> Address:
    return Address(line1, "Town", "12345", country, line2)


@pytest.mark.parametrize(
    ("line1", "country"),
    [
        ("PO Box 123", "US"),
        ("P.O. Box 123", "US"),
        ("p o box #45", "US"),
        ("POB 7", "US"),
        ("Post Office Box 99, Suite 4", "US"),
        ("PO Box 99, Suite 4, 12345", "US"),
        ("P.O. Box N-4911", "BS"),
        ("PO Box No. 8, Main Post Office", "AE"),
        ("General Delivery", "US"),
        ("GPO Box 2890", "AU"),
        ("Locked Bag 20", "AU"),
        ("Parcel Locker 10156 12345", "AU"),
        ("Private Bag 39990", "NZ"),
        ("Postfach 12 34 56", "DE"),
        ("Packstation 145", "DE"),
        ("Case postale 312", "CH"),
        ("Postfach", "CH"),
        ("BP 90123", "FR"),
        ("CS 30001", "FR"),
        ("C.P. 55, succ. A", "CA"),
        ("Postbus 1234", "NL"),
        ("Apartado de Correos 27", "ES"),
        ("Apdo. 27", "MX"),
        ("Apartado 1032", "PT"),
        ("Caixa Postal 501", "BR"),
        ("Casilla de Correo 44", "AR"),
        ("Casella postale 12", "IT"),
        ("Postboks 77 Sentrum", "NO"),
        ("Box 5305", "SE"),
        ("PL 12", "FI"),
        ("Skrytka pocztowa 8", "PL"),
        ("Pf. 34", "HU"),
        ("新宿郵便局私書箱5号", "JP"),
        ("사서함 12호", "KR"),
        ("а/я 15", "RU"),
    ],
)
def test_boxes_are_known_as_each_country_writes_them(line1: str, country: str) -> None:
    assert is_po_box(at(line1, country))
    assert is_po_box(at("c/o Lark", country, line1))


@pytest.mark.parametrize(
    ("line1", "country", "line2"),
    [
        ("12 Boxwood Lane", "US", ""),
        ("5 Box Hill Road", "GB", ""),
        ("RR 2 Box 152", "US", ""),
        ("Box 12", "US", ""),
        ("123 Main St", "US", "PO Box 45"),
        ("PO Box 45, 123 Main St", "US", ""),
        ("14 rue de la Paix", "FR", "BP 12"),
        ("Postfachweg 3", "DE", ""),
        ("Alte Post 4", "DE", ""),
        ("Rue Neuve 5 boîte 12", "BE", ""),
        ("Kerkstraat 5 bus 3", "BE", ""),
        ("Calle 5, C.P. 06600", "MX", ""),
        ("Via Roma 1", "IT", "CP 12"),
        ("Plattenweg 12", "FI", ""),
        ("Bpstraat 9", "NL", ""),
        ("Rose Cottage", "GB", ""),
    ],
)
def test_a_street_is_no_box_and_one_beside_a_box_is_where_it_goes(line1: str, country: str, line2: str) -> None:
    assert not is_po_box(at(line1, country, line2))


RULES = SellingRules.model_validate(
    {
        "shipping": {
            "zones": [
                {
                    "countries": ["US"],
                    "methods": [
                        {"name": "Post", "price": "5"},
                        {"name": "Letter", "price": "3", "never": [{"sku": "CUP"}]},
                        {"name": "Courier", "price": "9", "po_boxes": False},
                        {"name": "Van", "price": "9", "po_boxes": False, "never": [{"sku": "CUP"}]},
                    ],
                },
                {"countries": ["DE"], "methods": [{"name": "Kurier", "price": "9", "po_boxes": False}]},
            ],
        }
    }
)
CUP = Goods("CUP", "Cup", 1, Money(1000))


async def billed(to: Address | None, method: str = "") -> Bill:
    terms = Terms(RULES, Used(), datetime(2026, 11, 22, tzinfo=UTC), "USD")
    return await bill(Basket((CUP,), to=to, method=method), terms, RuleTaxes(RULES.taxes))


def lacks(found: Bill, to: Address) -> tuple[str, ...]:
    return missing([CUP], Details(Contact("Ada", "ada@example.com"), to), found, "the parcel")


async def test_a_method_that_goes_to_no_box_is_not_offered_for_one_and_that_is_said() -> None:
    found = await billed(at("PO Box 1", "US"), "Courier")
    assert [method.name for method in found.methods] == ["Post"]
    assert found.shipping is not None
    assert found.shipping.name == "Post"
    assert found.hints == ("Courier does not go to PO boxes.",)
    assert lacks(found, at("PO Box 1", "US")) == ()


async def test_to_a_street_everything_goes_and_nothing_is_said() -> None:
    for to in (at("1 Main St", "US"), None):
        found = await billed(to, "Courier")
        assert found.hints == ()
    assert [method.name for method in (await billed(at("1 Main St", "US"))).methods] == ["Post", "Courier"]


async def test_where_nothing_goes_to_a_box_a_street_is_asked_for() -> None:
    to = at("Postfach 12", "DE")
    found = await billed(to)
    assert found.methods == ()
    assert lacks(found, to) == ("We cannot send this to a PO box. Please tell me a street address.",)
    far = at("PO Box 1", "FR")
    assert lacks(await billed(far), far) == ("We cannot send what is in your cart to FR. A person can tell you more.",)
