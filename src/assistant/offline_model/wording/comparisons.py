"""Replies that compare products by what each states."""

from collections.abc import Sequence

from assistant.offline_model.comparing import Row
from assistant.offline_model.focus import Record


def verdicts(rows: Sequence[Row], products: Sequence[Record]) -> str:
    """For each attribute that is compared by, the winner and every figure."""
    titles = [str(p.get("title")) for p in products]
    return "\n".join(f"{_winner(row, titles)} {_figures(row, titles)}" for row in rows)


def _winner(row: Row, titles: Sequence[str]) -> str:
    what = row.word if row.adjective else f"{row.word} {row.name}"
    if row.tied:
        return f"They state the same {row.name}."
    if row.best is None:
        why = "not all of them state it" if row.missing else "what they state cannot be compared"
        return f"I cannot say which {'is' if row.adjective else 'has'} {what}: {why}."
    among = " of those that state it" if row.missing else ""
    title = titles[row.best]
    if not row.adjective:
        return f"{title} has {'the ' if row.word.endswith('est') or row.word == 'most' else ''}{what}{among}."
    one = "" if row.word.endswith("est") or row.word.startswith("most") else " one"
    return f"The {what}{one}{among} is {title}."


def _figures(row: Row, titles: Sequence[str]) -> str:
    told = "; ".join(f"{title}: {value}" for title, value in zip(titles, row.values, strict=True))
    return f"{row.name[:1].upper()}{row.name[1:]}: {told}."


def each(lines: Sequence[tuple[Record, str]]) -> str:
    """One line for each product; empty words mean that it states nothing."""
    told = [f"- {p.get('title')}: {words[:1].lower() + words[1:] if words else 'not stated'}" for p, words in lines]
    return "\n".join(["What the shop states:", *told])
