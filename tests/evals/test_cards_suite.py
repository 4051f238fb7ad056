"""The suite of card numbers: what it writes, what it finds left, and a sample of its cases."""

import contextlib
import sqlite3
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.api.bodies import Asked
from assistant.card_numbers.issuers import is_card_number
from assistant.guardrails.inbound import screen
from assistant.tools import SHOP_TOOLS
from evals.card_search import Search, forms, pieces_in
from evals.card_site import CardSite, Recorder
from evals.card_ways import ways
from evals.card_writing import Notation, luhn_digit, notations
from evals.other_numbers import made_up
from evals.suites.cards import APART, MOST, batches, is_left, planted_and_found, shuffled
from evals.wire import Wire

SAMPLE = 1_050


def test_every_notation_of_a_sample_is_refused() -> None:
    left = [n for n in notations(SAMPLE, seed=11) if is_left(n, screen(n.text).text)]
    assert left == []


def test_every_notation_of_a_sample_is_refused_among_others_in_a_message() -> None:
    for batch in batches(list(notations(SAMPLE // 3))):
        text = APART.join(n.text for n in batch)
        assert len(text) <= MOST + 100
        kept = screen(text).text
        assert [n for n in batch if is_left(n, kept)] == []


def test_the_numbers_are_card_numbers_and_the_same_each_time() -> None:
    written = list(notations(210))
    assert written == list(notations(210))
    assert all(is_card_number(n.number) for n in written)
    assert luhn_digit("424242424242424") == "2"


def test_hardly_any_other_number_is_taken_for_a_card() -> None:
    texts = [text for _, text in made_up(2_400, seed=12)]
    assert sum(screen(text).card for text in texts) <= 2


NUMBER = "4242424242424242"
TYPED = "Quattro due ④② „quattro“\ndue quattro due"
CARD = Notation("groups", NUMBER, TYPED, TYPED, named=False)


class NewRating(Asked):
    stars: int
    words: str


def test_a_number_that_is_left_is_found_however_its_digits_are_set_apart() -> None:
    search = Search([CARD])
    for left in (
        b"x 4242 4242-4242.4242 y",
        b"x 14242424242424242 y",
        b"4.242424242424242e+15",
        b"42\n42 42424242424 x",
    ):
        assert search.found_in(left) == {NUMBER}
    assert search.found_in(b"x 4242 4242 and 4242 4242 y") == set()


def test_a_text_that_is_left_is_found_however_it_was_written() -> None:
    search = Search([CARD])
    for form in forms(TYPED):
        assert search.found_in(f"before {form} after".encode()), form
    assert search.found([("a.db", b"none"), ("log", TYPED.encode())]).keys() == {"log"}
    words = Notation("number words", NUMBER, "four two four two", "", named=False)
    assert Search([words]).found_in(b"say FOUR Two Four Two") == {words.typed}
    assert pieces_in(b"quattro due quaranta tre", {1: "never"}) == set()


def test_three_words_of_one_number_are_not_another_one() -> None:
    long = Notation(
        "number words",
        NUMBER,
        "four, two, four, two, seven, one, nine, four, two, four, two, four, two",
        "",
        named=False,
    )
    search = Search([long])
    assert (
        search.found_in(b"my pin? " + b"six, seven, one, nine, four, eight, two, one, six, eight, one, five") == set()
    )
    assert search.found_in(b"kept: two, four, two, seven, one, nine, four, two, fo and no more")


def test_digits_of_two_cells_are_not_one_number(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
        connection.execute("CREATE TABLE rows (one TEXT, two TEXT)")
        connection.execute("INSERT INTO rows VALUES ('42424242', '42424242')")
    nothing = cast("Any", None)
    site = CardSite(Wire(nothing), nothing, nothing, Recorder(steps=[]), tmp_path, StringIO())
    assert not {place for place in Search([CARD]).found(site.left()) if place.startswith("rows")}


def test_the_search_finds_what_is_planted_in_a_file_a_row_the_log_and_a_request(tmp_path: Path) -> None:
    for name in ("shop.db", "conversations.db"):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.execute("CREATE TABLE turns (text TEXT)")
    nothing = cast("Any", None)
    site = CardSite(Wire(nothing), nothing, nothing, Recorder(steps=[]), tmp_path, StringIO())
    assert not Search(notations(5, seed=77)).found(site.left())
    found = planted_and_found(site)
    assert len(found) == 5
    assert all(found.values()), found


async def test_every_field_address_and_tool_is_a_way_in(assistant: Assistant) -> None:
    names = {way.name for way in ways(create_app(assistant, Site("Larkfield", demo=True)))}
    assert "PUT /api/conversations/{conversation_id}/checkout: place.line2" in names
    assert "PUT /api/conversations/{conversation_id}/cart/messages/{sku:path}: address, sku" in names
    assert {f"model calls {one.tool.name}" for one in SHOP_TOOLS} <= names


def test_a_new_route_is_tried_unasked() -> None:
    app = FastAPI()
    before = len(ways(app))

    @app.post("/api/ratings/{place}")
    async def rate(place: str, rating: NewRating) -> None: ...

    names = [way.name for way in ways(app)]
    assert "POST /api/ratings/{place}: words" in names
    assert "POST /api/ratings/{place}: address, place" in names
    assert len(names) == before + 5


async def test_all_ways_come_in_turns(assistant: Assistant) -> None:
    some = ways(create_app(assistant, Site("Larkfield")))
    turn = [way.name for way in islice(shuffled(some, 0), len(some))]
    assert sorted(turn) == sorted(way.name for way in some)
    assert [way.name for way in islice(shuffled(some, 7), len(some) - 7)] == turn[7:]
