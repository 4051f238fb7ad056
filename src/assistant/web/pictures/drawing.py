"""Puts a silhouette, its paint and a quiet backdrop together as one SVG document."""

import re
from html import escape
from string import Template
from typing import Final

from assistant.shop.catalogue import Product
from assistant.web.pictures.colours import lightness, mix, paint
from assistant.web.pictures.kinds import PLAIN, kind_of
from assistant.web.pictures.shapes_home import HOME
from assistant.web.pictures.shapes_outdoors import OUTDOORS
from assistant.web.pictures.shapes_wear import WEAR

SILHOUETTES: Final = {**WEAR, **OUTDOORS, **HOME}
INK: Final = "#2b3036"
WHITE: Final = "#ffffff"
# Lighter goods would vanish on a backdrop of their own color.
PALE: Final = 0.82
NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Attributes only, no <style>: a strict content security policy forbids styles inside pictures.
PAGE: Final = Template(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240" role="img" aria-labelledby="t">'
    '<title id="t">$title</title><rect width="240" height="240" fill="$s"/>'
    '<circle cx="120" cy="120" r="96" fill="$halo"/>'
    '<ellipse cx="120" cy="208" rx="66" ry="7" fill="$k" opacity=".13"/>'
    '<g transform="translate(22 20) scale(.98)">$shape</g></svg>'
)


def picture(handle: str, title: str, kind: str, colour: str) -> str:
    """An SVG of `kind` in `colour` (words or #rrggbb); an unknown kind is a box, an unknown color is from `handle`."""
    main = paint(colour, handle)
    paints = _paints(main)
    shape = Template(SILHOUETTES.get(kind, SILHOUETTES[PLAIN])).substitute(paints)
    return PAGE.substitute(paints, title=escape(NO_XML.sub(" ", title)), shape=shape)


def picture_of(product: Product) -> str:
    """Drawn in the color of its first variant, or of the family."""
    colours = [*(variant.options.get("Color", "") for variant in product.variants), product.attributes.get("Color", "")]
    colour = next(filter(None, colours), "")
    return picture(product.handle, product.title, kind_of(product.category, product.title), colour)


def _paints(main: str) -> dict[str, str]:
    pale = lightness(main) > PALE
    backdrop = mix(main, "#a9bdb4", 0.8) if pale else mix(main, "#fbfaf7", 0.84)
    return {
        "c": main,
        "d": mix(main, "#14181c", 0.28),
        "l": mix(main, WHITE, 0.42),
        "k": INK,
        "m": "#aab2b8",
        "w": WHITE,
        "b": "#b5865a",
        "s": backdrop,
        "halo": mix(backdrop, WHITE, 0.45),
    }
