"""What a dry run tells of the difference, and what every run tells of the shop's readiness."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.guardrails.addresses import Places
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from ingest.__main__ import app
from ingest.contradictions import contradictions
from ingest.readiness import Sites, lines, readiness
from ingest.report import lines as report_lines
from ingest.rows import Rejected
from ingest.run import Options
from tests.ingest.shop import Shop, csv_text, tee

RETURNS = "You may return anything within 30 days of delivery. Refunds take 5 business days."
ABOUT_HOSTS = (
    "pictures on hosts that are not named",
    "product pages on hosts that are not named",
    "documents with links to hosts that are not named",
)
FEES = "Standard shipping costs $4.90. Shipping is free for orders over $50. Express shipping costs $15."


def product(description: str = "A fine thing.", price: int = 1900, **more: object) -> Product:
    variants = (Variant("A-1", {}, Money(price), 3),)
    return Product("a", "A", "Things", variants, description=description, image="/a.jpg", **more)  # type: ignore[arg-type]  # each test passes what the field takes


def policy(text: str, name: str = "returns", kind: str = "policy") -> Document:
    return Document(id=name, title=name.title(), text=text, url=f"/pages/{name}", kind=kind, source=f"{name}.md")


def said(*products: Product, policies: tuple[Document, ...] = (policy(RETURNS), policy(FEES, "shipping"))) -> list[str]:
    return [f"{c.says} / {c.policy}" for c in contradictions(products, policies)]


async def test_a_dry_run_tells_each_change_with_before_and_after(shop: Shop) -> None:
    shop.write("products.csv", csv_text([tee("a", Vendor="Fern"), tee("b"), tee("gone")]))
    await shop.ingest()
    long = "The same beginning of a long description, " * 3
    shop.write("products.csv", csv_text([tee("a", Vendor="Moss", Variant_Price="21.00"), tee("b"), tee("new")]))
    shop.write("page.md", f"# Page\n\n{long}")
    report = await shop.ingest(options=Options(dry_run=True))
    told = [line.strip() for line in report_lines(report)]
    assert "changed product a, vendor: “Fern” -> “Moss”" in told
    assert "changed product a, A-1 price: “$19.00” -> “$21.00”" in told
    assert "added product new: New" in told
    assert "removed product gone" in told
    assert "added document page: Page" in told
    assert {change.key for change in report.differences} == {"a", "new", "gone", "page"}, "what stays is not told"
    change = json.loads(report.to_json())["differences"][0]
    assert change["fields"][0] == {"field": "vendor", "before": "Fern", "after": "Moss"}


async def test_a_change_deep_in_a_long_text_is_shown_where_it_is(shop: Shop) -> None:
    long = "A sentence that stays as it was. " * 20
    shop.write("page.md", f"# Page\n\n{long}Old end.")
    await shop.ingest()
    shop.write("page.md", f"# Page\n\n{long}New end.")
    report = await shop.ingest(options=Options(dry_run=True))
    (field,) = report.differences[0].fields
    assert "Old end." in field.before
    assert "New end." in field.after
    assert len(field.before) < 70


def test_a_feed_is_checked_without_a_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "products.csv").write_text(csv_text([tee("a"), tee("b", Variant_Price="")]), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "products.csv", "--json", "report.json"])
    assert result.exit_code == 1
    assert "products.csv, row 3, Variant Price: the price is missing; write it as in 49.00" in result.stdout
    assert "no picture: 1 of 1 (a)" in result.stdout
    assert "Dry run: nothing was written." in result.stdout
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".json"] == ["products.csv"]
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["readiness"]["gaps"][0] | {"examples": []} == {
        "about": "rows left out: no price", "count": 1, "of": 0, "examples": [],
        "hint": "they are not sold until they have one",
    }  # fmt: skip
    assert CliRunner().invoke(app, ["check", "nowhere"]).exit_code == 2


def test_a_complete_shop_has_nothing_to_be_told() -> None:
    documents = [policy(f"{RETURNS} Pay by credit card. Privacy matters."), policy(FEES, "shipping")]
    whole = product("A fine thing of oak, made by hand in our workshop.", attributes={"Material": "oak"})
    assert list(lines(readiness([whole], documents, []))) == []


def test_what_products_lack_is_counted_and_named() -> None:
    bare = Product("bare", "Bare", "", (Variant("B", {}, Money(100), 0, compare_at=Money(90)),))
    told = "\n".join(lines(readiness([bare, product()], [policy(RETURNS)], [])))
    for about in (
        "no picture: 1 of 2 (bare)", "no description: 1 of 2 (bare)", "no category: 1 of 2 (bare)",
        "sold out in every variant: 1 of 2 (bare)", "a price before that is not above the price: 1 of 2 (bare)",
        "a very short description: 1 of 2 (a)", "no document says anything about shipping",
        "1 of 2 products have a picture, a description and a category",
    ):  # fmt: skip
        assert about in told


def test_variants_without_a_value_for_an_option_are_told() -> None:
    variants = (Variant("A", {"Size": "S"}, Money(100), 1), Variant("B", {}, Money(100), 1))
    found = readiness([Product("tee", "Tee", "Tees", variants)], [], [])
    assert "variants that do not all have the same options" in {gap.about for gap in found.gaps}


def test_rows_left_out_for_want_of_a_price_are_counted() -> None:
    rejected = [Rejected("a.csv", 2, "the price is missing", "a"), Rejected("a.csv", 3, "the price is 0", "b")]
    rejected += [Rejected("a.csv", 4, "the price “4 EUR” is in EUR, the shop sells in USD", "c")]
    gaps = {gap.about: gap for gap in readiness([], [], rejected).gaps}
    assert gaps["rows left out: no price"].examples == ("a", "b")
    assert gaps["rows left out: a price in another currency"].count == 1


def test_products_that_stand_twice_are_told() -> None:
    one, other = product(), Product("b", "a", "Things", (Variant("B-1", {}, Money(5), 1, barcode="4006381333931"),))
    twin = Product("c", "C", "Things", (Variant("C-1", {}, Money(5), 1, barcode="4006381333931"),))
    assert [gap.examples for gap in readiness([one, other, twin], [], []).duplicates] == [("a = b",), ("B-1 = C-1",)]


@pytest.mark.parametrize(
    ("description", "contradiction"),
    [
        ("Final sale.", "Final sale / returns"),
        ("This item is non-returnable!", "non-returnable / returns"),
        ("90 day returns.", "90 day returns. / returns"),
        ("Nice. Send it back within two weeks.", "Send it back within two weeks. / returns"),
        ("With free shipping!", "free shipping / shipping"),
    ],
)
def test_a_promise_against_the_policy_is_told(description: str, contradiction: str) -> None:
    assert said(product(description)) == [contradiction]


@pytest.mark.parametrize(
    "description",
    [
        "Return within 30 days.", "30-day returns", "One month returns.", "Charges in 5 days.", "Two year warranty.",
        "The battery returns to full in 2 days of sun when delivered in winter.", "Comes back in black.",
    ],
)  # fmt: skip
def test_what_agrees_or_speaks_of_something_else_is_no_contradiction(description: str) -> None:
    assert said(product(description)) == []


def test_an_exception_that_the_policy_names_is_none() -> None:
    assert said(product("Final sale."), policies=(policy(f"{RETURNS} Clearance is final sale."),)) == []
    assert said(product("Free shipping.", price=6000)) == [], "free from $50, as the policy says"
    assert (
        said(product("Free shipping."), policies=(policy("Shipping is free. Express shipping is $9.", "shipping"),))
        == []
    )


def test_two_documents_that_disagree_are_told() -> None:
    faq = policy("How long? You have 14 days to return it.", "faq", kind="faq")
    assert said(policies=(policy(RETURNS), faq)) == ["You have 14 days to return it. / returns"]


def test_hosts_that_links_and_pictures_may_not_use_are_named() -> None:
    sites = Sites(Places(frozenset({"https://shop.example"})), Places(frozenset({"https://cdn.example"})))
    away = replace(product(), url="https://www.else.example/a", image="https://img.else.example/a.jpg")
    fine = replace(product(), handle="b", url="https://shop.example/b", image="https://cdn.example/b.jpg")
    page = policy("Track it at https://track.else.example/x, or see https://shop.example/help.")
    gaps = {gap.about: gap for gap in readiness([away, fine], [page], [], sites).gaps}
    pictures, pages, links = (gaps[about] for about in ABOUT_HOSTS)
    assert (pictures.count, pictures.of, pictures.examples) == (1, 2, ("img.else.example",))
    assert (pages.count, pages.of, pages.examples) == (1, 2, ("www.else.example",))
    assert (links.count, links.examples) == (1, ("track.else.example",))
    assert "ASSISTANT_PICTURE_HOSTS" in pictures.hint
    assert not set(ABOUT_HOSTS) & {gap.about for gap in readiness([away], [page], []).gaps}


def test_the_command_names_a_picture_host_until_the_settings_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "products.csv").write_text(
        csv_text([tee("a", Image_Src="https://cdn.example/a.jpg")]), encoding="utf-8"
    )
    assert "hosts that are not named: 1 of 1 (cdn.example)" in CliRunner().invoke(app, ["check", "products.csv"]).stdout
    monkeypatch.setenv("ASSISTANT_PICTURE_HOSTS", '["cdn.example"]')
    assert "cdn.example" not in CliRunner().invoke(app, ["check", "products.csv"]).stdout
