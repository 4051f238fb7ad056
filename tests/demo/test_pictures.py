from xml.etree import ElementTree as ET

import pytest

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from assistant.web.pictures import SILHOUETTES, kind_of, picture, picture_of
from assistant.web.pictures.colours import WORDS, lightness, paint
from tests.demo.files import listings

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", sorted(SILHOUETTES))
def test_every_silhouette_is_well_formed_named_and_without_styles(kind: str) -> None:
    root = ET.fromstring(picture("a", "A <thing> & 'more\"", kind, "Sage green"))  # noqa: S314  # our own drawing
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "A <thing> & 'more\""
    assert root.get("aria-labelledby") == "t"
    assert not [each for each in root.iter() if each.tag in {f"{SVG}style", f"{SVG}script"} or each.get("style")]


def test_silhouettes_differ() -> None:
    drawn = {picture("a", "A", kind, "navy") for kind in SILHOUETTES}
    assert len(drawn) == len(SILHOUETTES) >= 25


def test_a_hostile_title_or_color_stays_text() -> None:
    drawn = picture('"><script>', "</title><script>alert(1)</script>", "no such kind", '"/><script>')
    assert "<script" not in drawn
    assert ET.fromstring(drawn).findtext(f"{SVG}title") == "</title><script>alert(1)</script>"  # noqa: S314  # ours


def test_the_color_of_the_product_tints_it() -> None:
    assert picture("a", "A", "dress", "Poppy red") != picture("a", "A", "dress", "Navy")
    assert WORDS["poppy"] in picture("a", "A", "dress", "Poppy red")
    assert "#12ab9f" in picture("a", "A", "dress", "#12AB9F")


def test_a_shade_wins_over_the_plain_color_beside_it() -> None:
    assert paint("Sage green", "x") == WORDS["sage"]
    assert paint("Bright green", "x") == WORDS["green"]
    assert paint("", "x") == paint("no color word", "x") != paint("", "y")


def test_white_goods_stand_out_from_their_backdrop() -> None:
    drawn = ET.fromstring(picture("a", "A", "shirt", "White"))  # noqa: S314  # our own drawing
    backdrop = drawn.find(f"{SVG}rect")
    assert backdrop is not None
    assert lightness(WORDS["white"]) - lightness(backdrop.get("fill", "")) > 0.15


@pytest.mark.parametrize(
    ("category", "title", "kind"),
    [
        ("Dresses", "Isolde Merino Sweater Dress", "dress"),
        ("Dress shoes", "Whitlock Leather Derby Shoes", "dress shoe"),
        ("Hiking boots", "Cairn Mid Waterproof Hiking Boots (Men's)", "boot"), ("Tents", "Fernhollow 2 Tent", "tent"),
        ("Kids' clothing", "Kids' Puddlejump Rain Jacket", "jacket"), ("Cookware", "Ironbark Cast Iron Skillet", "pan"),
        ("Kettles", "Hob Whistle Stovetop Kettle", "kettle"), ("Earbuds", "Pebble ANC Earbuds", "earbuds"),
        ("Gift cards", "Larkfield E-Gift Card", "gift card"), ("Lamps", "Lumen", "lamp"), ("", "Nameless", "box"),
    ],
)  # fmt: skip
def test_words_choose_the_silhouette(category: str, title: str, kind: str) -> None:
    assert kind_of(category, title) == kind


def test_nearly_every_product_of_the_shop_has_its_own_silhouette() -> None:
    kinds = [kind_of(listing.head["Type"], listing.head["Title"]) for listing in listings()]
    assert len(set(kinds)) >= 60
    assert kinds.count("box") <= 5
    assert set(kinds) <= set(SILHOUETTES)


def test_a_product_is_drawn_in_the_color_of_its_first_variant() -> None:
    variant = Variant("S", {"Color": "Poppy red"}, Money(100), 1)
    product = Product("tea-dress", "Tea Dress", "Dresses", (variant,), attributes={"Color": "navy"})
    assert picture_of(product) == picture("tea-dress", "Tea Dress", "dress", "Poppy red")


@pytest.mark.parametrize(
    "told", ["Tea\0Dress", "Tea\x0cDress", "Tea\x1bDress", "Tea\ufffeDress", "Tea <b>&</b> Dress", "\u202eTea"]
)
def test_a_picture_of_any_title_is_well_formed(told: str) -> None:
    root = ET.fromstring(picture("tea", told, "dress", "red"))  # noqa: S314  # our own drawing
    assert "Tea" in str(root.findtext(f"{SVG}title"))
