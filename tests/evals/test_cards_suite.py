"""The suite of card numbers: what it writes, what it finds left, and a sample of its cases."""

from assistant.card_numbers.issuers import is_card_number
from assistant.guardrails.inbound import screen
from evals.card_site import numbers_in, piece, pieces_in, searched
from evals.card_writing import luhn_digit, notations
from evals.other_numbers import made_up
from evals.suites.cards import APART, MOST, _batches, _is_left

SAMPLE = 1_050


def test_every_notation_of_a_sample_is_refused() -> None:
    left = [n for n in notations(SAMPLE, seed=11) if _is_left(n, screen(n.text).text)]
    assert left == []


def test_every_notation_of_a_sample_is_refused_among_others_in_a_message() -> None:
    for batch in _batches(SAMPLE // 3):
        text = APART.join(n.text for n in batch)
        assert len(text) <= MOST + 100
        kept = screen(text).text
        assert [n for n in batch if _is_left(n, kept)] == []


def test_the_numbers_are_card_numbers_and_the_same_each_time() -> None:
    written = list(notations(210))
    assert written == list(notations(210))
    assert all(is_card_number(n.number) for n in written)
    assert luhn_digit("424242424242424") == "2"


def test_hardly_any_other_number_is_taken_for_a_card() -> None:
    texts = [text for _, text in made_up(2_400, seed=12)]
    assert sum(screen(text).card for text in texts) <= 2


def test_what_is_left_is_found_however_it_was_written() -> None:
    numbers = frozenset({"4242424242424242"})
    typed = "quattro due quattro due"
    keys = {key: typed for key in (piece(typed),) if key is not None}
    assert numbers_in(b"x 4242 4242-4242.4242 y", numbers) == numbers
    assert numbers_in(b"x 14242424242424242 y", numbers) == numbers
    assert numbers_in(b"x 4242 4242 and 4242 4242 y", numbers) == set()
    assert pieces_in(f"before {typed} after".encode(), keys) == {typed}
    assert pieces_in(b"quattro due quaranta tre", keys) == set()
    left = [("a.db", b"4242424242424242"), ("log", typed.encode()), ("index", b"nothing of it")]
    assert searched(left, numbers, [typed]) == {"a.db": {"4242424242424242"}, "log": {typed}}
