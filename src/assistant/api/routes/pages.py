"""Plain pages that cards and citations link to, product pictures, and the demo's outbox."""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse, HTMLResponse
from markdown_it import MarkdownIt

from assistant.api.page import STYLES, STYLESHEET, page
from assistant.api.parts import PartsHere
from assistant.guardrails.addresses import Places
from assistant.shop.catalogue import Product, Variant
from assistant.shop.mail import Mail
from assistant.web.pictures import picture_of

router = APIRouter(include_in_schema=False)
demo_router = APIRouter(prefix="/demo", include_in_schema=False)

REFRESH_SECONDS = 10
_FOLLOWED = re.compile(r"(?:https?|mailto|tel):|[^:/?#]*(?:[/?#]|$)", re.IGNORECASE)


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        """It refuses a few schemes itself and lets every other program of the shopper's machine be called."""
        return super().validateLink(url) and _FOLLOWED.match(url) is not None


@router.get(STYLESHEET)
async def stylesheet() -> FileResponse:
    return FileResponse(STYLES, headers={"Cache-Control": "max-age=3600"})


@router.get("/pictures/{handle}.svg")
async def picture(handle: str, here: PartsHere) -> Response:
    product = await _product(handle, here)
    return Response(picture_of(product), media_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


@router.get("/shop/products/{handle}")
async def product_page(handle: str, here: PartsHere) -> HTMLResponse:
    product = await _product(handle, here)
    html = _product_html(product, Places(frozenset(here.site.picture_origins)))
    return HTMLResponse(page(product.title, html, widget=True))


@router.get("/pages/{document_id:path}")
async def document_page(document_id: str, here: PartsHere) -> HTMLResponse:
    for document in await here.assistant.library.documents():
        if document.id == document_id:
            markdown = _Markdown("commonmark", {"html": False}).enable("table")
            return HTMLResponse(page(document.title, markdown.render(document.text), widget=True))
    raise HTTPException(404)


@demo_router.get("/outbox")
async def outbox_page(here: PartsHere) -> HTMLResponse:
    mails = await here.assistant.outbox.recent()
    intro = (
        "<p>Mail that this demo would have sent. Nothing leaves this machine. The page looks again every "
        f'{REFRESH_SECONDS} seconds; or <a href="/demo/outbox">look again now</a>.</p>'
    )
    shown = "".join(_mail_html(mail) for mail in mails) or "<p>No mail yet.</p>"
    content = page("Demo outbox", intro + shown, refresh_seconds=REFRESH_SECONDS)
    return HTMLResponse(content, headers={"Cache-Control": "no-store"})


async def _product(handle: str, here: PartsHere) -> Product:
    found = (await here.assistant.catalogue.by_handles([handle])).get(handle)
    if found is None:
        raise HTTPException(404)
    return found


def _product_html(product: Product, pictures: Places) -> str:
    source = product.image if pictures.lead(product.image) else f"/pictures/{quote(product.handle, safe='')}.svg"
    image = f'<img src="{escape(source)}" alt="" width="320" height="320">' if product.image else ""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in product.description.splitlines() if part.strip())
    vendor = f"<p>by {escape(product.vendor)}</p>" if product.vendor else ""
    rows = "".join(_variant_row(variant) for variant in product.variants)
    head = "<thead><tr><th>Choice</th><th>Price</th><th>Stock</th><th>SKU</th></tr></thead>"
    return f"{image}{vendor}{paragraphs}{_facts(product.attributes)}<table>{head}<tbody>{rows}</tbody></table>"


def _facts(attributes: Mapping[str, str]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in attributes.items())
    return f"<dl>{rows}</dl>" if rows else ""


def _variant_row(variant: Variant) -> str:
    was = f" <s>{escape(str(variant.compare_at))}</s>" if variant.on_sale else ""
    cells = (escape(variant.label or "one size"), escape(str(variant.price)) + was, variant.stock_word)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}<td><code>{escape(variant.sku)}</code></td></tr>"


def _mail_html(mail: Mail) -> str:
    return (
        f"<article><h2>{escape(mail.subject)}</h2><p>To {escape(mail.to or 'nobody')}, "
        f'<time datetime="{mail.at.isoformat()}">{mail.at:%d %B %Y %H:%M}</time>, {mail.status}</p>'
        f"<pre>{escape(mail.body)}</pre></article>"
    )
