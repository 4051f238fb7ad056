"""The page of personal data says what the code does."""

from assistant.prompts import default_folder
from assistant.storage.metadata import metadata
from assistant.tools import SHOP_TOOLS
from tests.house.privacy import PAGE, ROOMS, page, told


def test_the_page_is_what_the_code_says_today() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs`"


def test_every_table_says_what_of_people_it_keeps_and_how_long() -> None:
    words = told()
    assert {*words["tables"], *words["nobody"]} == set(metadata.tables)
    assert not set(words["tables"]) & set(words["nobody"])


def test_every_prompt_says_what_it_sends() -> None:
    assert set(told()["prompts"]) == {path.stem for path in default_folder().glob("*.md")}


def test_every_tool_words_its_results_where_the_page_looks() -> None:
    modules = {module.__name__ for looked_at, _ in ROOMS.values() for module in looked_at}
    where = {(one.tool.coroutine or one.tool._arun).__module__ for one in SHOP_TOOLS}  # type: ignore[attr-defined]
    assert where <= modules
