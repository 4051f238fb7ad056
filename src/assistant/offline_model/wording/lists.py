"""Small turns of phrase that several replies share."""

from collections.abc import Sequence


def listed(words: Sequence[str], last: str = "and") -> str:
    """As in: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def sentence(text: str) -> str:
    """Capitalised, and closed with a full stop when nothing closes it."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", "”")) else text + "."
