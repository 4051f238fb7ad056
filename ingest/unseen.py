"""HTML inside Markdown: what no reader of the page sees is dropped, the tags around the rest are taken off."""

import re

HIDING = re.compile(r"display:none|visibility:hidden|(?:font-size|opacity):0(?![.\d]*[1-9])")
"""Styles, in small letters and without spaces."""
_VOID = "br|col|hr|img|input|source|wbr"
_MUTE = "head|iframe|noscript|object|script|style|svg|template|title"
_SHOWN = (
    "abbr|address|article|aside|a|big|blockquote|body|b|caption|center|cite|code|dd|del|details|div|dl|dt|em|figcaption"
    "|figure|font|footer|h[1-6]|header|html|ins|i|kbd|label|li|main|mark|ol|picture|pre|p|q|section|small|span|strike"
    "|strong|sub|summary|sup|s|table|tbody|td|tfoot|thead|th|time|tr|ul|u"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>(?P<void>{_VOID})|(?P<mute>{_MUTE})|{_SHOWN})(?P<more>(?:[\s/][^<>]*)?)>", re.IGNORECASE
)
_HIDDEN = re.compile(r"""(?<=\s)(?:hidden(?=[\s=/]|$)|aria-hidden\s*=\s*["']?true)""", re.IGNORECASE)
_STYLE = re.compile(r"""(?<![\w-])style\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def only_seen(markdown: str) -> str:
    """What is hidden and never closed hides all that follows, as in a browser."""
    if "<" not in markdown:
        return markdown
    kept, at, inside, depth = list[str](), 0, "", 0
    text = _COMMENT.sub("", markdown)
    for tag in _TAG.finditer(text):
        name = tag["name"].casefold()
        if depth:
            depth += 0 if name != inside else -1 if tag["end"] else 1
        else:
            kept += [text[at : tag.start()], "\n" if name == "br" else ""]
            inside, depth = (name, 1) if _hides(tag) else ("", 0)
        at = tag.end()
    seen = "".join(kept if depth else [*kept, text[at:]])
    return re.sub(r"\n{3,}", "\n\n", seen).strip()


def _hides(tag: re.Match[str]) -> bool:
    if tag["end"] or tag["void"]:
        return False
    style = _STYLE.search(tag["more"])
    said = re.sub(r"\s", "", next(filter(None, style.groups()), "")).casefold() if style else ""
    return bool(tag["mute"] or _HIDDEN.search(tag["more"]) or HIDING.search(said))
