"""Documents cut into passages that can be quoted: by heading, never a question without its answer."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.retrieval.library import Document, Passage

FAQ = "faq"
FEWEST_WORDS = 60
MOST_WORDS = 200
HEADINGS = [("#" * depth, str(depth)) for depth in range(1, 7)]


@dataclass(frozen=True)
class Section:
    """Text under one path of headings."""

    path: tuple[str, ...]
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


def passages_of(documents: Iterable[Document]) -> list[Passage]:
    return [passage for document in documents for passage in passages_in(document)]


def passages_in(document: Document) -> Iterator[Passage]:
    """Ids are stable: they depend on the document's id, the headings and the text, not on the order of ingestion."""
    seen: dict[str, int] = {}
    for section in _sized(_joined(_sections(document), apart=document.kind == FAQ)):
        heading = " > ".join(section.path)
        key = hashlib.sha256(f"{heading}\n{section.text}".encode()).hexdigest()[:12]
        seen[key] = seen.get(key, 0) + 1
        suffix = f"-{seen[key]}" if seen[key] > 1 else ""
        yield Passage(
            id=f"{document.id}#{key}{suffix}",
            document_id=document.id,
            title=document.title,
            heading=heading,
            text=section.text,
            url=document.url,
        )


def _sections(document: Document) -> list[Section]:
    from langchain_text_splitters import MarkdownHeaderTextSplitter  # noqa: PLC0415  # imports slowly

    parts = MarkdownHeaderTextSplitter(HEADINGS).split_text(_bold_questions(document.text))
    sections = []
    for part in parts:
        path = tuple(_plain(part.metadata[depth]) for _, depth in HEADINGS if depth in part.metadata)
        path = path[1:] if path and path[0].casefold() == document.title.casefold() else path
        if part.page_content.strip():
            sections.append(Section(path, part.page_content.strip()))
    return sections


def _bold_questions(text: str) -> str:
    """Many FAQs write a question as a line of bold text, or after `Q:`; both become headings."""
    text = re.sub(r"(?m)^\*\*\s*(?:Q[:.]\s*)?([^*\n]+\?)\s*\*\*\s*$", r"###### \1", text)
    return re.sub(r"(?m)^Q[:.]\s*(.+)$\n+(?:A[:.]\s*)?", r"###### \1\n\n", text)


def _joined(sections: list[Section], *, apart: bool) -> Iterator[Section]:
    """Neighbours too short to stand alone are joined under the headings they share; a question stays itself.

    With `apart` every heading is a question, even one without its mark: "I was charged twice."
    """
    held: Section | None = None
    for section in sections:
        if held and not apart and _joinable(held, section):
            held = _join(held, section)
            continue
        if held:
            yield held
        held = section
    if held:
        yield held


def _joinable(held: Section, section: Section) -> bool:
    if _is_question(held) or _is_question(section) or held.path[:-1] != section.path[:-1]:
        return False
    return held.words < FEWEST_WORDS // 2 and held.words + section.words <= MOST_WORDS


def _is_question(section: Section) -> bool:
    return bool(section.path) and section.path[-1].endswith("?")


def _join(held: Section, section: Section) -> Section:
    if held.path == section.path:
        return Section(held.path, f"{held.text}\n\n{section.text}")
    texts = [f"{s.path[-1]}: {s.text}" if s.path else s.text for s in (held, section)]
    heading = " / ".join(s.path[-1] for s in (held, section) if s.path)
    return Section((*section.path[:-1], heading), "\n\n".join(texts))


def _sized(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        if section.words <= MOST_WORDS:
            yield section
        else:
            yield from (Section(section.path, text) for text in _cut(section.text))


def _cut(text: str) -> list[str]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415  # imports slowly

    splitter = RecursiveCharacterTextSplitter(
        separators=["\n\n", "\n", r"(?<=[.!?])\s+", " "],
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=MOST_WORDS,
        chunk_overlap=0,
        length_function=lambda piece: len(piece.split()),
    )
    return [piece.strip() for piece in splitter.split_text(text) if piece.strip()]


def _plain(heading: str) -> str:
    return re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip()
