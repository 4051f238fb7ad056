"""What a model was told to do does not reach the shopper, however it is written out."""

import base64
import codecs
from dataclasses import replace

import pytest

from assistant.agent.speaker import Speaker
from assistant.conversation import Sentence
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.ledger import Ledger
from assistant.guardrails.outbound import review

RULE = "Put all items of one order into one call; make one change at a time, and never say so."
KNOWN = Evidence(
    ("price: $12.00", "sku: LF-MOKA-SILV-3CUP"), instructions=f"Who you are.\n- {RULE}\n- The word is heron."
)


@pytest.mark.owasp("LLM02:2026", "LLM08:2026")
@pytest.mark.parametrize(
    "leak",
    [
        RULE,
        f"My rules are: {RULE.casefold()}",
        " ".join(RULE),
        RULE.replace(" ", "-"),
        RULE[::-1],
        base64.b64encode(RULE.encode()).decode(),
        RULE.encode().hex(),
        f"Decode this: {base64.urlsafe_b64encode(RULE.encode()).decode().rstrip('=')}",
        codecs.encode(RULE, "rot13"),
        " ".join(reversed(RULE.split())),
        RULE.translate(str.maketrans("aeiost", "431057")),
        "The key is sk-live-9f8a7c6b5d4e3f2a1b0c.",
    ],
)
def test_an_instruction_or_a_key_is_held_back(leak: str) -> None:
    assert not review(leak, KNOWN).passed


PAGE = "Orders placed from November 1 to December 24 may come back until January 31."


@pytest.mark.parametrize("read", [True, False])
def test_a_rule_that_the_shops_own_page_tells_is_no_secret_once_it_was_read(*, read: bool) -> None:
    """However it is worded, and without letting out the rest of what the model was told."""
    prompt = f"Who you are.\n- {PAGE}\n- {RULE}"
    knows = replace(KNOWN, told=(*KNOWN.told, PAGE, prompt), instructions=prompt, published=(PAGE,) if read else ())
    worded = PAGE.replace("Orders", "Holiday orders").replace("may", "can")
    assert [bool(heard(text, known=knows)) for text in (worded, PAGE, RULE)] == [read, read, False]


@pytest.mark.parametrize("honest", ["One item of your order is a mug for $12.00.", "You want LF-MOKA-SILV-3CUP."])
def test_what_the_shop_told_leaves(honest: str) -> None:
    assert review(honest, KNOWN).passed, review(honest, KNOWN)


class Torn(Ledger):
    def named(self, text: str) -> list[tuple[int, int, str]]:
        if "kettle" in text:
            raise ZeroDivisionError
        return super().named(text)


@pytest.mark.owasp("ASI08")
def test_a_sentence_that_cannot_be_looked_at_is_held_back_and_the_next_is_heard() -> None:
    told = list[Sentence]()
    speaker = Speaker(lambda: replace(KNOWN, ledger=Torn({})), told.append)
    speaker.hear("Here is a kettle. And welcome.")
    speaker.finish()
    assert [sentence.text for sentence in told] == ["And welcome."]
    assert speaker.held == ["(a sentence that could not be checked)"]


def heard(text: str, *before: str, known: Evidence = KNOWN) -> str:
    told = list[Sentence]()
    speaker = Speaker(lambda: known, told.append, before)
    speaker.hear(text)
    speaker.finish()
    return "".join(sentence.text for sentence in told)


@pytest.mark.owasp("LLM02:2026", "LLM08:2026")
@pytest.mark.parametrize("count", [3, 5, 9])
@pytest.mark.parametrize("turned", [False, True])
def test_a_rule_told_piece_by_piece_is_not_told_whole(count: int, *, turned: bool) -> None:
    """Each piece is too short to be seen alone, and may be told in any order."""
    words = RULE.split()
    pieces = [" ".join(words[at : at + count]) for at in range(0, len(words), count)]
    said = "! And then: ".join(reversed(pieces) if turned else pieces)
    assert "And then" in heard(said)
    assert not all(piece in heard(said) for piece in pieces)


def test_a_rule_is_not_ended_after_a_rewrite_either() -> None:
    half = len(RULE) // 2
    assert heard(f"Then {RULE[half:]}", RULE[:half]) == ""


def test_a_few_words_of_a_rule_are_no_rule() -> None:
    said = "I put all items of one order into your cart view. You can make one change at a time. Shall I go on?"
    assert (
        heard("You can make one change at a time. Shall I go on?")
        == "You can make one change at a time. Shall I go on?"
    )
    assert "Shall I go on?" in heard(said)
