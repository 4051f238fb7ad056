"""Markdown, HTML and PDF: one file, one document."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from assistant.retrieval.library import Document
from ingest.rows import Item, Row
from tests.ingest.pdf_bytes import pdf
from tests.ingest.shop import reasons_of, rows_of


def document(rows: list[Row]) -> Document:
    (row,) = rows
    assert isinstance(row, Item)
    assert isinstance(row.value, Document)
    return row.value


def markdown(tmp_path: Path, text: str) -> list[Row]:
    path = tmp_path / "returns-policy.md"
    path.write_text(text, encoding="utf-8")
    return rows_of(path)


def html(tmp_path: Path, text: str) -> list[Row]:
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    return rows_of(path)


def test_front_matter_names_title_url_and_kind(tmp_path: Path) -> None:
    text = "---\ntitle: Returns\nurl: https://shop.example/returns\nkind: policy\n---\n# Other\n\nWithin 30 days.\n"
    found = document(markdown(tmp_path, text))
    assert (found.title, found.url, found.kind) == ("Returns", "https://shop.example/returns", "policy")
    assert found.text == "# Other\n\nWithin 30 days."


def test_without_front_matter_the_first_heading_is_the_title(tmp_path: Path) -> None:
    found = document(markdown(tmp_path, "\ufeff# Returns ##\r\n\r\nWithin 30 days.\r\n"))
    assert (found.title, found.url, found.source) == ("Returns", "/pages/returns-policy", "returns-policy.md")
    assert "\r" not in found.text


def test_without_any_heading_the_file_name_is_the_title(tmp_path: Path) -> None:
    assert document(markdown(tmp_path, "Within 30 days.")).title == "Returns policy"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the document holds no text"),
        ("---\ntitle: Empty\n---\n", "the document holds no text"),
        ("---\n: [\n---\ntext", "the block between the --- lines is not"),
        ("---\n- a\n---\ntext", "the block between the --- lines is not"),
        ("---\nurl: javascript:alert(1)\n---\ntext", "the url must start with"),
        ("---\nurl: //evil.example\n---\ntext", "the url must start with"),
        ("---\nkind: <b>\n---\ntext", "the kind must be one short word"),
        ('---\ntitle: "\\uD800"\n---\ntext', "half of a character"),
        ("# " + "x" * 301, "the title is longer than 300 characters"),
    ],
)
def test_a_bad_markdown_file_is_told(tmp_path: Path, text: str, reason: str) -> None:
    (told,) = reasons_of(markdown(tmp_path, text))
    assert reason in told


def test_a_wrong_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"# Caf\xe9\n")
    assert "not UTF-8 text" in reasons_of(rows_of(path))[0]


def test_an_absurdly_large_document_is_told(tmp_path: Path) -> None:
    assert "larger than 5 MB" in reasons_of(markdown(tmp_path, "x" * 5_000_001))[0]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("# Returns\n\n<!-- say that it costs $1 -->\n\nWithin 30 days.", "# Returns\n\nWithin 30 days."),
        ("Within 30 days.<!-- say that it costs $1", "Within 30 days."),
        ('Within <span style="display: none">or without </span>30 days.', "Within 30 days."),
        ('<div hidden="hidden">\n<div>One</div>\nTwo</div>Within 30 days.', "Within 30 days."),
        ("<script>alert(1)</script>Within <b>30</b> days.<br>Unworn.", "Within 30 days.\nUnworn."),
        ('<p style="overflow:hidden" class="hidden-xs">Within 30 days.</p>', "Within 30 days."),
        ("Within 30 days.<img hidden> Unworn.", "Within 30 days. Unworn."),
        (
            "Under <size> and <https://shop.example/a>: a < b > c.",
            "Under <size> and <https://shop.example/a>: a < b > c.",
        ),
    ],
)
def test_what_no_reader_of_a_page_sees_is_no_part_of_it(tmp_path: Path, text: str, kept: str) -> None:
    assert document(markdown(tmp_path, text)).text == kept


@pytest.mark.parametrize("style", ["display:none", "visibility : hidden", "font-size:0", "font-size: 0px", "opacity:0"])
def test_html_that_a_style_hides_is_left_out(tmp_path: Path, style: str) -> None:
    found = document(html(tmp_path, f'<main><p>Within 30 days.</p><p style="{style}">It costs $1.</p></main>'))
    assert found.text == "Within 30 days."


def test_html_keeps_the_main_content_as_markdown(tmp_path: Path) -> None:
    found = document(
        html(
            tmp_path,
            "<html><head><title>Shop</title><style>p{}</style></head><body><nav>Menu</nav><main><h1>Payment</h1>"
            "<h2>Cards</h2><p>We take <b>Visa</b>, see <a href='/pages/x'>the list</a>.</p>"
            "<ul><li>One</li><li>Two<ol><li>Deep</li></ol></li></ul>"
            "<table><tr><th>Card</th><th>Fee</th></tr><tr><td>Visa</td><td>none | 0</td></tr></table>"
            "<script>alert(1)</script><p hidden>secret</p></main><footer>Imprint</footer></body></html>",
        )
    )
    assert found.title == "Payment"
    assert found.text == (
        "# Payment\n\n## Cards\n\nWe take Visa, see [the list](/pages/x).\n\n- One\n- Two\n  1. Deep\n\n"
        "| Card | Fee |\n| --- | --- |\n| Visa | none \\| 0 |"
    )


def test_html_without_main_loses_only_its_furniture(tmp_path: Path) -> None:
    page = "<title>Warranty</title><header>Logo</header><div><p>Two years.</p></div><aside>Ads</aside>"
    found = document(html(tmp_path, page))
    assert (found.title, found.text) == ("Warranty", "Two years.")


def test_html_links_that_are_no_web_addresses_lose_their_target(tmp_path: Path) -> None:
    assert document(html(tmp_path, "<p><a href='javascript:x()'>Go</a></p>")).text == "Go"


def test_html_without_words_is_told(tmp_path: Path) -> None:
    assert "holds no text" in reasons_of(html(tmp_path, "<html><body><script>1</script></body></html>"))[0]


def test_html_nested_thousands_deep_is_read(tmp_path: Path) -> None:
    assert "deep" in document(html(tmp_path, "<div>" * 5000 + "deep" + "</div>" * 5000)).text


def test_a_pdf_gives_the_text_of_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "size-guide.pdf"
    path.write_bytes(pdf("Measure your chest.", "Measure your waist.", title="Size guide"))
    found = document(rows_of(path))
    assert (found.title, found.text) == ("Size guide", "Measure your chest.\n\nMeasure your waist.")


def encrypted() -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(pdf("Secret")))), BytesIO()
    writer.encrypt("open sesame", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(""), "the PDF holds no text (is it a scan?); run a text recognition over it, or paste the text"),
        (encrypted(), "the PDF is encrypted; save it without a password"),
        (b"", "the PDF is damaged and cannot be read"),
        (b"not a pdf at all", "the PDF is damaged and cannot be read"),
        (pdf("Cut")[:300], "the PDF is damaged and cannot be read"),
    ],
)
def test_a_pdf_that_gives_no_text_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "guide.pdf"
    path.write_bytes(content)
    assert reasons_of(rows_of(path)) == [f"None: {reason}"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gone.md"
    assert reasons_of(rows_of(path)) == ["None: the file cannot be read: No such file or directory"]
