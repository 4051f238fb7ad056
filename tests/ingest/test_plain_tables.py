"""Tables of products, questions and documents in plain columns."""

from pathlib import Path

import pytest

from assistant.retrieval.library import Document
from assistant.shop.money import Money
from ingest.rows import Item, Noted
from tests.ingest.shop import products_of, reasons_of, rows_of


def documents(path: Path, text: str) -> list[Document]:
    path.write_text(text, encoding="utf-8")
    return [r.value for r in rows_of(path) if isinstance(r, Item) and isinstance(r.value, Document)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.csv"


def test_each_other_column_is_an_attribute(path: Path) -> None:
    path.write_text(
        "\ufeffName,ID,SKU,Internet Speed,Categories,Price,Stock\nFibre,1,F-1,10 Mb/s,Home > Internet,10,5\n",
        encoding="utf-8",
    )
    (fibre,) = products_of(rows_of(path))
    assert (fibre.handle, fibre.title, fibre.category, fibre.price) == ("f-1", "Fibre", "Internet", Money(1000))
    assert fibre.attributes == {"Internet Speed": "10 Mb/s"}


def test_rows_with_one_handle_differ_in_their_options(path: Path) -> None:
    path.write_text(
        "handle,title,sku,price,stock,Colour,Fabric\ntee,Tee,T-R,9.00,1,red,cotton\ntee,,T-B,9.50,0,blue,cotton\n",
        encoding="utf-8",
    )
    (tee,) = products_of(rows_of(path))
    assert [(v.sku, v.options, v.stock) for v in tee.variants] == [
        ("T-R", {"Colour": "red"}, 1),
        ("T-B", {"Colour": "blue"}, 0),
    ]
    assert tee.attributes == {"Fabric": "cotton"}


def test_a_shop_that_does_not_count_is_told_what_that_means(path: Path) -> None:
    path.write_text("title,sku,price\nMug,M,5\n", encoding="utf-8")
    noted, item = rows_of(path)
    assert isinstance(noted, Noted)
    assert "everything counts as in stock" in noted.reason
    assert products_of([item])[0].variants[0].stock == 1000


@pytest.mark.parametrize(
    ("price", "currency", "reason"),
    [
        ("€ 5.00", "", "the price “€ 5.00” is in EUR, the shop sells in USD"),
        ("5.00 €", "", "the price “€5.00” is in EUR, the shop sells in USD"),
        ("5.00", "gbp", "the price “5.00 GBP” is in GBP, the shop sells in USD"),
        ("GBP 5.00", "", "the price “GBP 5.00” is in GBP, the shop sells in USD"),
        ("1.234,50", "", "the price “1.234,50” is not an amount of money such as 49.00"),
    ],
)
def test_prices_in_another_currency_or_writing_are_never_guessed(
    path: Path, price: str, currency: str, reason: str
) -> None:
    path.write_text(f'title,sku,price,stock,currency\nMug,M,"{price}",1,{currency}\nJug,J,6,1,USD\n', encoding="utf-8")
    rows = rows_of(path)
    assert reasons_of(rows)[0].startswith(f"2: {reason}")
    assert [p.title for p in products_of(rows)] == ["Jug"]


def test_a_semicolon_file_has_decimal_commas(path: Path) -> None:
    path.write_text("title;sku;price;stock\nMug;M;1.234,50;1\n", encoding="utf-8")
    assert products_of(rows_of(path))[0].price == Money(123450)


def test_questions_with_answers_are_faqs_that_keep_their_id_when_they_move(path: Path) -> None:
    first = documents(path, "question,answer\nDo you ship?,Yes.\nGift wrap?,<b>Free.</b>\n")
    assert [(d.id, d.title, d.text, d.kind) for d in first] == [
        ("shop-do-you-ship", "Do you ship?", "Yes.", "faq"),
        ("shop-gift-wrap", "Gift wrap?", "Free.", "faq"),
    ]
    moved = documents(path, "question,answer\nGift wrap?,Free.\nDo you ship?,Yes.\n")
    assert {d.id for d in moved} == {d.id for d in first}


def test_documents_as_a_table_keep_their_address(path: Path) -> None:
    (roaming,) = documents(path, "Title,URL,Content\nRoaming,https://x.example/roaming,A dollar a minute.\n")
    assert (roaming.title, roaming.url, roaming.kind) == ("Roaming", "https://x.example/roaming", "page")


def test_an_answer_that_is_missing_or_a_question_that_stands_twice_is_told(path: Path) -> None:
    path.write_text("question,answer\nA?,\nB?,b\nB?,c\n", encoding="utf-8")
    assert reasons_of(rows_of(path)) == ["2: the document holds no text", "4: the question “B?” stands twice"]


def test_an_unknown_header_is_told_with_what_it_has_and_needs(path: Path) -> None:
    path.write_text("Produkt,Artikel,Prise\nMug,M,5\n", encoding="utf-8")
    (reason,) = reasons_of(rows_of(path))
    assert "no column title, sku and price" in reason
    assert "it has “Produkt”, “Artikel”, “Prise”; perhaps “prise” should be “price”" in reason


def test_the_first_line_of_a_text_is_its_title(tmp_path: Path) -> None:
    path = tmp_path / "returns.txt"
    (returns,) = documents(path, "Returns\n\nWithin 30 days.\n")
    assert (returns.id, returns.title, returns.text) == ("returns", "Returns", "Within 30 days.")
    (short,) = documents(path, "Only one line.")
    assert (short.title, short.text) == ("Returns", "Only one line.")


@pytest.mark.parametrize("rows", [10, 2500])
def test_only_a_big_table_tells_how_far_it_is_read(path: Path, rows: int) -> None:
    told: list[tuple[int, int]] = []
    lines = "".join(f"Mug {n},M{n},5,1\n" for n in range(rows))
    path.write_text(f"title,sku,price,stock\n{lines}", encoding="utf-8")
    rows_of(path, tick=lambda done, total: told.append((done, total)))
    size = path.stat().st_size
    assert told[-1:] == ([(size, size)] if rows > 1000 else [])
    assert len(told) == (3 if rows > 1000 else 0)
