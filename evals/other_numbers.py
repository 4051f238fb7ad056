"""Messages with numbers that are none of a card's: made up, and of the data sets at hand."""

import gzip
import json
import random
from collections.abc import Callable, Iterator

from evals.datasets import data_dir


def made_up(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """The kind of number, and a message with it."""
    rng = random.Random(seed)  # noqa: S311 -- cases, not secrets
    kinds = list(_KINDS.items())
    for i in range(count):
        kind, write = kinds[i % len(kinds)]
        yield kind, rng.choice(_SENTENCES.get(kind, ("{}", "it says {}", "about {} please"))).format(write(rng))


def written() -> Iterator[tuple[str, str]]:
    """The data set, and one of its messages; nothing where there is none."""
    for name, file, field in _SETS:
        path = data_dir() / name / file
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from ((name, str(json.loads(line)[field])) for line in lines)
    yield from _files()


def _files() -> Iterator[tuple[str, str]]:
    dialogues = data_dir() / "tau_retail" / "dialogues.dev.jsonl.gz"
    if dialogues.exists():
        with gzip.open(dialogues, "rt", encoding="utf-8") as lines:
            said = "".join(str(json.loads(line)["dialogue"]) + "\n" for line in lines).splitlines()
        yield from (("tau_retail", line.removeprefix("user: ")) for line in said if line.startswith("user: "))
    templates = data_dir() / "pii_templates" / "templates.txt"
    if templates.exists():
        yield from (("pii_templates", line) for line in templates.read_text("utf-8").splitlines())
    sample = data_dir() / "abcd_guidelines" / "abcd_sample.json"
    if sample.exists():
        for dialogue in json.loads(sample.read_text("utf-8")):
            yield from (("abcd", text) for who, text in dialogue["original"] if who == "customer")


_SETS = (
    ("hint3_retail_intents", "dev.jsonl.gz", "text"),
    ("bitext_support_intents", "dev.jsonl.gz", "text"),
    ("clinc150_oos", "dev.jsonl.gz", "text"),
)
_SENTENCES = {
    "order": ("where is order {}?", "#{}", "my order number is {}"),
    "tracking": ("tracking number {}", "my parcel {} has not moved", "{}"),
    "phone": ("call me on {}", "my phone is {}", "{}"),
    "gift card": ("gift card code {}", "redeem {}"),
    "sizes": ("do you have {}?", "which of {} is in stock?"),
    "prices": ("I saw them for {}", "between {}"),
}


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _ean(rng: random.Random) -> str:
    stem = rng.choice(("40", "50", "30", "69", "0", "978")) + _digits(rng, 12)
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(stem[:12]))
    return stem[:12] + str(-total % 10)


def _imei(rng: random.Random) -> str:
    stem = rng.choice(("35", "86", "01", "49", "99")) + _digits(rng, 12)
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(stem))]
    return stem + str(-sum(divmod(d, 10)[0] + d % 10 for d in doubled) % 10)


def _tracking(rng: random.Random) -> str:
    return rng.choice((
        "1Z" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(16)),
        "94" + _digits(rng, 20),
        _digits(rng, 12),
        "00" + _digits(rng, 18),
        "JD0146" + _digits(rng, 12),
        "RR" + _digits(rng, 9) + "GB",
    ))  # fmt: skip


def _phone(rng: random.Random) -> str:
    return rng.choice((
        f"+1 {_digits(rng, 3)}-{_digits(rng, 3)}-{_digits(rng, 4)}",
        f"({_digits(rng, 3)}) {_digits(rng, 3)}-{_digits(rng, 4)}",
        f"+44 20 {_digits(rng, 4)} {_digits(rng, 4)}",
        f"+49 {_digits(rng, 3)} {_digits(rng, 8)}",
        "0" + _digits(rng, 10),
        f"{_digits(rng, 3)} {_digits(rng, 4)} or {_digits(rng, 3)} {_digits(rng, 4)}",
    ))  # fmt: skip


def _gift_card(rng: random.Random) -> str:
    return "-".join("".join(rng.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(4)) for _ in range(4))


def _moment(rng: random.Random) -> str:
    clock = ":".join(f"{rng.randrange(most):02}" for most in (24, 60, 60))
    return f"20{rng.randint(24, 29)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02} {clock}"


def _sizes(rng: random.Random) -> str:
    first = rng.choice((4, 34, 36, 38))
    return " ".join(map(str, range(first, first + 20, rng.choice((1, 2)))))


def _measures(rng: random.Random) -> str:
    return " x ".join(str(rng.randint(10, 300)) for _ in range(3)) + f" cm, {rng.randint(1, 40)} kg"


def _address(rng: random.Random) -> str:
    home = f"{rng.randint(1, 9999)} High Street, apt {rng.randint(1, 99)}"
    return f"{home}, {_digits(rng, 5)}, phone {_phone(rng)}"


def _amounts(rng: random.Random) -> str:
    return ", ".join(f"${rng.randint(1, 400)}.{rng.choice(('00', '49', '95', '99'))}" for _ in range(rng.randint(1, 5)))


_KINDS: dict[str, Callable[[random.Random], str]] = {
    "order": lambda rng: rng.choice(("", "W", "SO-")) + _digits(rng, rng.randint(4, 10)),
    "tracking": _tracking,
    "phone": _phone,
    "barcode": _ean,
    "imei": _imei,
    "gift card": _gift_card,
    "sku": lambda rng: f"{rng.choice(('MUG', 'TX', 'A', 'B0'))}-{_digits(rng, 4)}-{_digits(rng, 3)}",
    "date": _moment,
    "sizes": _sizes,
    "prices": _amounts,
    "address": _address,
    "measures": _measures,
}
