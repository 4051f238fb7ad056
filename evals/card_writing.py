"""Card numbers as people, forms and evaders write them. Seeded; knows nothing of the finder that is measured."""

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_ISSUERS = (
    ("4", 16), ("4", 16), ("4", 19), ("51", 16), ("53", 16), ("55", 16), ("2221", 16), ("2540", 16), ("2720", 16),
    ("34", 15), ("37", 15), ("6011", 16), ("65", 16), ("644", 16), ("3528", 16), ("3589", 16), ("36", 14), ("3095", 14),
    ("62", 16), ("62", 19), ("6759", 16), ("5018", 16), ("2200", 16),
)  # fmt: skip
_SIGNS = (" ", "-", ".", "/", "_", ",", "\n", "\t", "  ", " - ", ", ", " / ", "\u200b", "\u00a0", "\u2009", "\u2060",
          "•", " · ", "|", "*", ":", ";", "~", "+", "=", "–", "—", "'", '"', "…", " 😀 ", "➡️", "\\", "^")  # fmt: skip
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"), ("'", "'"), ("*", "*"), ("`", "`"))
_BETWEEN = (
    "then", "and", "next", "and then", "followed by", "after that", "dann", "und dann", "puis", "et puis", "luego",
    "y luego", "poi", "e poi", "depois", "en dan", "finally", "comma", "dash", "space", "x",
)  # fmt: skip
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7F6, 0x17E0, 0xBE6)
_DRAWN = {
    "circled": "⓪①②③④⑤⑥⑦⑧⑨", "superscript": "⁰¹²³⁴⁵⁶⁷⁸⁹", "subscript": "₀₁₂₃₄₅₆₇₈₉", "negative": "⓿❶❷❸❹❺❻❼❽❾",
    "han": "〇一二三四五六七八九",
}  # fmt: skip
_WORDS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
    "nl": "nul een twee drie vier vijf zes zeven acht negen",
}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905 -- words read better so
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905 -- see above
)
_ALIKE = {"0": "OoQ", "1": "lI", "5": "S", "2": "Z", "8": "B"}
_PLAIN = ("{}", "{}", "here: {}", "{} thanks", "it is {} ok?", "ja, {} bitte", "voilà {} merci", "aquí está {}")
_NAMED = ("my card is {}", "card number {}", "please charge my visa {}", "meine Karte: {}", "ma carte est {}",
          "mi tarjeta es {}", "la mia carta {}", "o meu cartão {}", "mijn kaart is {}", "amex: {}")  # fmt: skip


@dataclass(frozen=True)
class Notation:
    """`typed` is the number as written, within `text`; `named` says that the text speaks of a card."""

    family: str
    number: str
    typed: str
    text: str
    named: bool


def notations(count: int, seed: int = 5) -> Iterator[Notation]:
    """Each family in turn, over random numbers of all issuers."""
    rng = random.Random(seed)  # noqa: S311 -- cases, not secrets
    families = list(_FAMILIES.items())
    for i in range(count):
        family, write = families[i % len(families)]
        number = _number(rng)
        typed = write(number, rng)
        named = family in _NEED_A_NAME or rng.random() < 0.5
        sentence = rng.choice(_NAMED if named else _PLAIN)
        yield Notation(family, number, typed, sentence.format(typed), named)


def in_parts(number: str) -> list[str]:
    """The messages that it is typed in, one way for each number."""
    rng = random.Random(number)  # noqa: S311 -- see above
    cuts = rng.choice(((4, 8, 12), (8,), (4, 12), (12,), (6,), (6, 12), tuple(range(1, len(number))), (2, 6, 12)))
    pieces = [number[a:b] for a, b in zip((0, *cuts), (*cuts, len(number)), strict=True)]
    written = [rng.choice((piece, " ".join(_cut(piece, 4)), _spoken(piece, rng))) for piece in pieces]
    lead = rng.choice(("", "my card is ", "the card number: "))
    glue = rng.choice(("", "then ", "and ", "next "))
    return [lead + written[0], *(glue + piece for piece in written[1:])]


def luhn_digit(stem: str) -> str:
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(stem))]
    return str(-sum(divmod(d, 10)[0] + d % 10 for d in doubled) % 10)


def _number(rng: random.Random) -> str:
    prefix, length = rng.choice(_ISSUERS)
    stem = prefix + "".join(rng.choice("0123456789") for _ in range(length - 1 - len(prefix)))
    return stem + luhn_digit(stem)


def _cut(digits: str, size: int) -> list[str]:
    return [digits[at : at + size] for at in range(0, len(digits), size)]


def _groups(number: str) -> list[str]:
    return [number[:4], number[4:10], number[10:]] if len(number) < 16 else _cut(number, 4)


def _uneven(number: str, rng: random.Random) -> list[str]:
    cuts = sorted(rng.sample(range(1, len(number)), rng.randint(1, 6)))
    return [number[a:b] for a, b in zip((0, *cuts), (*cuts, len(number)), strict=True)]


def _bracketed(number: str, rng: random.Random) -> str:
    opening, closing = rng.choice(_BRACKETS)
    return " ".join(f"{opening}{group}{closing}" for group in _groups(number))


def _spoken(digits: str, rng: random.Random, language: str = "en") -> str:
    words = _WORDS[language].split()
    return rng.choice((" ", " ", "-", ", ")).join(words[int(d)] for d in digits)


def _in_words(number: str, rng: random.Random) -> str:
    spoken = _spoken(number, rng, rng.choice(list(_WORDS)))
    return rng.choice((spoken, spoken.upper(), spoken.title()))


def _in_pairs(number: str, _: random.Random) -> str:
    return " ".join(_pair(pair) for pair in _cut(number, 2))


def _pair(pair: str) -> str:
    units = _WORDS["en"].split()
    if len(pair) == 1 or pair[0] == "0":
        return " ".join(units[int(d)] for d in pair)
    if pair[0] == "1":
        return _TEENS[int(pair[1])]
    return _TENS[int(pair[0]) - 2] + (f"-{units[int(pair[1])]}" if pair[1] != "0" else "")


def _doubled(number: str, _: random.Random) -> str:
    words, said, at = _WORDS["en"].split(), [], 0
    while at < len(number):
        run = len(number[at:]) - len(number[at:].lstrip(number[at]))
        many = min(run, 4)
        said.append(("", "double ", "triple ", "quadruple ")[many - 1] + words[int(number[at])])
        at += many
    return " ".join(said)


def _mixed(number: str, rng: random.Random) -> str:
    return " ".join(group if rng.random() < 0.5 else _spoken(group, rng) for group in _groups(number))


def _alike(number: str, rng: random.Random) -> str:
    places = [at for at, d in enumerate(number) if at and d in _ALIKE]
    chosen = set(rng.sample(places, min(len(places), rng.randint(1, 4))))
    return " ".join(_groups("".join(rng.choice(_ALIKE[d]) if at in chosen else d for at, d in enumerate(number))))


def _drawn(number: str, rng: random.Random) -> str:
    signs = rng.choice(list(_DRAWN.values()))
    return rng.choice(("", " ")).join(signs[int(d)] for d in number)


def _script(number: str, rng: random.Random) -> str:
    zero = rng.choice(_ZEROS)
    return rng.choice((" ", "", "-")).join("".join(chr(zero + int(d)) for d in group) for group in _groups(number))


def _encoded(number: str, rng: random.Random) -> str:
    written = rng.choice((number, " ".join(_groups(number)), "-".join(_groups(number))))
    raw = written.encode()
    ways: tuple[Callable[[], str], ...] = (
        lambda: base64.b64encode(raw).decode(),
        lambda: base64.urlsafe_b64encode(raw).decode().rstrip("="),
        raw.hex,
        lambda: " ".join(f"{byte:02x}" for byte in raw),
        lambda: "".join(f"%{byte:02X}" for byte in raw),
        lambda: "".join(f"&#{byte};" for byte in raw),
        lambda: "".join(f"&#x{byte:x};" for byte in raw),
        lambda: "".join(f"\\u00{byte:02x}" for byte in raw),
        lambda: " ".join(str(byte) for byte in raw),
        lambda: "%20".join(_groups(number)),
        lambda: "&nbsp;".join(_groups(number)),
    )
    return rng.choice(ways)()


def _wrapped(number: str, rng: random.Random) -> str:
    first, *rest = _groups(number)
    return rng.choice((
        f'{{"pan": "{number}", "exp": "12/27", "cvv": "123"}}',
        f"<b>{first}</b>" + "".join(f"<i>{group}</i>" for group in rest),
        f"name;{number};12/27;123",
        f"card_number={number}&cvc=123",
        f"visa{number}exp1227",
        f"x{number}x",
        number + "1227123",
        f"https://pay.example/?pan={number}",
    ))  # fmt: skip


def _mistyped(number: str, rng: random.Random) -> str:
    number = number if len(number) in {15, 16} else _sixteen(rng)
    at = rng.randrange(6, len(number))
    return " ".join(_groups(number[:at] + str((int(number[at]) + rng.randint(1, 9)) % 10) + number[at + 1 :]))


def _sixteen(rng: random.Random) -> str:
    stem = "4" + "".join(rng.choice("0123456789") for _ in range(14))
    return stem + luhn_digit(stem)


def _beside(number: str, rng: random.Random) -> str:
    month, year, code = f"{rng.randint(1, 12):02}", rng.randint(26, 39), f"{rng.randrange(1000):03}"
    written = " ".join(_groups(number))
    return rng.choice((
        f"{written} {month}/{year} {code}",
        f"{written}, exp {month}/20{year}, CVV {code}",
        f"{number}|{month}|{year}|{code}",
        f"{written} valid thru {month}-{year} security code {_spoken(code, rng)}",
    ))  # fmt: skip


_FAMILIES: dict[str, Callable[[str, random.Random], str]] = {
    "bare": lambda number, _: number,
    "groups": lambda number, rng: rng.choice(_SIGNS).join(_groups(number)),
    "mixed signs": lambda number, rng: "".join(g + rng.choice(_SIGNS) for g in _groups(number)),
    "one by one": lambda number, rng: rng.choice(_SIGNS).join(number),
    "uneven": lambda number, rng: rng.choice(_SIGNS).join(_uneven(number, rng)),
    "brackets": _bracketed,
    "keycaps": lambda number, rng: rng.choice(("", " ")).join(f"{d}\ufe0f\u20e3" for d in number),
    "drawn": _drawn,
    "scripts": _script,
    "words between": lambda number, rng: "".join(f" {rng.choice(_BETWEEN)} {g}" for g in _groups(number)),
    "listed": lambda number, rng: " ".join(f"{i}{rng.choice('.):')} {g}" for i, g in enumerate(_groups(number), 1)),
    "number words": _in_words,
    "pairs in words": _in_pairs,
    "double and triple": _doubled,
    "words and digits": _mixed,
    "letters": _alike,
    "encoded": _encoded,
    "wrapped": _wrapped,
    "backwards": lambda number, _: f"{number[::-1]} backwards",
    "mistyped": _mistyped,
    "with its code": _beside,
}
_NEED_A_NAME = {"mistyped"}
