from assistant.retrieval.library import Document
from assistant.retrieval.passages import MOST_WORDS, passages_in


def document(text: str, title: str = "Returns", kind: str = "page") -> Document:
    return Document("doc", title, text, "/pages/doc", kind)


def test_a_question_stays_with_its_answer() -> None:
    bold, heading, letters = (
        "**Can I return socks?**\n\nYes.",
        "## Do you ship?\n\nNo.",
        "Q: Is there a shop?\nA: In Leeds.",
    )
    text = f"# FAQ\n\n{bold}\n\n{heading}\n\n{letters}"
    found = [(p.heading.split(" > ")[-1], p.text) for p in passages_in(document(text, "FAQ"))]
    assert found == [("Can I return socks?", "Yes."), ("Do you ship?", "No."), ("Is there a shop?", "In Leeds.")]


def test_the_heading_keeps_its_path_without_the_document_s_own_title() -> None:
    text = "# Returns\n\n## Clothing\n\n### Unworn\n\n" + "Thirty days are given for this. " * 8
    assert [p.heading for p in passages_in(document(text))] == ["Clothing > Unworn"]


def test_long_sections_are_cut_at_sentences_and_nothing_is_lost() -> None:
    sentences = " ".join(f"Sentence number {n} stands here for a test." for n in range(120))
    passages = list(passages_in(document(f"# Returns\n\n{sentences}")))
    assert len(passages) > 2
    assert all(len(p.text.split()) <= MOST_WORDS and p.text.endswith(".") for p in passages)
    assert " ".join(" ".join(p.text for p in passages).split()) == sentences


def test_short_neighbours_are_joined_so_that_no_passage_is_a_crumb() -> None:
    text = "# Returns\n\n## Hats\n\nFourteen days.\n\n## Gloves\n\nThirty days.\n"
    (only,) = passages_in(document(text))
    assert "Hats: Fourteen days." in only.text
    assert "Gloves: Thirty days." in only.text


def test_every_heading_of_an_faq_stays_itself_even_without_a_question_mark() -> None:
    text = "# FAQ\n\n## I was charged twice.\n\nIt is a hold.\n\n## I lost my card.\n\nWrite to us.\n"
    found = passages_in(document(text, "FAQ", kind="faq"))
    assert [p.heading for p in found] == ["I was charged twice.", "I lost my card."]


def test_ids_are_stable_when_another_section_changes() -> None:
    one = "# Returns\n\n## Can I?\n\nYes.\n\n## May I?\n\nNo.\n"
    other = one.replace("Yes.", "Yes, always.")
    before, after = ({p.heading: p.id for p in passages_in(document(text))} for text in (one, other))
    assert before["May I?"] == after["May I?"]
    assert before["Can I?"] != after["Can I?"]


def test_an_empty_document_has_no_passages() -> None:
    assert list(passages_in(document("# Returns\n\n"))) == []
