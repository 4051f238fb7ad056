"""Words, stems and nearness: the smallest things a reading is made of."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from assistant.retrieval.reading.stemming import snowball

WORD = re.compile(r"[a-z0-9]+(?:\.\d+)?")

IRREGULAR = {
    "lens": "lens", "lenses": "lens", "gas": "gas", "bus": "bus", "mice": "mouse", "feet": "foot",
    "knives": "knife", "men": "man", "mens": "man", "women": "woman", "womens": "woman", "ladies": "woman",
    "lady": "woman", "children": "child", "kids": "kid", "smartphone": "phone", "cellphone": "phone",
    "smartphones": "phone", "cellphones": "phone", "torch": "flashlight", "torches": "flashlight",
    "timepiece": "watch", "wristwatch": "watch", "wristwatches": "watch",
    "timepieces": "watch", "bluray": "blu", "clothes": "clothing", "grey": "gray",
    "colour": "color", "colours": "color", "colors": "color", "trousers": "pant", "sneakers": "sneaker",
    "jumper": "sweater", "jumpers": "sweater", "pullover": "sweater", "pullovers": "sweater", "knitwear": "sweater",
    "rucksack": "backpack", "rucksacks": "backpack", "gown": "dress", "gowns": "dress", "trainers": "sneaker",
    "suitcase": "luggage", "suitcases": "luggage", "comforter": "duvet", "comforters": "duvet", "purse": "handbag",
    "purses": "handbag", "earphones": "earbud", "earphone": "earbud", "couch": "sofa",
    "skillet": "pan", "skillets": "pan", "tv": "televis", "tvs": "televis", "telly": "televis",
    "tellies": "televis", "flowery": "floral", "flowered": "floral",
}  # fmt: skip

UNEVEN = {"farther": "far", "further": "far", "better": "good", "worse": "bad"}
ENDINGS = frozenset(("", *"eyisndr", "en", "er", "ed", "ing", "abl", "ibl", "age", "ful", "ish", "ic", "or", "al"))
CLIPPED = frozenset({"s", "t", "m", "d", "re", "ll", "ve"})
_STOP_WORDS = """
a an the i me my you your we us it its is are be am was were been to of for in on at by with from and or but
not no any some that this those these they them he she his her our their what which who how when where why do
does did have has had got get can could will would should shall may might than as so if just only one ones out up
need want find show give look looking something anything thing things type kind number num per na dont im ive id
well good best way item non nor both either there here please like really very too also s t m re ll d ve
sell carry stock let help hi hello hey thanks thank tell about more most less least into over under
pls plz u ur
neither say says said myself yourself himself herself ourselves themselves itself
isn aren wasn weren don doesn didn won wouldn couldn shouldn hasn haven ain
isnt arent wasnt werent doesnt didnt wont wouldnt couldnt shouldnt hasnt havent cant
without except instead
"""

POSSESSIVE = re.compile(r"'s\b|s'(?=\s|$)")
TYPEWRITER = str.maketrans("’‘“”–—\xa0", "''\"\"-- ")


@dataclass(frozen=True)
class Token:
    """A word with its stem and its place in the normalised text."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Irregular plurals and a few names of one thing first, then Snowball."""
    word = word.casefold().strip("'")
    if word[-1:].isdigit():
        return word  # Snowball takes endings of letters off; a shop has as many numbers as words, and it is slow
    if len(word) == 4 and word.endswith("as"):
        return word[:-1]  # Snowball leaves "bras" and "spas" as they are
    return IRREGULAR.get(word) or snowball(word)


STOP = frozenset(form for word in _STOP_WORDS.split() for form in (word, stem(word)))


def tokens(text: str) -> list[Token]:
    """`text` is lower case already. What an apostrophe leaves over ("I'm", "it's") is no word: M and S are sizes."""
    found = (m for m in WORD.finditer(text) if not (m.group() in CLIPPED and text[: m.start()].endswith("'")))
    return [Token(m.group(), stem(m.group()), m.start(), m.end()) for m in found]


def plain(text: str) -> str:
    """Lower case, entities resolved, accents dropped, quotes and dashes made plain; apostrophes kept."""
    if text.isascii() and "&" not in text:
        return text.lower()
    text = html.unescape(text).casefold().translate(TYPEWRITER)
    return text if text.isascii() else normalize("NFC", "".join(c for c in normalize("NFD", text) if not combining(c)))


def stems(text: str) -> list[str]:
    """`women's` is one word here: the possessive is dropped."""
    text = plain(text)
    return [stem(word) for word in WORD.findall(POSSESSIVE.sub("", text) if "'" in text else text)]


def content(text: str) -> list[str]:
    return [word for word in stems(text) if word not in STOP]


def akin(a: str, b: str) -> bool:
    """The same word, or one derived from the other: wood and wooden."""
    if a == b:
        return True
    if a[:3] != b[:3]:  # most pairs: whatever follows shares as much
        return False
    if _doubled(a, b) or _doubled(b, a):
        return True
    if a[:4] != b[:4] or abs(len(a) - len(b)) > 3 or (a + b).isdigit():
        return False
    shared, shorter = _shared_start(a, b), min(len(a), len(b))
    if shared == shorter >= 4:
        return True
    short = a if len(a) == shorter else b
    return shared == shorter - 1 >= 4 and short[-1] in "eyi"


def derived(a: str, b: str) -> bool:
    """`akin` by an ending that leaves the meaning: wood and wooden, not buck and buckle, nor cord and cordless."""
    shared = _shared_start(a, b)
    rests = {a[shared:], b[shared:]} - {a[shared - 1 : shared]}  # a letter that is doubled or not is a slip
    return akin(a, b) and (rests <= ENDINGS or _doubled(a, b) or _doubled(b, a))


def _doubled(short: str, long: str) -> bool:
    """As zip and zipper."""
    return len(short) > 2 and long == f"{short}{short[-1]}er"


def kindred(a: str, b: str) -> bool:
    """A looser `akin` for the names of attributes: install and installation, adjust and adjustable."""
    if akin(a, b):
        return True
    if a[:5] != b[:5] or abs(len(a) - len(b)) > 5 or (a + b).isdigit():
        return False
    return _shared_start(a, b) >= max(5, min(len(a), len(b)) - 2)


def _shared_start(a: str, b: str) -> int:
    for position, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return position
    return min(len(a), len(b))


def phrases(words: list[str], longest: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every run of up to `longest` words with its start, longest first at each start."""
    for start in range(len(words)):
        for length in range(min(longest, len(words) - start), 0, -1):
            yield start, tuple(words[start : start + length])


def comparative_bases(word: str) -> tuple[str, ...]:
    """What an adjective compares: heavier is heavy, bigger is big, larger is large; `more` has none."""
    if word in UNEVEN:
        return (UNEVEN[word],)
    base = word.removesuffix("er")
    if base == word:
        return ()
    doubled = base[:-1] if base[-2:-1] == base[-1:] else base
    return (base, f"{base}e", doubled, f"{base[:-1]}y" if base.endswith("i") else base)
