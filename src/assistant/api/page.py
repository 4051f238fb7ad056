"""Plain HTML pages: one frame, everything escaped, no script but the widget."""

from html import escape
from pathlib import Path

STYLESHEET = "/plain.css"
STYLES = Path(__file__).parent / "plain.css"


def page(title: str, main: str, *, widget: bool = False, refresh_seconds: int | None = None) -> str:
    """`title` is text and gets escaped; `main` is HTML that the caller has escaped already."""
    refresh = f'<meta http-equiv="refresh" content="{refresh_seconds}">' if refresh_seconds else ""
    script = '<script src="/widget.js" type="module"></script>\n' if widget else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{refresh}<title>{escape(title)}</title>
<link rel="stylesheet" href="{STYLESHEET}">
{script}</head>
<body>
<main>
<h1>{escape(title)}</h1>
{main}
</main>
</body>
</html>
"""
