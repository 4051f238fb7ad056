"""Files made to harm: each ends soon, in a sentence, with nothing fetched, nothing expanded and the rest taken."""

import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.discover import Reading, discover
from ingest.rows import FeedFile, Skipped
from tests.ingest.office_bytes import paragraph, sheet, word, workbook, zipped
from tests.ingest.pdf_bytes import pdf
from tests.ingest.shop import csv_text, products_of, reasons_of, rows_of, tee

LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {n} "{f"&{m};" * 10}">' for m, n in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "{}">]>'
PLAIN: list[list[object]] = [["title", "sku", "price", "stock"], ["Mug", "M", 5, 1]]
MOST_SECONDS = 10
MOST_BYTES = 150_000_000


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    tracemalloc.start()
    begun = time.process_time()  # a busy machine says nothing of a file
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - begun < MOST_SECONDS
    assert peak < MOST_BYTES


def only_reason(path: Path) -> str:
    (reason,) = reasons_of(rows_of(path))
    return reason


@pytest.mark.owasp("LLM05:2026", "API7:2023")
@pytest.mark.parametrize(
    "declaration", [LAUGHS, OUTSIDE.format("file:///etc/passwd"), OUTSIDE.format("http://127.0.0.1:9/x")]
)
def test_a_feed_with_entities_is_refused_unread(tmp_path: Path, declaration: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        f"<?xml version='1.0'?>{declaration}<rss><item><title>&j;&a;</title></item></rss>", encoding="utf-8"
    )
    reason = only_reason(path)
    assert "declares a document type or entities" in reason
    assert "root:" not in reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_inside_an_office_file_are_refused(tmp_path: Path, encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}<worksheet>&j;</worksheet>'.encode(encoding)
    for name, members in {
        "a.xlsx": workbook("") | {"xl/worksheets/sheet1.xml": bomb},
        "b.docx": word("") | {"word/document.xml": bomb},
    }.items():
        (tmp_path / name).write_bytes(zipped(members))
        assert "XML declares a document type or entities" in only_reason(tmp_path / name)


def test_xml_that_never_closes_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<rss>" + "<a>" * 1_000_000, encoding="utf-8")
    assert "nested more than 30 deep" in only_reason(path)


def test_items_before_a_break_in_the_xml_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    item = "<item><id>M</id><title>Mug</title><price>5 USD</price><availability>in stock</availability></item>"
    path.write_text(f"<rss><channel>{item}<item><id>J</id>", encoding="utf-8")
    rows = rows_of(path)
    assert [p.title for p in products_of(rows)] == ["Mug"]
    assert "not well-formed XML" in reasons_of(rows)[0]


def test_an_archive_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    for name, members in {"a.xlsx": workbook(sheet(PLAIN)), "b.docx": word(paragraph("x"))}.items():
        path = tmp_path / name
        path.write_bytes(zipped(members))
        with (
            zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
            archive.open(f"{_folder(name)}/z.xml", "w") as out,
        ):
            for _ in range(220):
                out.write(b" " * 1_000_000)
        assert path.stat().st_size < 1_000_000
        assert "unpacks to more than 200 MB" in only_reason(path)


def _folder(name: str) -> str:
    return "xl" if name.endswith("xlsx") else "word"


def test_an_archive_that_lies_about_its_sizes_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    whole = zipped(workbook(sheet(PLAIN * 500)))
    with zipfile.ZipFile(__import__("io").BytesIO(whole)) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(whole.replace(real.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert "damaged" in only_reason(path)


def test_one_cell_far_out_does_not_make_a_sheet_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    far = sheet(PLAIN).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    path.write_bytes(zipped(workbook(far)))
    assert "reaches to row 1,048,576 and column 16,384" in only_reason(path)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"not at all", zipped({"a.txt": "b"}), pdf("x"), b"PAR1" * 9, b"\0" * 5000]
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.parquet", "a.pdf", "a.xml"])
def test_another_file_under_a_name_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    if name == "a.pdf" and content.startswith(b"%PDF"):
        return
    assert only_reason(path).startswith("None: ")


@pytest.mark.owasp("LLM05:2026", "ASI05")
def test_a_formula_is_never_a_title_a_code_or_a_fact(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    evil = ['=HYPERLINK("http://evil.example","Mug")', "+cmd|' /C calc'!A0", "@SUM(1+1)", "=1+1", "-cmd|'x'!A"]
    path.write_text(
        csv_text([tee("good"), *(tee(f"t{n}", Title=text) for n, text in enumerate(evil))]), encoding="utf-8"
    )
    rows = rows_of(path)
    assert [p.handle for p in products_of(rows)] == ["good"]
    assert all("is a spreadsheet's formula; copy the column and paste its values" in r for r in reasons_of(rows))
    assert len(reasons_of(rows)) == len(evil)


def test_what_only_looks_like_a_formula_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    names = ["@home (set of two)", "- 20 °C bag", "+Size (wide)", "-5 Battery"]
    path.write_text(csv_text([tee(f"t{n}", Title=text) for n, text in enumerate(names)]), encoding="utf-8")
    assert [p.title for p in products_of(rows_of(path))] == names


def test_zero_bytes_and_enormous_cells_cost_their_row_only(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    text = csv_text([tee("a", Title="A\0B"), tee("big", **{"Body (HTML)": "x" * 9_000_000}), tee("c")])
    path.write_text(text, encoding="utf-8")
    rows = rows_of(path)
    assert [(p.handle, p.title) for p in products_of(rows)] == [("a", "AB"), ("c", "C")]
    assert "3: the cell “Body (HTML)” is longer than 100,000 characters" in reasons_of(rows)[0]


def test_a_cell_above_ten_megabytes_ends_the_file_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text(csv_text([tee("a"), tee("big", Vendor="x" * 10_500_000)]), encoding="utf-8")
    rows = rows_of(path)
    assert [p.handle for p in products_of(rows)] == ["a"]
    assert "row 3 has a cell of more than 10,000,000 characters" in reasons_of(rows)[0]


def test_utf_16_is_read_with_and_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        path.write_bytes(csv_text([tee(Vendor="Café")]).encode(encoding))
        assert [p.vendor for p in products_of(rows_of(path))] == ["Café"]


def test_windows_letters_are_told_with_what_to_do_and_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(csv_text([tee("a", Vendor="Café"), tee("b")]).encode("cp1252"))
    rows = rows_of(path)
    assert [p.handle for p in products_of(rows)] == ["b"]
    assert reasons_of(rows) == ["2: the cell “Vendor” is not UTF-8 text; save the file as “CSV UTF-8”"]
    page = tmp_path / "page.txt"
    page.write_bytes("Café\n\nOpen".encode("cp1252"))
    assert only_reason(page) == "None: the file is not UTF-8 text; save it again with the encoding UTF-8"


def test_deeply_nested_json_is_refused_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    path.write_text(f'{deep}\n{{"title":"Mug","sku":"M","price":5,"stock":1}}\n{"[" * 900_000}\n', encoding="utf-8")
    rows = rows_of(path)
    assert [p.title for p in products_of(rows)] == ["Mug"]
    assert len(reasons_of(rows)) == 2


@pytest.mark.owasp("LLM05:2026", "LLM10:2026")
def test_scripts_in_a_description_leave_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    body = '<p onclick="evil()">Soft</p><script>steal()</script><img src=x onerror=steal()><iframe src="javascript:x">'
    path.write_text(csv_text([tee(**{"Body (HTML)": body})]), encoding="utf-8")
    assert products_of(rows_of(path))[0].description == "Soft"


@pytest.mark.parametrize("handle", ["../../etc/passwd", "..", "a/b", "a?b", "%2e%2e", "a\\b"])
def test_a_handle_cannot_walk_out_of_an_address(tmp_path: Path, handle: str) -> None:
    path = tmp_path / "products.csv"
    path.write_text(csv_text([tee(handle)]), encoding="utf-8")
    assert "cannot be part of an address" in reasons_of(rows_of(path))[0]


def test_a_link_that_leaves_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(csv_text([tee()]), encoding="utf-8")
    feed = tmp_path / "feed"
    feed.mkdir()
    (feed / "products.csv").symlink_to(tmp_path / "secret.csv")
    (feed / "loop").symlink_to(feed)
    found = list(discover(feed, Reading()))
    assert not [one for one in found if isinstance(one, FeedFile)]
    assert any(isinstance(one, Skipped) and "leaves the folder" in one.reason for one in found)
