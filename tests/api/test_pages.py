import re
from dataclasses import replace

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from assistant.shop.mail import Mail
from assistant.testing.stores import InMemoryCatalogue, InMemoryOutbox
from tests.api.conftest import SITE
from tests.api.talk import client_of
from tests.conftest import NOON
from tests.goods import one

PAGES = ["/shop/products/ridge-boots", "/pages/policies-returns", "/docs"]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_need_no_network_and_no_inline_script(client: httpx2.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 200
    assert re.findall(r'(?:src|href)="(?:https?:)?//', response.text) == []
    assert re.findall(r"<script(?![^>]*src=)", response.text) == []
    assert "<h1>" in response.text
    assert 'lang="en"' in response.text


@pytest.mark.owasp("LLM10:2026")
async def test_product_pages_are_escaped_and_carry_the_widget(client: httpx2.AsyncClient, assistant: Assistant) -> None:
    hostile = Product(
        "cap", "Cap <script>", "Hats", (one("C<1", "19.00", 2, "25.00", Size='"M"'),),
        vendor="<i>", description="Warm <b>and</b> dry", attributes={"<u>": "<s>"}, image='/x"onerror="y',
    )  # fmt: skip
    await assistant.catalogue.replace([hostile], ())
    text = (await client.get("/shop/products/cap")).text
    assert not re.search(r"<script>|<i>|<b>|<u>|onerror=\"y|C<1", text)
    assert "Cap &lt;script&gt;" in text
    assert "$19.00 <s>$25.00</s>" in text
    assert "low stock" in text
    assert 'src="/widget.js"' in text


@pytest.mark.owasp("LLM10:2026")
async def test_document_pages_render_markdown_but_no_html(client: httpx2.AsyncClient, assistant: Assistant) -> None:
    markdown = "## How long\n\n<script>alert(1)</script> [x](javascript:alert(1))\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    document = Document("guides/care", "Care <guide>", markdown, "/pages/guides/care")
    await assistant.library.replace_documents([document], ())
    text = (await client.get("/pages/guides/care")).text
    assert "<h1>Care &lt;guide&gt;</h1>" in text
    assert "<h2>How long</h2>" in text
    assert "<table>" in text
    assert "&lt;script&gt;alert" in text
    assert 'href="javascript' not in text


@pytest.mark.parametrize("path", ["/shop/products/none", "/pages/none", "/pictures/none.svg"])
async def test_unknown_pages_are_not_found(client: httpx2.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.owasp("API9:2023")
async def test_the_reference_lists_every_route_with_real_models(client: httpx2.AsyncClient) -> None:
    schema, text = (await client.get("/openapi.json")).json(), (await client.get("/docs")).text
    for path in schema["paths"]:
        assert path in text
    messages = schema["paths"]["/api/conversations/{conversation_id}/messages"]["post"]
    assert messages["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Reply")
    assert {"413", "409", "503", "507"} <= set(messages["responses"])


async def test_widget_files_have_types_and_are_asked_for_again_by_etag(client: httpx2.AsyncClient) -> None:
    first = await client.get("/widget.js")
    assert first.headers["Content-Type"].startswith("text/javascript")
    assert first.headers["Cache-Control"] == "no-cache"
    again = await client.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/web/pictures.py", "/web/__init__.py", "/web/..%2Fsettings.py", "/pictures.py"])
async def test_python_files_are_not_served(client: httpx2.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.owasp("LLM10:2026", "API8:2023")
async def test_every_answer_has_safe_headers_and_sets_no_cookie(client: httpx2.AsyncClient) -> None:
    for path in [*PAGES, "/health", "/widget.js", "/nothing"]:
        headers = (await client.get(path)).headers
        assert "script-src 'self';" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in headers


async def test_pictures_come_from_the_named_hosts_and_only_named_sites_frame_a_page(assistant: Assistant) -> None:
    site = replace(SITE, picture_origins=("https://cdn.example",), framed_by=("https://shop.example",))
    async with client_of(create_app(assistant, site)) as client:
        named = (await client.get("/")).headers
    async with client_of(create_app(assistant, SITE)) as client:
        closed = (await client.get("/")).headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://cdn.example;" in named["Content-Security-Policy"]
    assert named["Content-Security-Policy"].endswith("frame-ancestors https://shop.example")
    assert "X-Frame-Options" not in named
    assert "img-src 'self' data:;" in closed
    assert closed.endswith("frame-ancestors 'none'")


async def test_the_chat_is_told_where_links_may_lead_and_hears_it_again(assistant: Assistant) -> None:
    site = replace(SITE, link_origins=("https://shop.example",), picture_origins=("https://cdn.example",))
    async with client_of(create_app(assistant, site)) as client:
        opened = (await client.post("/api/conversations")).json()
        token = {"Authorization": f"Bearer {opened['token']}"}
        again = (await client.get(f"/api/conversations/{opened['id']}", headers=token)).json()
    facts = {"name": "Larkfield", "links": ["https://shop.example"], "pictures": ["https://cdn.example"]}
    assert opened["shop"] == again["shop"] == facts


async def test_a_product_page_draws_what_comes_from_elsewhere(assistant: Assistant) -> None:
    boots = (await assistant.catalogue.by_handles(["ridge-boots"]))["ridge-boots"]
    catalogue = InMemoryCatalogue([replace(boots, image="https://cdn.example/boots.jpg")])
    assistant = replace(assistant, stores=replace(assistant.stores, catalogue=catalogue))
    shown = {}
    for origins in [(), ("https://cdn.example",)]:
        async with client_of(create_app(assistant, replace(SITE, picture_origins=origins))) as client:
            shown[origins] = (await client.get("/shop/products/ridge-boots")).text
    assert '<img src="/pictures/ridge-boots.svg"' in shown[()]
    assert '<img src="https://cdn.example/boots.jpg"' in shown["https://cdn.example",]


@pytest.mark.owasp("LLM10:2026")
@pytest.mark.parametrize("scheme", ["view-source:javascript:", "intent://", "blob:https://", "ftp://", "steam://"])
async def test_a_document_links_to_the_web_mail_and_telephone_only(
    client: httpx2.AsyncClient, assistant: Assistant, scheme: str
) -> None:
    links = f"[a]({scheme}x) ![b]({scheme}y) [c](https://shop.example/c) [d](/d:e) [f](mailto:g@shop.example) [h](i)"
    await assistant.library.replace_documents([Document("l", "L", links, "/pages/l", "faq", "l.md")], [])
    shown = (await client.get("/pages/l")).text
    assert set(re.findall(r'(?:href|src)="([^"]*)"', shown.partition("<main>")[2])) == {
        "https://shop.example/c", "/d:e", "mailto:g@shop.example", "i",
    }  # fmt: skip


@pytest.mark.owasp("API8:2023")
async def test_only_named_origins_may_call(assistant: Assistant) -> None:
    site = replace(SITE, allowed_origins=("https://shop.example",))
    async with client_of(create_app(assistant, site)) as client:
        ours = await client.post("/api/conversations", headers={"Origin": "https://shop.example"})
        theirs = await client.post("/api/conversations", headers={"Origin": "https://evil.example"})
    assert ours.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert "Access-Control-Allow-Credentials" not in ours.headers
    assert "Access-Control-Allow-Origin" not in theirs.headers


@pytest.mark.owasp("API5:2023", "API9:2023")
async def test_the_outbox_is_shown_in_the_demo_only(assistant: Assistant) -> None:
    outbox = assistant.outbox
    assert isinstance(outbox, InMemoryOutbox)
    outbox.put(Mail("m1", "pat@shop.example", "Your code", "Code <123456>", NOON))
    outbox.put(Mail("m2", None, "Void", "", NOON, "void"))
    async with client_of(create_app(assistant, replace(SITE, demo=True))) as client:
        shown = await client.get("/demo/outbox")
    assert "pat@shop.example" in shown.text
    assert "Code &lt;123456&gt;" in shown.text
    assert "Void" not in shown.text
    assert 'http-equiv="refresh"' in shown.text
    async with client_of(create_app(assistant, SITE)) as client:
        assert (await client.get("/demo/outbox")).status_code == 404


async def test_every_product_has_a_picture(client: httpx2.AsyncClient) -> None:
    response = await client.get("/pictures/ridge-boots.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.text.startswith("<svg")
