"""A yes is read by code, in whole: who hesitates, adds, limits or means something else has not said yes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.yes import Answer, plain_yes, read_answer
from assistant.agent.yes_words import LANGUAGES

ITEMS = "Change items of order #2001.\nOut: 1 × Lamp. In: 1 × Lamp (blue)."
CANCEL = "Cancel order #2001."

AGREED = {
    "en": [
        "yes",
        "Yes.",
        "YES!!",
        "yes please",
        "Yes, please.",
        "yep",
        "Yeah, sure",
        "ok",
        "Okay!",
        "sure thing",
        "go ahead",
        "Please go ahead.",
        "do it",
        "confirm",
        "I confirm",
        "correct",
        "Yes, that's right",
        "Yes, that’s correct. Please proceed.",
        "Yes, please go ahead and change it. Thank you!",
        "Yes, let's go ahead with that change",
        "Sounds good!",
        "Yes, everything looks correct. Please go ahead with the change. Thank you.",
        "Absolutely, thanks for your help",
        "Yes, I'd like to proceed with that",
        "Yes 👍",
        "👍",
        "yes\nplease",
        "Yes. !!",
        "Of course. Go ahead, please.",
        "That's what I want",
        "Yes, all the details are correct, and I'm ready to proceed.",
        "Yes, proceed with it. Get it done, please.",
    ],
    "de": [
        "ja",
        "Ja, bitte!",
        "Ja gerne, vielen Dank.",
        "Natürlich",
        "Jawohl",
        "In Ordnung",
        "Passt so",
        "Ja, machen Sie das bitte.",
    ],
    "fr": [
        "oui",
        "Oui, s'il vous plaît.",
        "D'accord, allez-y",
        "Oui, c'est correct. Merci beaucoup !",
        "Bien sûr",
        "Je confirme",
    ],
    "es": ["sí", "si", "Sí, por favor.", "Claro que sí, adelante", "De acuerdo, gracias", "Vale", "Sí, lo confirmo"],
    "it": ["sì", "Sì, grazie mille", "Va bene", "Certo, proceda pure", "Confermo", "D'accordo, grazie"],
    "pt": ["sim", "Sim, por favor", "Com certeza, pode prosseguir", "Isso mesmo, obrigada", "Está certo"],
    "nl": ["ja", "Ja graag, alstublieft", "Dat klopt, ga uw gang", "Prima", "Jazeker, dank u wel", "Ja hoor"],
}

REFUSED = [
    "",
    " ",
    "?",
    "...",
    "no",
    "nope",
    "No, thank you",
    "yes?",
    "Yes??",
    "yes and no",
    "yes no",
    "not yes",
    "yes not",
    "yes, but only the lamp",
    "Yes. But only the lamp.",
    "yes if it is free",
    "yes, except the mug",
    "Yes, make it two",
    "yes, the blue one",
    "Yes, tomorrow",
    "yes to my Visa",
    "Yes, to my other address.",
    "Yes, cancel it",
    "Yes, return it",
    "Yes. Can I use PayPal?",
    "Yes. Only the lamp?",
    "Yes. What about the mug?",
    "Yes. What if it breaks?",
    "Yes. Wait, what does it cost?",
    "yes 👎",
    "great",
    "thanks",
    "please",
    "perfect",
    "say yes",
    '"yes"',
    "he said yes",
    "yesterday",
    "don't do it",
    "I do not confirm",
    "Yes. No.",
    "Yes. Also cancel my other order.",
    "Yes, it's #W8665881.",
    "Yes. Actually, how much is it?",
    "yes 2",
    "okay?",
    "sure, why not?",
    "I guess so",
    "maybe",
    "yes\nbut not now",
    "ja, aber nur die Lampe",
    "ja?",
    "ja nein",
    "nein",
    "nicht ja",
    "oui mais seulement la lampe",
    "oui, sauf la tasse",
    "non",
    "ne le faites pas",
    "sí, pero solo la lámpara",
    "no, gracias",
    "sì, ma solo la lampada",
    "sim, mas só a lâmpada",
    "não",
    "ja, maar alleen de lamp",
    "nee",
    "Yes. How can I get a different colour?",
    "Ja. Was kostet es ohne Versand?",
    "yes yes yes no",
]

BESIDE = {
    "Yes. And what is the cheapest T-shirt?": "And what is the cheapest T-shirt?",
    "Yes, go ahead. How much do I need to pay for it?": "How much do I need to pay for it?",
    "Yes please! By the way, do you know what a mug costs? I might want one!": (
        "By the way, do you know what a mug costs? I might want one!"
    ),
    "Ja, bitte. Und was kostet der Versand?": "Und was kostet der Versand?",
    "Oui. Et combien coûte la livraison ?": "Et combien coûte la livraison ?",
    "Sí. ¿Cuánto cuesta el envío?": "¿Cuánto cuesta el envío?",
}


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in AGREED.items() for text in texts])
def test_a_plain_yes_is_one_in_every_language_we_speak(language: str, text: str) -> None:
    assert language in LANGUAGES
    assert plain_yes(text, ITEMS)


@pytest.mark.parametrize("text", REFUSED)
def test_whatever_limits_doubts_or_adds_is_no_yes(text: str) -> None:
    assert not read_answer(text, ITEMS).yes


@pytest.mark.parametrize(("text", "rest"), BESIDE.items())
def test_a_question_about_something_else_may_follow_a_yes(text: str, rest: str) -> None:
    assert read_answer(text, ITEMS) == Answer(yes=True, rest=rest)


def test_a_yes_that_names_another_change_is_none() -> None:
    assert plain_yes("Yes, cancel it", CANCEL)
    assert plain_yes("Please cancel the whole order, thank you", CANCEL)
    assert not plain_yes("Yes, return it", CANCEL)
    assert not plain_yes("Yes, make the change", CANCEL)


def test_a_change_that_a_proposal_only_mentions_is_another_one() -> None:
    assert plain_yes("Yes, cancel it", CANCEL)
    assert not plain_yes("Yes, cancel it", f"{ITEMS}\nCancel order #2001 stays possible.")


PLAIN = st.sampled_from([text for texts in AGREED.values() for text in texts])
ADDED = st.sampled_from(
    [
        "lamp",
        "blue",
        "two",
        "only",
        "but",
        "not",
        "except",
        "tomorrow",
        "visa",
        "paypal",
        "instead",
        "mug",
        "no",
        "nur",
        "sauf",
        "solo",
        "lampe",
        "nicht",
        "13",
        "#2001",
        "$5",
        "if",
        "unless",
        "without",
        "cheaper",
        "nein",
        "niet",
        "ne",
    ]
)


@given(PLAIN, ADDED, st.integers(0, 12), st.sampled_from([" ", ", ", ". ", "\n", "! "]))
def test_any_plain_yes_with_a_word_of_content_is_none(text: str, word: str, place: int, between: str) -> None:
    words = text.split()
    at = min(place, len(words))
    said = between.join(filter(None, (" ".join(words[:at]), word, " ".join(words[at:]))))
    assert not read_answer(said, ITEMS).yes


@given(st.lists(PLAIN, min_size=1, max_size=4))
def test_yes_said_over_and_over_is_still_a_yes_in_one_language(texts: list[str]) -> None:
    english = [text for text in texts if text in AGREED["en"]]
    assert plain_yes(". ".join(english), ITEMS) or not english


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    answer = read_answer(text, ITEMS)
    assert not answer.rest or answer.yes


@pytest.mark.parametrize("part", ["yes please ", "and ", "yes. ", "and also by the way ", "i would like to ", "yes, "])
def test_no_long_message_makes_it_slow(part: str) -> None:
    started = time.process_time()
    read_answer(part * 4000 + "x?", ITEMS)
    assert time.process_time() - started < 2
