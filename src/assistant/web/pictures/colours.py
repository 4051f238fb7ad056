"""From a shop's color words to paint: "Poppy red", "navy", "#2f5d3a"."""

import colorsys
import hashlib
import re
from typing import Final

WORDS: Final[dict[str, str]] = {
    # Particular shades first wins over the plain color that follows them: "sage green" is sage.
    "poppy": "#d8432f", "scarlet": "#c8202f", "cherry": "#b3202e", "brick": "#a8442f", "garnet": "#7d1f33",
    "coral": "#ee7864", "ladybug": "#d0342c", "berry": "#9c2f4d", "burgundy": "#6e1f33", "oxblood": "#5d1f24",
    "plum": "#6a3a63", "mulberry": "#7a3257", "dusty": "#c98f93", "blush": "#eab8b5", "rose": "#d98a94",
    "terracotta": "#c4694a", "rust": "#b5562f", "ember": "#d9662b", "sunset": "#ee8350", "signal": "#f07f1e",
    "fox": "#cf6a2c", "marigold": "#eea32b", "mustard": "#cf9a2c", "duckling": "#f6cf4f", "gold": "#cda349",
    "brass": "#b8923f", "copper": "#b8704a", "honey": "#c98d42", "camel": "#bd905f", "chestnut": "#7f4a2e",
    "walnut": "#6d4a33", "bark": "#5f4a3a", "dark": "#4a3527", "khaki": "#a3956d", "sage": "#93a98a",
    "seafoam": "#8fc7b2", "sea": "#6fae9d", "moss": "#6d7d3f", "olive": "#6f7040", "forest": "#2f5d44",
    "pine": "#2c5549", "spruce": "#33584f", "hunter": "#2d5438", "bottle": "#1f4d3a", "loden": "#4d5a3c",
    "volt": "#b5d334", "lichen": "#a3b06a", "teal": "#1f7a80", "sky": "#8ec3e6", "pale": "#b5d0e8", "ice": "#b9dbe6",
    "lake": "#3f7ca0", "ocean": "#2a6f9e", "pond": "#3f86a8", "marine": "#234f86", "cobalt": "#2447a8",
    "indigo": "#2f3c66", "ink": "#26324f", "midnight": "#1d2740", "slate": "#5c6d7e", "graphite": "#4a4f55",
    "charcoal": "#45484d", "navy": "#22335a", "dove": "#b4b3ae", "heather": "#9a9ca0", "titanium": "#8d9297",
    "chrome": "#b9c0c5", "silver": "#bcc3c8", "steel": "#a9b0b5", "brushed": "#a9b0b5", "glacier": "#dfe9ee",
    "chalk": "#eceae4", "ivory": "#efe8d8", "oat": "#dccfb6", "oatmeal": "#d6c9b2", "champagne": "#e6d3b1",
    "speckled": "#e2ddd2", "canvas": "#cbb892", "birch": "#d9c7a8", "stone": "#b9b0a0", "sand": "#d3bd94",
    "natural": "#dccfb4", "cream": "#efe4ca", "rainbow": "#d95f4b", "multicolor": "#3f7cac", "clear": "#cfe2e8",
    "tan": "#c19a6b", "red": "#c8352f", "orange": "#e07b2c", "yellow": "#efc23f", "green": "#4d7f52",
    "blue": "#3a6ea8", "purple": "#6b4a8c", "pink": "#e08fa6", "brown": "#7a5238", "black": "#2c2f33",
    "gray": "#8b8f94", "grey": "#8b8f94", "white": "#f1f0ec",
}  # fmt: skip
HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
Rgb = tuple[int, int, int]


def paint(colour: str, seed: str) -> str:
    """The hex paint of a color's words, or a quiet shade that is always the same for `seed`."""
    if HEX.fullmatch(colour.strip()):
        return colour.strip().lower()
    known = {word: WORDS[word] for word in re.findall(r"[a-z]+", colour.casefold()) if word in WORDS}
    if not known:
        return _quiet(seed)
    return known[min(known, key=list(WORDS).index)]


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `other` stirred into `colour`."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lightness(colour: str) -> float:
    """Perceived, 0 for black to 1 for white."""
    red, green, blue = _rgb(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _quiet(seed: str) -> str:
    hue = int(hashlib.sha256(seed.encode()).hexdigest()[:8], 16) % 360 / 360
    red, green, blue = colorsys.hls_to_rgb(hue, 0.52, 0.32)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
