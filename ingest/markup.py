"""HTML to Markdown (documents) or to plain text (product descriptions)."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.unseen import HIDING

_DROPPED = {
    "script", "style", "nav", "noscript", "template", "svg", "iframe", "head",
    "button", "select", "textarea", "object", "video", "audio", "canvas", "dialog",
}  # fmt: skip
_BLOCKS = {"p", "div", "section", "article", "main", "body", "html", "blockquote", "figure", "figcaption", "pre"}
_BLOCKS |= {"dl", "dt", "dd", "details", "summary", "address", "hr", "fieldset", "center"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FURNITURE = "header, footer, aside, form, [role=banner], [role=navigation], [role=contentinfo]"
_DEEPEST = 200


def to_markdown(html: str) -> tuple[str, str]:
    """(title, Markdown of the main content). Navigation, scripts and page furniture are left out."""
    tree = LexborHTMLParser(html)
    heading = tree.css_first("main h1") or tree.css_first("h1") or tree.css_first("title")
    words = " ".join(heading.text().split()) if heading is not None else ""
    root = _main_content(tree)
    text = tidy("".join(_render(root, plain=False))) if root is not None else ""
    return words, text


def to_text(html: str) -> str:
    """Plain words with line breaks where the blocks were; text without tags comes back as it is."""
    if "<" not in html and "&" not in html:
        return tidy(html)
    body = LexborHTMLParser(html).body
    return tidy("".join(_render(body, plain=True))) if body is not None else ""


def tidy(text: str) -> str:
    """No spaces around line ends, at most one empty line in a row."""
    lines = [line.strip() if not line.startswith("  ") else line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _main_content(tree: LexborHTMLParser) -> LexborNode | None:
    articles = tree.css("article")
    marked = tree.css_first("main, [role=main]") or (articles[0] if len(articles) == 1 else None)
    if marked is None and tree.body is not None:
        for node in tree.body.css(_FURNITURE):
            node.decompose()
    return marked or tree.body


def _render(node: LexborNode, *, plain: bool, depth: int = 0) -> Iterator[str]:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            yield re.sub(r"\s+", " ", child.text_content or "")
        elif tag not in _DROPPED and not _is_hidden(child):
            yield from _element(child, tag, plain=plain, depth=depth)


def _element(node: LexborNode, tag: str, *, plain: bool, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        yield node.text(separator=" ")
    elif tag in {"ul", "ol"}:
        yield "\n" + _list(node, tag, plain=plain, depth=depth) + "\n"
    elif tag == "table":
        yield "\n\n" + _table(node, plain=plain, depth=depth) + "\n\n"
    elif tag == "br":
        yield "\n"
    else:
        yield _wrapped(tag, "".join(_render(node, plain=plain, depth=depth + 1)), node, plain=plain)


def _wrapped(tag: str, inner: str, node: LexborNode, *, plain: bool) -> str:
    if tag in _HEADINGS:
        mark = "" if plain else "#" * _HEADINGS[tag] + " "
        return f"\n\n{mark}{' '.join(inner.split())}\n\n"
    if tag in {"dt", "summary"} and not plain:
        return f"\n\n**{' '.join(inner.split())}**\n\n"
    if tag == "a" and not plain:
        return _link(inner, node.attributes.get("href") or "")
    return f"\n\n{inner}\n\n" if tag in _BLOCKS else inner


def _link(inner: str, href: str) -> str:
    words = " ".join(inner.split())
    safe = href.startswith(("https://", "http://", "mailto:", "/")) and not re.search(r"[\s()<>]", href)
    return f"[{words}]({href})" if words and safe else inner


def _list(node: LexborNode, tag: str, *, plain: bool, depth: int) -> str:
    lines = []
    for number, item in enumerate((child for child in node.iter() if child.tag == "li"), 1):
        inner = tidy("".join(_render(item, plain=plain, depth=depth + 1))).replace("\n\n", "\n")
        mark = f"{number}. " if tag == "ol" else "- "
        lines.append(mark + inner.replace("\n", "\n  "))
    return "\n".join(lines)


def _table(node: LexborNode, *, plain: bool, depth: int) -> str:
    rows = [_cells(row, plain=plain, depth=depth) for row in node.css("tr")]
    rows = [row for row in rows if any(row)]
    if plain or not rows:
        return "\n".join(": ".join(row) if len(row) == 2 else ", ".join(filter(None, row)) for row in rows)
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cells(row: LexborNode, *, plain: bool, depth: int) -> list[str]:
    cells = (child for child in row.iter() if child.tag in {"td", "th"})
    texts = (" ".join("".join(_render(cell, plain=plain, depth=depth + 1)).split()) for cell in cells)
    return [text if plain else text.replace("|", "\\|") for text in texts]


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = re.sub(r"\s", "", attributes.get("style") or "").casefold()
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or bool(HIDING.search(style))
