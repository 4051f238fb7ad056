"""The page of OWASP's lists says what the tests say."""

from tests.house.owasp import NOTHING, PAGE, lists, marked, page

ITEMS = [item["id"] for one in lists() for item in one["items"]]


def test_the_page_is_what_the_tests_say_today() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs`"


def test_each_list_has_its_ten_items() -> None:
    numbered = range(1, 11)
    assert [
        *(f"LLM{n:02}:2026" for n in numbered),
        *(f"ASI{n:02}" for n in numbered),
        *(f"API{n}:2023" for n in numbered),
    ] == ITEMS


def test_no_test_bears_an_item_that_no_list_has() -> None:
    assert [shown for shown in marked() if not set(shown.items) <= set(ITEMS)] == []


def test_what_no_test_shows_is_said_to_be_shown_by_none() -> None:
    borne = {item for shown in marked() for item in shown.items}
    assert page().count(f"- {NOTHING}\n") == len(set(ITEMS) - borne)
