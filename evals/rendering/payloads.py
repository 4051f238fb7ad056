"""Texts that want to run a script or fetch something: the known classes, each combined with ways to write it."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import quote

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evals.datasets import ROOT
from evals.loading import BadCases
from evals.sampling import sampled

CASES = ROOT / "evals" / "cases" / "rendering.yaml"
HOST, EVERY = "evil.example", 10**6


@dataclass(frozen=True)
class Payload:
    """`text` calls `hit(id)` where its script runs, and asks a host of its own where it fetches something."""

    id: int
    family: str
    text: str


class Classes(BaseModel):
    """The file of cases: what is combined with what."""

    model_config = ConfigDict(extra="forbid")

    tags: tuple[str, ...]
    handlers: tuple[str, ...]
    scripts: tuple[str, ...]
    written: tuple[str, ...]
    whole: tuple[str, ...]
    addresses: tuple[str, ...]
    linked: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> "Classes":
        """Raises `BadCases`."""
        try:
            return cls.model_validate(yaml.safe_load(path.read_text("utf-8")))
        except (OSError, yaml.YAMLError, ValidationError) as error:
            raise BadCases(f"{path} does not hold the classes of payloads: {error}") from None


PLAIN = "as it is"


def _decimal(text: str) -> str:
    return "".join(f"&#{ord(c)};" for c in text)


def _quoted_twice(text: str) -> str:
    return quote(quote(text))


ENCODED: Mapping[str, Callable[[str], str]] = {
    PLAIN: str,
    "entities": html.escape,
    "decimal": _decimal,
    "hexadecimal": lambda text: "".join(f"&#x{ord(c):x}" for c in text),
    "percent": quote,
    "percent twice": _quoted_twice,
    "backslashes": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "zero width": "\u200b".join,
    "right to left": lambda text: f"\u202e{text}\u202c",
    "null bytes": lambda text: text.replace("<", "<\0"),
    "capitals of markup": lambda text: text.replace("script", "SCRIPT").replace("img", "IMG"),
    "marked": lambda text: f"\ufeff{text}",
    "on many lines": lambda text: text.replace(" ", "\n"),
    "in code": lambda text: f"```html\n{text}\n```",
}


Way = tuple[str, str]
"""A text with `{id}` and `{host}` in it, and how it is encoded once they are filled in."""


def payloads(most: int, cases: Path = CASES) -> list[Payload]:
    """The same ones each time, about as many of each family as of the next, as far as it has any."""
    chosen = list[tuple[str, Way]]()
    families = sorted(_families(Classes.read(cases)).items(), key=lambda family: len(family[1]))
    for at, (name, ways) in enumerate(families):
        share = ((most or EVERY) - len(chosen)) // (len(families) - at)
        chosen += [(name, way) for way in sampled(ways, share, str)] if share else []
    return [Payload(at, name, _written(way, at)) for at, (name, way) in enumerate(chosen, 1)]


def _written(way: Way, at: int) -> str:
    text, encoding = way
    return ENCODED[encoding](text.replace("{id}", str(at)).replace("{host}", f"x{at}.{HOST}"))


def _families(of: Classes) -> Mapping[str, Sequence[Way]]:
    markup = [way.replace("{script}", script) for way, script in product(of.whole, of.scripts)]
    urls = [url.replace("{script}", "hit({id})") for url in of.addresses]
    addresses = [form.replace("{url}", url) for form, url in product(of.linked, urls)]
    handlers = list(_handlers(of))
    some = [*markup[::3], *handlers[::97], *addresses[::29]]
    encoded = [(way, name) for way, name in product(some, ENCODED) if ENCODED[name](way) != way]
    plain = {"handlers": handlers, "markup": markup, "addresses": addresses}
    families = {name: [(way, PLAIN) for way in ways] for name, ways in plain.items()} | {"encodings": encoded}
    return {name: list(dict.fromkeys(ways)) for name, ways in families.items()}


def _handlers(of: Classes) -> Iterator[str]:
    for at, (tag, handler, way) in enumerate(product(of.tags, of.handlers, of.written)):
        named = way.replace("{tag}", tag).replace("{TAG}", tag.upper())
        named = named.replace("{handler}", handler).replace("{HANDLER}", handler.upper())
        yield named.replace("{script}", of.scripts[at % len(of.scripts)])
